"""What belongs to the practitioner: their own preparation list, and the call for support."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.working_hours import a_working_day_after


class Preparation(StrEnum):
    """The practitioner's own list (source item 27). Nobody else sees a tick."""

    EXPERIENCES = "experiences"
    GOOD_PRACTICE = "good-practice"
    LEARNING_POINTS = "learning-points"
    RECORDS = "records"
    FAMILIAR = "familiar"

    @property
    def label(self) -> str:
        """The point as the person ticks it."""
        return _LABELS[self]


_LABELS = {
    Preparation.EXPERIENCES: "I have thought about my experiences",
    Preparation.GOOD_PRACTICE: "I have thought about good practice worth highlighting",
    Preparation.LEARNING_POINTS: "I have thought about learning points for the future",
    Preparation.RECORDS: "I have read the case records, in my own agency's system",
    Preparation.FAMILIAR: "I am familiar with the case again",
}


@dataclass(frozen=True)
class Call:
    """Who is told of a request for support, and when (UTC)."""

    to: str
    message: str
    due_at: datetime


def is_overdue(asked_at: datetime, *, now: datetime, closed: Collection[date] = ()) -> bool:
    """Whether a request has stood for a working day, so that somebody else may be told of it."""
    return a_working_day_after(asked_at, closed) <= now


def calls(asked_at: datetime, *, reviewer_too: bool, closed: Collection[date] = ()) -> tuple[Call, ...]:
    """Who hears of a request until somebody acknowledges it.

    The panel member at once; again after a working day; and then the reviewer, only if the person said so.
    """
    again = a_working_day_after(asked_at, closed)
    told = (Call("panel-member", "support-asked", asked_at), Call("panel-member", "support-again", again))
    return (*told, Call("reviewer", "support-unanswered", again)) if reviewer_too else told
