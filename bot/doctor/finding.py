"""A finding: what was looked at, how it is, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

TIMEOUT_SECONDS = 10


class Mark(StrEnum):
    """How something is. Only `WRONG` keeps Convenor from working as it was set up."""

    RIGHT = "✓"
    WRONG = "✗"
    OFF = "–"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    mark: Mark
    about: str
    words: str

    def __str__(self) -> str:
        return f"{self.mark} {self.about}: {self.words}"


def right(about: str, words: str) -> Finding:
    """As it should be."""
    return Finding(Mark.RIGHT, about, words)


def wrong(about: str, words: str) -> Finding:
    """Needed, and not as it should be; the words say what to do."""
    return Finding(Mark.WRONG, about, words)


def off(about: str, words: str) -> Finding:
    """Not set up, or not yet; the words say what that means."""
    return Finding(Mark.OFF, about, words)
