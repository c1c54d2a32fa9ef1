"""Slack's message markup: its tokens, and the text as a reader in a given zone sees it."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sandbox.state import User
from sandbox.workspace import Workspace

TOKEN = re.compile(r"<([^<>\n]+)>")
DATE = re.compile(r"!date\^(?P<epoch>-?\d+)\^(?P<form>[^^|]+)(?:\^(?P<link>[^|]*))?\|(?P<fallback>.*)")
MARKS = {
    mark: re.compile(rf"(?<![\w{re.escape(mark)}]){re.escape(mark)}(?=\S)([^\n]*?\S){re.escape(mark)}(?!\w)")
    for mark in "`*_~"
}
HELD = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True)
class Token:
    """A mention, a link or a date inside a message."""

    kind: Literal["user", "channel", "link", "date", "special"]
    text: str
    target: str = ""


def convert(
    text: str,
    workspace: Workspace,
    reader: User,
    *,
    words: Callable[[str], str],
    token: Callable[[Token], str],
) -> str:
    """The text with its tokens put through `token` and everything around them through `words`.

    `words` gets the whole text at once, so that a mark may stand around a token (`*<@U1>*`).
    """
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(token(_token(found.group(1), workspace, reader)))
        return f"\ue000{len(held) - 1}\ue001"

    return HELD.sub(lambda found: held[int(found.group(1))], words(TOKEN.sub(hold, text)))


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
    return convert(text, workspace, reader, words=without_marks, token=_read)


def _read(token: Token) -> str:
    if token.kind == "link" and token.text != token.target:
        return f"{token.text} ({token.target})"
    return token.text


def without_marks(text: str) -> str:
    """Text without bold, italic, struck and code marks, and with `&amp;` resolved."""
    for mark in MARKS.values():
        text = mark.sub(r"\1", text)
    return html.unescape(text)
