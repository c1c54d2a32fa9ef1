"""What is handed in to the page: who can be played, the clock's jumps, the story, the letters."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Role:
    """Someone whom the visitor can play, and as what."""

    user_id: str
    label: str


@dataclass(frozen=True)
class Jump:
    """A leap of the clock, with where it leads in words."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Step:
    """Something to try: who does it (a user id) and where (a channel id, or `home`)."""

    title: str
    words: str
    person: str = ""
    place: str = ""
    done: bool = False


async def _stay(_key: str) -> None:
    """The clock can't be moved."""


async def _stay_at(_moment: datetime) -> None:
    """The clock can't be moved."""


@dataclass(frozen=True)
class Extras:
    """Everything that the page shows beside the workspace itself.

    `letters` gives whole e-mails as bytes, oldest first. `jump_to` gets an aware moment; it may be left out:
    then only the jumps that are offered can be made.
    """

    title: str = "Sandbox"
    cast: Sequence[Role] = ()
    jumps: Callable[[], Sequence[Jump]] = tuple
    jump: Callable[[str], Awaitable[None]] = _stay
    jump_to: Callable[[datetime], Awaitable[None]] | None = None
    story: Callable[[], Sequence[Step]] = tuple
    letters: Callable[[], Sequence[bytes]] = tuple
