"""The pieces of Block Kit that we use, each cut to Slack's limit and escaped where people's words go in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]

TEXT, MRKDWN, HEADER, BUTTON, VALUE, OPTION, TITLE = 3_900, 3_000, 150, 75, 2_000, 75, 24
# A command between backticks, or the label of a button between asterisks
_MARKED = re.compile(r"`([^`\n]+)`|(?<!\w)\*(?=\S)([^*\n]+)(?<=\S)\*(?!\w)")
FIELDS, ELEMENTS, MODAL_BLOCKS = 10, 25, 100


@dataclass(frozen=True)
class Message:
    """A message: `text` is what screen readers and notifications read, so it carries the essentials."""

    text: str
    blocks: tuple[Block, ...] = ()
    # Set for refusals: a modal lays them on top of the form, or beside the input they are about.
    refused: bool = False
    about_field: str | None = None
    # Where it is shown as a modal; 24 characters
    title: str = "Done"

    def payload(self) -> dict[str, Any]:
        """The arguments of `chat.postMessage` and its kin."""
        shown = cut(self.text, TEXT)
        return {"text": shown, "blocks": list(self.blocks)} if self.blocks else {"text": shown}


# What a builder gives when a message that stands somewhere is to be taken back.
GONE = Message("")


@dataclass(frozen=True)
class Choice:
    """One option of a menu."""

    value: str
    label: str
    description: str = ""


@dataclass(frozen=True)
class Confirm:
    """The question asked before a step that can't simply be undone."""

    title: str
    text: str
    yes: str
    no: str = "No, go back"


def cut(text: str, limit: int) -> str:
    """The text, with an ellipsis where it was too long."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def escape(text: str) -> str:
    """People's words inside mrkdwn: Slack's three control characters, and no mention of everyone."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unmarked(text: str) -> str:
    """Mrkdwn as plain text, for places where Slack shows its signs: names of commands and buttons are quoted."""
    shown = _MARKED.sub(lambda found: f"“{found[1] or found[2]}”", text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def date_time(instant: datetime, fallback: str, form: str = "{date_short_pretty} {time}") -> str:
    """An instant (UTC) shown in each reader's own zone; `fallback` is read where that can't be done."""
    return f"<!date^{int(instant.timestamp())}^{form}|{escape(fallback)}>"


def section(text: str, *, accessory: Block | None = None, fields: Sequence[str] = ()) -> Block:
    """A paragraph of mrkdwn, with an element beside it or facts in two columns."""
    block: Block = {"type": "section"}
    if text:
        block["text"] = {"type": "mrkdwn", "text": cut(text, MRKDWN)}
    if fields:
        block["fields"] = [{"type": "mrkdwn", "text": cut(one, 2_000)} for one in fields[:FIELDS]]
    if accessory is not None:
        block["accessory"] = accessory
    return block


def sections(lines: Iterable[str]) -> list[Block]:
    """Lines of mrkdwn gathered into as few sections as they fit in, never cut in the middle of a line."""
    gathered: list[str] = []
    for line in lines:
        if gathered and len(gathered[-1]) + len(line) + 1 <= MRKDWN:
            gathered[-1] += f"\n{line}"
        else:
            gathered.append(line)
    return [section(text) for text in gathered]


def header(text: str) -> Block:
    """A heading, in plain text."""
    return {"type": "header", "text": plain(text, HEADER)}


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(t, MRKDWN)} for t in texts[:10]]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements[:ELEMENTS])}


def button(
    label: str,
    action: str,
    value: str = "",
    *,
    style: str = "",
    confirm: Confirm | None = None,
    says: str = "",
    url: str = "",
) -> Block:
    """A button; `says` is read by screen readers where the label alone is unclear."""
    element: Block = {"type": "button", "text": plain(label, BUTTON), "action_id": action}
    if value:
        element["value"] = value
    if style:
        element["style"] = style
    if confirm is not None:
        element["confirm"] = _confirm(confirm)
    if says:
        element["accessibility_label"] = cut(says, 75)
    if url:
        element["url"] = url
    return element


def overflow(action: str, choices: Sequence[Choice], *, confirm: Confirm | None = None) -> Block:
    """The ⋯ menu, five choices at most."""
    element: Block = {"type": "overflow", "action_id": action, "options": [option(c) for c in choices[:5]]}
    if confirm is not None:
        element["confirm"] = _confirm(confirm)
    return element


@dataclass(frozen=True)
class Modal:
    """A modal before it is drawn; `about` travels with it (ids only) and comes back when it is submitted."""

    name: str
    title: str
    blocks: Sequence[Block]
    submit: str = ""
    close: str = "Close"
    about: str = ""
    clears: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    def view(self) -> View:
        """The payload of `views.open` and its kin."""
        view: View = {
            "type": "modal",
            "callback_id": self.name,
            "title": plain(self.title, TITLE),
            "close": plain(self.close, TITLE),
            "blocks": list(self.blocks)[:MODAL_BLOCKS],
            "private_metadata": self.about,
            **self.extra,
        }
        if self.submit:
            view["submit"] = plain(self.submit, TITLE)
        if self.clears:
            view["clear_on_close"] = True
        return view


def plain(text: str, limit: int) -> Block:
    """A plain-text object."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def option(choice: Choice) -> Block:
    """One option of a menu, as Slack wants it."""
    shown: Block = {"text": plain(choice.label, OPTION), "value": choice.value}
    if choice.description:
        shown["description"] = plain(choice.description, OPTION)
    return shown


def _confirm(confirm: Confirm) -> Block:
    return {
        "title": plain(confirm.title, 100),
        "text": plain(confirm.text, 300),
        "confirm": plain(confirm.yes, 30),
        "deny": plain(confirm.no, 30),
    }
