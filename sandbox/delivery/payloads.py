"""The JSON of each kind of request, as Slack sends it."""

from typing import Any

from sandbox.objects import message_json, view_json
from sandbox.state import Channel, Json, Message, ResponseUrl, Trigger, User, View
from sandbox.workspace import Workspace


def channel_name(channel: Channel) -> str:
    """What Slack calls a conversation in payloads."""
    return "directmessage" if channel.is_im else channel.name


def new_trigger(workspace: Workspace, user: User, view_id: str = "") -> str:
    """A trigger id, good once and for three seconds."""
    trigger = Trigger(workspace.new_id("t") + ".trigger", user.id, workspace.real_seconds(), view_id=view_id)
    workspace.triggers[trigger.id] = trigger
    return trigger.id


def new_response_url(
    workspace: Workspace, user: User, channel: Channel, message: Message | None = None
) -> str:
    """An address for up to five answers within thirty minutes."""
    url = ResponseUrl(workspace.new_id("r"), user.id, channel.id, workspace.clock())
    if message is not None:
        url.message_ts, url.thread_ts = message.ts, message.thread_ts
    workspace.response_urls[url.id] = url
    return f"{workspace.base_url}/actions/{workspace.team_id}/{url.id}"


def slash_command(workspace: Workspace, user: User, channel: Channel, command: str, text: str) -> Json:
    """A slash command, as form fields."""
    return {
        "token": workspace.app.verification_token,
        "team_id": user.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": new_response_url(workspace, user, channel),
        "trigger_id": new_trigger(workspace, user),
    }


def _common(workspace: Workspace, kind: str, user: User) -> Json:
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": workspace.app.id,
        "token": workspace.app.verification_token,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _on_message(workspace: Workspace, user: User, message: Message, values: Json) -> Json:
    channel = workspace.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    body: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": values},
        "response_url": new_response_url(workspace, user, channel, message),
    }
    if not message.only_for:
        body["message"] = message_json(workspace, message, metadata=True)
    return body


def block_actions(
    workspace: Workspace, user: User, place: Message | View, action: Json, values: Json
) -> Json:
    """A click or a choice, on a message or in a view."""
    body = _common(workspace, "block_actions", user)
    body["actions"] = [{**action, "action_ts": workspace.next_ts()}]
    if isinstance(place, Message):
        return {
            **body,
            **_on_message(workspace, user, place, values),
            "trigger_id": new_trigger(workspace, user),
        }
    return {
        **body,
        "container": {"type": "view", "view_id": place.id},
        "view": view_json(workspace, place),
        "trigger_id": new_trigger(workspace, user, place.id),
    }


def view_submission(workspace: Workspace, user: User, view: View) -> Json:
    """A modal sent off."""
    return {
        **_common(workspace, "view_submission", user),
        "trigger_id": new_trigger(workspace, user, view.id),
        "view": view_json(workspace, view),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, user: User, view: View, *, cleared: bool) -> Json:
    """A modal closed, for those that asked to be told."""
    return {
        **_common(workspace, "view_closed", user),
        "view": view_json(workspace, view),
        "is_cleared": cleared,
    }


def block_suggestion(
    workspace: Workspace, user: User, place: Message | View, *, block_id: str, action_id: str, typed: str
) -> Json:
    """Someone types in an `external_select`."""
    where: dict[str, Any]
    if isinstance(place, View):
        where = {"container": {"type": "view", "view_id": place.id}, "view": view_json(workspace, place)}
    else:
        where = _on_message(workspace, user, place, {})
        where.pop("response_url")
        where.pop("state")
    body = _common(workspace, "block_suggestion", user)
    return {**body, **where, "action_id": action_id, "block_id": block_id, "value": typed}


def shortcut(workspace: Workspace, user: User, callback_id: str) -> Json:
    """A global shortcut."""
    return {
        **_common(workspace, "shortcut", user),
        "action_ts": workspace.next_ts(),
        "callback_id": callback_id,
        "trigger_id": new_trigger(workspace, user),
    }


def message_shortcut(workspace: Workspace, user: User, callback_id: str, message: Message) -> Json:
    """A shortcut from a message's menu."""
    channel = workspace.channels[message.channel]
    return {
        **_common(workspace, "message_action", user),
        "action_ts": workspace.next_ts(),
        "callback_id": callback_id,
        "trigger_id": new_trigger(workspace, user),
        "response_url": new_response_url(workspace, user, channel, message),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message_ts": message.ts,
        "message": message_json(workspace, message, metadata=True),
    }
