"""What a listener answers with; the door knows how each surface shows it."""

from dataclasses import dataclass
from typing import Any

from handlers.slack.blocks.kit import Message, View


@dataclass(frozen=True)
class Say:
    """A message that only the person who asked can see."""

    message: Message


@dataclass(frozen=True)
class Open:
    """A modal: opened from a command or message, pushed on top when asked for inside another one."""

    view: View


@dataclass(frozen=True)
class Redraw:
    """The modal that is open, drawn again (a step further, or with what was just added)."""

    view: View


@dataclass(frozen=True)
class Close:
    """Close the modals; there is nothing more to say."""


@dataclass(frozen=True)
class Upload:
    """A file for the person who asked, sent to their direct messages."""

    name: str
    title: str
    content: bytes
    comment: str


@dataclass(frozen=True)
class Nothing:
    """The acknowledgement is the answer."""


Reply = Say | Open | Redraw | Close | Upload | Nothing


def said(text: str, *blocks: dict[str, Any]) -> Say:
    """A private message; without blocks the text is all of it."""
    return Say(Message(text, tuple(blocks)))
