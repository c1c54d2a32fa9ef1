"""What the templates show: messages with their day and author, conversations, records of the inspector."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.inspector import Record
from sandbox.objects import replies
from sandbox.pages.look import Look, unread
from sandbox.people.sight import messages_for
from sandbox.state import Channel, File, Json, Message, User, View
from sandbox.workspace import Workspace

MOST_SHOWN = 150
TOGETHER_SECONDS = 300


def version(*things: Any) -> str:
    """A short mark that changes when any of these change."""
    return hashlib.sha256(json.dumps(things, default=str).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Card:
    """A message as it is shown; `day` is set on the first of a day, `joined` where the author goes on."""

    message: Message
    author: User
    at: datetime
    day: str
    joined: bool
    replies: int
    files: tuple[File, ...]
    version: str


@dataclass(frozen=True)
class Room:
    """A conversation in the list at the left."""

    channel: Channel
    name: str
    unread: int
    here: bool
    other: User | None = None


def moment_of(ts: str, user: User) -> datetime:
    """A message's time in someone's zone."""
    return datetime.fromtimestamp(float(ts), UTC).astimezone(ZoneInfo(user.tz))


def key(place: Message | View) -> str:
    """What tells a message or view from every other on the page."""
    return place.id if isinstance(place, View) else place.ts


def spoken_day(at: datetime) -> str:
    """A day as a divider names it."""
    return f"{at:%A} {at.day} {at:%B %Y}"


def cards(workspace: Workspace, user: User, channel: Channel) -> list[Card]:
    """The channel's newest messages (replies left to their threads), oldest first."""
    return _with_days(workspace, user, _top(workspace, user, channel)[-MOST_SHOWN:])


def left_out(workspace: Workspace, user: User, channel: Channel) -> int:
    """How many older messages are not shown."""
    return max(0, len(_top(workspace, user, channel)) - MOST_SHOWN)


def _top(workspace: Workspace, user: User, channel: Channel) -> list[Message]:
    readable = messages_for(workspace, user, channel)
    return [m for m in readable if not m.thread_ts or m.reply_broadcast]


def thread_cards(workspace: Workspace, user: User, channel: Channel, ts: str) -> list[Card]:
    """A message and everything in its thread that this person can read."""
    readable = messages_for(workspace, user, channel)
    return _with_days(workspace, user, [m for m in readable if ts in (m.ts, m.thread_ts)])


def _with_days(workspace: Workspace, user: User, messages: list[Message]) -> list[Card]:
    shown: list[Card] = []
    for message in messages:
        at, last = moment_of(message.ts, user), shown[-1] if shown else None
        new_day = last is None or last.at.date() != at.date()
        joined = last is not None and not new_day and _goes_on(last, message, at)
        day = spoken_day(at) if new_day else ""
        shown.append(_card(workspace, message, at, day=day, joined=joined))
    return shown


def _goes_on(last: Card, message: Message, at: datetime) -> bool:
    near = (at - last.at).total_seconds() < TOGETHER_SECONDS
    return near and last.message.user == message.user and last.message.only_for == message.only_for


def _card(workspace: Workspace, message: Message, at: datetime, *, day: str, joined: bool) -> Card:
    answers = 0 if message.thread_ts else len(replies(workspace, message))
    files = tuple(workspace.files[f] for f in message.files)
    mark = version(asdict(message), day, joined, answers)
    return Card(message, workspace.users[message.user], at, day, joined, answers, files, mark)


def rooms(workspace: Workspace, look: Look) -> list[Room]:
    """Channels by name, then the direct conversations."""
    mine = workspace.visible_channels(look.user.id)
    named = sorted((c for c in mine if not c.is_im), key=lambda c: c.name)
    return [_room(workspace, look, c) for c in [*named, *(c for c in mine if c.is_im)]]


def _room(workspace: Workspace, look: Look, channel: Channel) -> Room:
    here = channel.id == look.at
    waiting = 0 if here else unread(workspace, look.user, channel)
    if not channel.is_im:
        return Room(channel, channel.name, waiting, here)
    other_id = next((m for m in channel.members if m != look.user.id), look.user.id)
    other = workspace.users[other_id]
    return Room(channel, other.real_name, waiting, here, other)


def hue(user: User) -> int:
    """One of eight colours, always the same for the same person."""
    return int(hashlib.sha256(user.id.encode()).hexdigest()[:4], 16) % 8


def initials(user: User) -> str:
    """Two letters for the square beside a name."""
    parts = user.real_name.split()
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def pretty(thing: Any) -> str:
    """JSON for reading."""
    return thing if isinstance(thing, str) else json.dumps(thing, indent=2, ensure_ascii=False, default=str)


def share_of_limit(record: Record) -> int:
    """How much of the three seconds a delivery took, in per cent."""
    return min(100, round((record.took_ms or 0) / 30))


def block_version(block: Json, error: str) -> str:
    """Changes with a block's definition and its error, not with what has been entered."""
    return version(block, error)
