"""What stands on a person's screen over the conversations: the stack of modals and the Home tab."""

import secrets

from sandbox.forms import kept_values
from sandbox.ids import with_ids
from sandbox.state import Json, View
from sandbox.workspace import Workspace

DEEPEST = 3


def _new_view(workspace: Workspace, user_id: str, body: Json) -> View:
    finished = {**body, "blocks": with_ids(workspace, body["blocks"])}
    view = View(workspace.new_id("V"), user_id, finished, _new_hash(workspace))
    view.values = kept_values(view.blocks, {})
    workspace.views[view.id] = view
    return view


def _new_hash(workspace: Workspace) -> str:
    return f"{workspace.now_epoch()}.{secrets.token_hex(4)}"


def show_modal(workspace: Workspace, user_id: str, body: Json, *, push: bool) -> View:
    """Open a modal for someone; without `push` it takes the place of whatever was open."""
    if not push:
        close_all(workspace, user_id)
    view = _new_view(workspace, user_id, body)
    stack = workspace.modals.setdefault(user_id, [])
    view.root_id = stack[0].id if stack else view.id
    view.previous_id = stack[-1].id if stack else ""
    stack.append(view)
    workspace.bell.ring()
    return view


def show_home(workspace: Workspace, user_id: str, body: Json) -> View:
    """Set someone's Home tab; what they have entered stays where the inputs stay."""
    view = workspace.homes.get(user_id)
    if view is None:
        view = _new_view(workspace, user_id, body)
        workspace.homes[user_id] = view
        workspace.bell.ring()
    else:
        replace(workspace, view, body)
    return view


def replace(workspace: Workspace, view: View, body: Json) -> None:
    """Change a view in place; inputs with the same ids keep what was entered."""
    view.body = {**body, "blocks": with_ids(workspace, body["blocks"], before=view.blocks)}
    view.values = kept_values(view.blocks, view.values)
    view.hash, view.errors, view.trouble = _new_hash(workspace), {}, ""
    workspace.bell.ring()


def close_top(workspace: Workspace, user_id: str) -> View | None:
    """Close the uppermost modal; the one below comes back."""
    stack = workspace.modals.get(user_id) or []
    if not stack:
        return None
    view = stack.pop()
    workspace.views.pop(view.id, None)
    workspace.bell.ring()
    return view


def close_all(workspace: Workspace, user_id: str) -> list[View]:
    """Close every modal that someone has open."""
    closed = workspace.modals.pop(user_id, [])
    for view in closed:
        workspace.views.pop(view.id, None)
    workspace.bell.ring()
    return closed
