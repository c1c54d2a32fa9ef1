"""What Slack does with the answer to a submitted modal: errors, update, push, clear, or close."""

from typing import Any

from sandbox.delivery.answers import Answer
from sandbox.limits.views import check_view, too_large
from sandbox.screens import DEEPEST, close_all, close_top, replace, show_modal
from sandbox.state import Json, User, View
from sandbox.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def carry_out(workspace: Workspace, user: User, view: View, answer: Answer) -> None:
    """Apply a `response_action`; what makes no sense shows as trouble in the modal, as in Slack."""
    body = answer.payload
    if not answer.text.strip() or body == {}:
        _closed(workspace, user, view)
        return
    action = body.get("response_action") if isinstance(body, dict) else None
    match action:
        case "clear":
            close_all(workspace, user.id)
        case "errors":
            _show_errors(view, body.get("errors"))
        case "update" | "push":
            _show_view(workspace, user, view, body.get("view"), push=action == "push")
        case _:
            view.trouble = TROUBLE


def _closed(workspace: Workspace, user: User, view: View) -> None:
    stack = workspace.modals.get(user.id) or []
    if stack and stack[-1].id == view.id:
        close_top(workspace, user.id)


def _show_errors(view: View, errors: Any) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if isinstance(errors, dict) and errors and set(errors) <= inputs:
        view.errors = {block_id: str(words) for block_id, words in errors.items()}
    else:
        view.trouble = TROUBLE


def _show_view(workspace: Workspace, user: User, view: View, body: Json | None, *, push: bool) -> None:
    deep = len(workspace.modals.get(user.id) or [])
    if body is None or too_large(body) or check_view(body, "modal") or (push and deep >= DEEPEST):
        view.trouble = TROUBLE
    elif push:
        show_modal(workspace, user.id, body, push=True)
    else:
        replace(workspace, view, body)
