"""What a meeting is: its mode, kind and state, and the facts that a person may set."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.nations import Nation


class Mode(StrEnum):
    """How people meet (source item 4)."""

    VIRTUAL = "virtual"
    FACE_TO_FACE = "face-to-face"


class Kind(StrEnum):
    """Why a meeting is held: in the year's programme, or extraordinary (source item 20)."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


class State(StrEnum):
    """Where a meeting stands. Only a draft can vanish; a cancelled meeting is kept, and says so."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Plan:
    """What is decided about a meeting: instants in UTC, `zone` the one it is held in.

    `nation` hosts a face-to-face meeting. A themed meeting is one whose `theme` is not empty (source item 8).
    """

    starts_at: datetime
    ends_at: datetime
    zone: str
    mode: Mode
    nation: Nation | None = None
    venue: str = ""
    address: str = ""
    access: str = ""
    join_link: str = ""
    theme: str = ""
    capacity: int | None = None
