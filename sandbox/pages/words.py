"""Slack's texts as HTML: marks, mentions, links, dates, quotes, lists and the common emoji."""

import html
import re

from markupsafe import Markup, escape

from sandbox.mrkdwn import MARKS, Token, convert
from sandbox.state import Json, User
from sandbox.workspace import Workspace

TAGS = {"`": "code", "*": "strong", "_": "em", "~": "del"}
FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
EMOJI_NAME = re.compile(r":([a-z0-9_+-]+):")
QUOTE = re.compile(r"(?:^&gt; ?.*(?:\n|$))+", re.MULTILINE)
EMOJI = {
    "+1": "👍",
    "-1": "👎",
    "ballot_box_with_check": "☑️",
    "bell": "🔔",
    "books": "📚",
    "bulb": "💡",
    "busts_in_silhouette": "👥",
    "calendar": "📅",
    "clipboard": "📋",
    "clock9": "🕘",
    "date": "📅",
    "email": "✉️",
    "envelope": "✉️",
    "eyes": "👀",
    "hand": "✋",
    "heavy_check_mark": "✔️",
    "hourglass_flowing_sand": "⏳",
    "house": "🏠",
    "information_source": "ℹ️",
    "key": "🔑",
    "large_blue_circle": "🔵",
    "large_green_circle": "🟢",
    "large_orange_circle": "🟠",
    "large_red_circle": "🔴",
    "large_yellow_circle": "🟡",
    "link": "🔗",
    "lock": "🔒",
    "mag": "🔍",
    "memo": "📝",
    "no_entry": "⛔",
    "pencil": "📝",
    "pencil2": "✏️",
    "round_pushpin": "📍",
    "seat": "💺",
    "speech_balloon": "💬",
    "tada": "🎉",
    "ticket": "🎫",
    "warning": "⚠️",
    "wave": "👋",
    "wheelchair": "♿",
    "white_check_mark": "✅",
    "white_circle": "⚪",
    "x": "❌",
}


def emoji(text: str) -> str:
    """Text with the names of emoji replaced; unknown names stay as they are."""
    return EMOJI_NAME.sub(lambda found: EMOJI.get(found[1], found[0]), text)


class Words:
    """Turns texts into HTML for one reader."""

    def __init__(self, workspace: Workspace, reader: User) -> None:
        self._workspace = workspace
        self._reader = reader

    def text(self, thing: Json | str | None) -> Markup:
        """A text object or a mrkdwn string."""
        if not thing:
            return Markup("")
        if isinstance(thing, dict) and thing["type"] == "plain_text":
            return Markup("<br>").join(emoji(thing["text"]).split("\n"))
        return self.mrkdwn(thing if isinstance(thing, str) else str(thing["text"]))

    def mrkdwn(self, text: str) -> Markup:
        """A text in Slack's markup."""
        shown = convert(text, self._workspace, self._reader, words=_marked, token=self._token)
        return Markup(shown)  # noqa: S704 - every part has been escaped by `_marked` or `_token`

    def _token(self, token: Token) -> str:
        words = escape(token.text)
        if token.kind == "link":
            return _link(token.target, str(words))
        if token.kind == "date":
            return f'<span class="when">{words}</span>'
        mine = " me" if token.target == self._reader.id else ""
        return f'<span class="mention{mine}">{words}</span>'


def _link(address: str, words: str) -> str:
    """A link, where the address is one that a browser may open; else only its words."""
    if not re.match(r"(https?|mailto|webcal|tel):", address):
        return words
    return f'<a href="{escape(address)}" rel="noopener" target="_blank">{words}</a>'


def _marked(text: str) -> str:
    """Everything around the tokens, escaped once; Slack's own `&amp;` `&lt;` `&gt;` are kept as such."""
    shown = str(escape(emoji(html.unescape(text))))
    shown = FENCE.sub(r"<pre>\1</pre>", shown)
    for mark, pattern in MARKS.items():
        shown = pattern.sub(rf"<{TAGS[mark]}>\1</{TAGS[mark]}>", shown)
    shown = QUOTE.sub(_quoted, shown)
    return shown.replace("\n", "<br>")


def _quoted(found: re.Match[str]) -> str:
    lines = [line.removeprefix("&gt;").strip() for line in found[0].rstrip("\n").split("\n")]
    return "<blockquote>" + "<br>".join(lines) + "</blockquote>"
