"""`views.*`: modals, three deep, and the Home tab."""

from sandbox.api.call import Call, method
from sandbox.errors import SlackError, bad_arguments, refused_payload
from sandbox.limits.views import check_view, too_large
from sandbox.objects import view_json
from sandbox.screens import DEEPEST, replace, show_home, show_modal
from sandbox.state import Json, Trigger, View


def refuse_bad_view(view: object, surface: str) -> None:
    """Raise what Slack answers to a view it would not show."""
    if too_large(view):
        raise SlackError("view_too_large")
    found = check_view(view, surface)
    if found:
        raise refused_payload("invalid_arguments", found)


def _view(call: Call, surface: str) -> Json:
    view = call.args.get("view")
    if view is None:
        raise bad_arguments("missing required field: view [json-pointer:/view]")
    refuse_bad_view(view, surface)
    checked: Json = call.args["view"]
    _refuse_taken_name(call, checked)
    return checked


def _refuse_taken_name(call: Call, body: Json) -> None:
    name, updated = body.get("external_id"), call.maybe("view_id")
    same = call.maybe("external_id")
    for view in call.workspace.views.values():
        if name and view.body.get("external_id") == name and view.id != updated and name != same:
            raise SlackError("duplicate_external_id")


def _trigger(call: Call) -> Trigger:
    """Spend a trigger: `exchanged_trigger_id` the second time, `expired_trigger_id` when it is late."""
    trigger = call.workspace.triggers.get(call.need("trigger_id"))
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if call.workspace.real_seconds() - trigger.made > call.workspace.trigger_seconds:
        raise SlackError("expired_trigger_id")
    return trigger


@method("views.open", tier=4)
def open_view(call: Call) -> Json:
    """Open a modal in answer to what a person just did."""
    body, trigger = _view(call, "modal"), _trigger(call)
    if trigger.view_id and call.workspace.modals.get(trigger.user):
        return push_on(call, body, trigger)
    trigger.used = True
    return {"view": view_json(call.workspace, show_modal(call.workspace, trigger.user, body, push=False))}


@method("views.push", tier=4)
def push_view(call: Call) -> Json:
    """Lay a modal over the one that is open."""
    body, trigger = _view(call, "modal"), _trigger(call)
    if not call.workspace.modals.get(trigger.user):
        raise SlackError("not_found")
    return push_on(call, body, trigger)


def push_on(call: Call, body: Json, trigger: Trigger) -> Json:
    """Lay a modal on the trigger's person's stack; `push_limit_reached` on the fourth."""
    if len(call.workspace.modals[trigger.user]) >= DEEPEST:
        raise SlackError("push_limit_reached")
    trigger.used = True
    return {"view": view_json(call.workspace, show_modal(call.workspace, trigger.user, body, push=True))}


def _wanted(call: Call) -> View:
    view_id, name = call.maybe("view_id"), call.maybe("external_id")
    if not view_id and not name:
        raise bad_arguments("missing required field: view_id [json-pointer:/view_id]")
    for view in call.workspace.views.values():
        if view.id == view_id or (name and view.body.get("external_id") == name):
            return view
    raise SlackError("not_found")


@method("views.update", tier=4)
def update_view(call: Call) -> Json:
    """Change an open view; `hash_conflict` when it has changed since."""
    view = _wanted(call)
    body = _view(call, view.kind)
    if call.maybe("hash") and call.maybe("hash") != view.hash:
        raise SlackError("hash_conflict")
    replace(call.workspace, view, body)
    return {"view": view_json(call.workspace, view)}


@method("views.publish", tier=4)
def publish_view(call: Call) -> Json:
    """Set someone's Home tab."""
    user_id = call.need("user_id")
    user = call.workspace.users.get(user_id)
    if user is None or user.deleted:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] user not found"]})
    body = _view(call, "home")
    old = call.workspace.homes.get(user_id)
    if call.maybe("hash") and old and call.maybe("hash") != old.hash:
        raise SlackError("hash_conflict")
    return {"view": view_json(call.workspace, show_home(call.workspace, user_id, body))}
