"""How users, channels, messages, views and files look in Slack's JSON."""

import copy
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.state import Channel, File, Json, Message, User, View
from sandbox.workspace import Workspace


def user_json(workspace: Workspace, user: User, *, email: bool = False) -> Json:
    """A user object; the address only where the scope allows it."""
    profile: Json = {
        "real_name": user.real_name,
        "display_name": user.real_name.split()[0],
        "real_name_normalized": user.real_name,
        "title": user.title,
        "team": user.team_id,
    }
    if email and user.email:
        profile["email"] = user.email
    if user.bot_id:
        profile["bot_id"] = user.bot_id
    body: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": user.tz,
        "tz_offset": _offset(user.tz, workspace.clock()),
        "profile": profile,
        "is_admin": user.is_admin,
        "is_owner": user.is_owner,
        "is_primary_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": workspace.now_epoch(),
    }
    if user.is_stranger:
        body["is_stranger"] = True
    return body


def _offset(zone: str, now: datetime) -> int:
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def channel_json(channel: Channel, *, for_user: str) -> Json:
    """A conversation object as `for_user` gets it."""
    body: Json = {"id": channel.id, "created": channel.created, "is_archived": channel.is_archived}
    if channel.is_im:
        other = next((m for m in channel.members if m != for_user), for_user)
        return {**body, "is_im": True, "is_channel": False, "user": other, "is_open": True}
    return {
        **body,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_member": for_user in channel.members,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def message_json(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message object; `metadata` is included only when it is asked for."""
    author = workspace.users[message.user]
    body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    body["team"] = author.team_id
    if author.is_bot:
        body |= {"bot_id": author.bot_id, "app_id": workspace.app.id}
    optional: dict[str, Any] = {
        "subtype": message.subtype,
        "blocks": copy.deepcopy(message.blocks),
        "thread_ts": message.thread_ts,
        "edited": {"user": message.user, "ts": message.edited} if message.edited else None,
        "metadata": copy.deepcopy(message.metadata) if metadata else None,
        "files": [file_json(workspace, workspace.files[f]) for f in message.files],
    }
    body |= {name: value for name, value in optional.items() if value}
    return body | _thread_summary(workspace, message)


def replies(workspace: Workspace, message: Message) -> list[Message]:
    """The replies in a message's thread that everyone can see."""
    everything = workspace.channels[message.channel].messages.values()
    return [m for m in everything if m.thread_ts == message.ts and m.ts != message.ts and not m.only_for]


def _thread_summary(workspace: Workspace, message: Message) -> Json:
    answers = [] if message.thread_ts else replies(workspace, message)
    if not answers:
        return {}
    people = list(dict.fromkeys(m.user for m in answers))
    return {
        "thread_ts": message.ts,
        "reply_count": len(answers),
        "reply_users": people,
        "reply_users_count": len(people),
        "latest_reply": answers[-1].ts,
    }


def view_json(workspace: Workspace, view: View) -> Json:
    """A view object with what has been entered so far."""
    body: Json = {
        "id": view.id,
        "team_id": workspace.team_id,
        "app_id": workspace.app.id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot.bot_id,
        "title": None,
        "submit": None,
        "close": None,
        "callback_id": "",
        "external_id": "",
        "private_metadata": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "previous_view_id": view.previous_id or None,
        "root_view_id": view.root_id or view.id,
        "hash": view.hash,
    }
    return {**body, **copy.deepcopy(view.body), "state": {"values": copy.deepcopy(view.values)}}


def file_json(workspace: Workspace, file: File) -> Json:
    """A file object; its content is behind `url_private`, for those with a token."""
    address = f"{workspace.base_url}/files-pri/{workspace.team_id}-{file.id}"
    ending = file.name.rpartition(".")[2] if "." in file.name else ""
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": ending,
        "pretty_type": ending.upper(),
        "user": file.user,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": f"{address}/{file.name}",
        "url_private_download": f"{address}/download/{file.name}",
        "channels": [c for c in file.channels if c.startswith("C")],
        "groups": [],
        "ims": [c for c in file.channels if c.startswith("D")],
    }
