"""Answers and places: who has one, who waits, and who is offered the next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.meetings import State
from rules.refusals import Refusal


class Answer(StrEnum):
    """What a person says about a meeting."""

    ATTENDING = "attending"
    APOLOGIES = "apologies"
    MAYBE = "maybe"


class Place(StrEnum):
    """What an answer holds. An offer keeps its place free until it is taken or lapses."""

    NONE = "none"
    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"


@dataclass(frozen=True)
class Room:
    """How full a meeting is; `capacity` is None where there is no limit. Offers count as taken."""

    capacity: int | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """Places that nobody holds, None for no limit. They are spoken for while people wait."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def has_place(self) -> bool:
        """Whether the next person gets a place at once: nobody may overtake those who wait."""
        return self.left is None or (self.left > 0 and self.waiting == 0)


def place_for(answer: Answer, had: Place, room: Room) -> Place:
    """The place that an answer gets, given what the person had before. Only attending holds one.

    Someone who was offered a place and answers *Attend* takes it; a second click changes nothing.
    """
    if answer is not Answer.ATTENDING:
        return Place.NONE
    if had in {Place.BOOKED, Place.OFFERED}:
        return Place.BOOKED
    if had is Place.WAITING:
        return Place.WAITING
    return Place.BOOKED if room.has_place else Place.WAITING


def refuse_if_settled(state: State, *, ends_at: datetime, because: str, now: datetime) -> None:
    """Refuse an answer to a meeting that is cancelled, over or not published; the sentence says which."""
    if state is State.CANCELLED:
        reason = f" ({because})" if because else ""
        raise Refusal(f"This meeting was cancelled{reason}. `/sig programme` shows the others.")
    if state is State.DRAFT:
        raise Refusal("This meeting is not published yet. `/sig programme` shows those that are.")
    if state is State.CLOSED or ends_at <= now:
        raise Refusal("This meeting is over. `/sig next` shows the next one.")


def refuse_if_booking_closed(
    answer: Answer, had: Place, *, closes_at: datetime | None, now: datetime
) -> None:
    """Refuse a new booking after the cut-off (UTC); those who have a place may always say otherwise."""
    if closes_at is None or now < closes_at or answer is not Answer.ATTENDING or had is Place.BOOKED:
        return
    raise Refusal(
        "Booking for this meeting has closed. Please ask the secretary whether there is still room."
    )


def booking_closes(starts_at: datetime, hours: int, *, limited: bool) -> datetime | None:
    """When booking closes (UTC): only where places are limited is there anything to close."""
    return starts_at - timedelta(hours=hours) if limited else None


def offer_lapses(now: datetime, hours: int, closes_at: datetime) -> datetime | None:
    """When an offer made now lapses (UTC), or None when it is too late to make one (domain 4)."""
    return min(now + timedelta(hours=hours), closes_at) if now < closes_at else None
