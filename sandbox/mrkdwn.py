"""Slack's message markup: its tokens, and the text as a reader in a given zone sees it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sandbox.state import User
from sandbox.workspace import Workspace

TOKEN = re.compile(r"<([^<>\n]+)>")
DATE = re.compile(r"!date\^(?P<epoch>-?\d+)\^(?P<form>[^^|]+)(?:\^(?P<link>[^|]*))?\|(?P<fallback>.*)")
MARKS = tuple(
    re.compile(rf"(?<![\w{re.escape(mark)}]){re.escape(mark)}(?=\S)([^\n]*?\S){re.escape(mark)}(?!\w)")
    for mark in "*_~`"
)


@dataclass(frozen=True)
class Token:
    """A piece of a message: plain text (markup unresolved), or a mention, link or date."""

    kind: Literal["text", "user", "channel", "link", "date", "special"]
    text: str
    target: str = ""


def tokens(text: str, workspace: Workspace, reader: User) -> Iterator[Token]:
    """The pieces of a mrkdwn text as `reader` sees them."""
    end = 0
    for found in TOKEN.finditer(text):
        if found.start() > end:
            yield Token("text", text[end : found.start()])
        yield _token(found.group(1), workspace, reader)
        end = found.end()
    if end < len(text):
        yield Token("text", text[end:])


def _token(inner: str, workspace: Workspace, reader: User) -> Token:
    body, _, label = inner.partition("|")
    if inner.startswith("@"):
        user = workspace.users.get(body[1:])
        return Token("user", f"@{user.real_name if user else body[1:]}", body[1:])
    if inner.startswith("#"):
        channel = workspace.channels.get(body[1:])
        return Token("channel", f"#{channel.name if channel else label or 'private'}", body[1:])
    if inner.startswith("!"):
        return _special(inner, workspace, reader)
    return Token("link", html.unescape(label or body), html.unescape(body))


def _special(inner: str, workspace: Workspace, reader: User) -> Token:
    found = DATE.fullmatch(inner)
    if found is None:
        return Token("special", f"@{inner[1:].partition('|')[0]}", inner)
    shown = local_date(int(found["epoch"]), found["form"], reader.tz, workspace.clock())
    return Token("date", shown, found["link"] or "")


def local_date(epoch: int, form: str, zone: str, now: datetime) -> str:
    """A `<!date>` in the reader's zone, with Slack's words for days near by."""
    there = ZoneInfo(zone)
    moment = datetime.fromtimestamp(epoch, UTC).astimezone(there)
    near = _near(moment.date(), now.astimezone(there).date())
    day, short = f"{moment.day} {moment:%B %Y}", f"{moment.day} {moment:%b %Y}"
    words = {
        "date_num": f"{moment:%Y-%m-%d}",
        "date_slash": f"{moment:%d/%m/%Y}",
        "date": day,
        "date_short": short,
        "date_long": f"{moment:%A} {day}",
        "date_pretty": near or day,
        "date_short_pretty": near or short,
        "date_long_pretty": near or f"{moment:%A} {day}",
        "time": f"{moment:%H:%M}",
        "time_secs": f"{moment:%H:%M:%S}",
        "ago": f"{abs((now - moment).days)} days {'ago' if moment < now else 'from now'}",
    }
    return re.sub(r"\{(\w+)\}", lambda m: words.get(m[1], m[0]), form)


def _near(day: date, today: date) -> str:
    names = {timedelta(-1): "yesterday", timedelta(0): "today", timedelta(1): "tomorrow"}
    return names.get(day - today, "")


def plain(text: str, workspace: Workspace, reader: User) -> str:
    """A mrkdwn text without its marks, as it is read."""
    return "".join(
        without_marks(token.text) if token.kind == "text" else _read(token)
        for token in tokens(_across(text), workspace, reader)
    )


def _across(text: str) -> str:
    """Marks that stand around a token (`*<!date…>*`) are taken away before the text is cut up."""
    return re.sub(r"(?<![\w*])([*_~])(<[^<>\n]+>)\1(?!\w)", r"\2", text)


def _read(token: Token) -> str:
    if token.kind == "link" and token.text != token.target:
        return f"{token.text} ({token.target})"
    return token.text


def without_marks(text: str) -> str:
    """Text without bold, italic, struck and code marks, and with `&amp;` resolved."""
    for mark in MARKS:
        text = mark.sub(r"\1", text)
    return html.unescape(text)
