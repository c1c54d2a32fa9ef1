"""Keeps a workspace in a file, so that it can be left and come back to."""

import base64
import json
from dataclasses import asdict
from pathlib import Path

from sandbox.state import Channel, File, Json, Message, Token, User, View
from sandbox.workspace import Workspace

EDITION = 1


def dump(workspace: Workspace) -> Json:
    """Everything that lasts: what is open only for a moment (modals, triggers, answering addresses) is not."""
    return {
        "edition": EDITION,
        "team": [workspace.team_id, workspace.name, workspace.domain],
        "bot": workspace.bot.id,
        "bot_token": workspace.bot_token,
        "counters": workspace.counters,
        "users": [asdict(user) for user in workspace.users.values()],
        "channels": [asdict(channel) for channel in workspace.channels.values()],
        "homes": [asdict(view) for view in workspace.homes.values()],
        "files": [_file(file) for file in workspace.files.values()],
        "tokens": [asdict(token) for token in workspace.tokens.values()],
        "last_read": [[*key, ts] for key, ts in workspace.last_read.items()],
    }


def _file(file: File) -> Json:
    return {**asdict(file), "content": base64.b64encode(file.content).decode()}


def load(workspace: Workspace, kept: Json) -> None:
    """Put a workspace back as it was; ValueError when the file is of another edition."""
    if kept.get("edition") != EDITION:
        raise ValueError(f"the workspace was kept in edition {kept.get('edition')}, this is {EDITION}")
    workspace.team_id, workspace.name, workspace.domain = kept["team"]
    workspace.counters = tuple(kept["counters"])
    workspace.users = {user["id"]: User(**user) for user in kept["users"]}
    workspace.bot = workspace.users[kept["bot"]]
    workspace.slackbot = workspace.users[workspace.slackbot.id]
    workspace.bot_token = kept["bot_token"]
    workspace.channels = {channel["id"]: _channel(channel) for channel in kept["channels"]}
    workspace.homes = {view["user"]: View(**view) for view in kept["homes"]}
    workspace.views = {view.id: view for view in workspace.homes.values()}
    workspace.files = {file["id"]: _read_file(file) for file in kept["files"]}
    workspace.tokens = {token["value"]: _token(token) for token in kept["tokens"]}
    workspace.last_read = {(user, channel): ts for user, channel, ts in kept["last_read"]}
    workspace.bell.ring()


def _channel(kept: Json) -> Channel:
    messages = {ts: Message(**message) for ts, message in kept["messages"].items()}
    return Channel(**{**kept, "messages": messages})


def _read_file(kept: Json) -> File:
    return File(**{**kept, "content": base64.b64decode(kept["content"])})


def _token(kept: Json) -> Token:
    return Token(**{**kept, "scopes": tuple(kept["scopes"])})


def save(workspace: Workspace, path: Path) -> None:
    """Write the workspace to a file, whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(dump(workspace)), encoding="utf-8")
    unfinished.replace(path)


def restore(workspace: Workspace, path: Path) -> bool:
    """Read a workspace back from a file; False when there is none."""
    if not path.exists():
        return False
    load(workspace, json.loads(path.read_text(encoding="utf-8")))
    return True
