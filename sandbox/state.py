"""What a workspace holds: people, channels, messages, views, files, tokens."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]


@dataclass
class User:
    """Someone in the workspace, person or bot."""

    id: str
    name: str
    real_name: str
    team_id: str
    email: str = ""
    tz: str = "Europe/London"
    title: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    deleted: bool = False
    bot_id: str = ""


@dataclass
class Message:
    """One message. `only_for` names the single reader of an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    metadata: Json | None = None
    edited: str = ""
    only_for: str = ""
    files: list[str] = field(default_factory=list)
    reply_broadcast: bool = False
    subtype: str = ""


@dataclass
class Channel:
    """A channel or a direct conversation, with its messages in the order of their ts."""

    id: str
    name: str
    creator: str
    created: int
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_shared: bool = False
    topic: str = ""
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass
class View:
    """A modal or a Home tab as one person has it open; `values` is what they have entered."""

    id: str
    user: str
    body: Json
    hash: str
    values: Json = field(default_factory=dict)
    root_id: str = ""
    previous_id: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def kind(self) -> str:
        """`modal` or `home`."""
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        """The blocks shown."""
        return list(self.body.get("blocks", []))


@dataclass
class File:
    """A file; before it is complete only its uploader has it."""

    id: str
    name: str
    user: str
    created: int
    length: int = 0
    title: str = ""
    mimetype: str = "application/octet-stream"
    content: bytes = b""
    complete: bool = False
    channels: list[str] = field(default_factory=list)
    expected: int | None = None


@dataclass
class Token:
    """A bearer token: who acts, with which scopes."""

    value: str
    kind: Literal["bot", "app"]
    user: str
    scopes: tuple[str, ...]
    revoked: bool = False


@dataclass
class Trigger:
    """What lets the app open a modal in answer to a person: once, and only for seconds."""

    id: str
    user: str
    made: float
    used: bool = False
    view_id: str = ""


@dataclass
class ResponseUrl:
    """Where the app may answer an interaction: five times within thirty minutes."""

    id: str
    user: str
    channel: str
    made: datetime
    message_ts: str = ""
    thread_ts: str = ""
    uses: int = 0
