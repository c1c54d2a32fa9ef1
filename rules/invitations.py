"""What one person's calendar is told of a meeting: when SEQUENCE rises, and whose answer still stands.

Calendar programs believe the highest SEQUENCE they have seen (RFC 5546, 2.1.4). A meeting's own number
counts what changed for everybody; an invitation's counts what changed for that person alone, because
withdrawing it, and asking again, must outrank what went before. Their sum is what a letter carries: it
follows from what is stored, so a letter made twice is the same letter.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rules.meetings import Plan
from rules.rsvp import Answer, Place


class Part(StrEnum):
    """What may change about a meeting, as a calendar program sees it."""

    TIME = "time"
    PLACE = "place"
    STATUS = "status"
    WORDING = "wording"


class Choice(StrEnum):
    """How someone wants meetings in their calendar: not both ways, or they would see each one twice."""

    NOTHING = "nothing"
    INVITATIONS = "invitations"
    FEED = "feed"


class Entry(StrEnum):
    """What a person's calendar holds: a place, a place held on offer, or nothing any more."""

    INVITED = "invited"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class Partstat(StrEnum):
    """How a person stands to an invitation, in the calendar's own words."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


@dataclass(frozen=True)
class Invitation:
    """One person's invitation; `own` counts its changes of entry, `answered_for` is the time then set."""

    entry: Entry
    own: int = 0
    partstat: Partstat = Partstat.NEEDS_ACTION
    answered_for: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class Wanted:
    """What an answer asks of the calendar."""

    entry: Entry
    partstat: Partstat


_BY_ANSWER = {
    Answer.APOLOGIES: Wanted(Entry.WITHDRAWN, Partstat.DECLINED),
    Answer.MAYBE: Wanted(Entry.INVITED, Partstat.TENTATIVE),
}
_BY_PLACE = {
    Place.BOOKED: Wanted(Entry.INVITED, Partstat.ACCEPTED),
    Place.OFFERED: Wanted(Entry.HELD, Partstat.NEEDS_ACTION),
    # No place, no entry: it comes with the offer.
    Place.WAITING: Wanted(Entry.WITHDRAWN, Partstat.NEEDS_ACTION),
}
_BY_PARTSTAT = {
    Partstat.ACCEPTED: Answer.ATTENDING,
    Partstat.TENTATIVE: Answer.MAYBE,
    Partstat.DECLINED: Answer.APOLOGIES,
}
_RAISING = {Part.TIME, Part.PLACE, Part.STATUS}


def parts_changed(before: Plan, after: Plan) -> frozenset[Part]:
    """What differs between two plans of a meeting. The zone alone, or capacity, shows in no calendar."""
    seen = {
        Part.TIME: (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at),
        Part.PLACE: _place(before) != _place(after),
        Part.WORDING: (before.theme, before.access) != (after.theme, after.access),
    }
    return frozenset(part for part, differs in seen.items() if differs)


def next_sequence(sequence: int, changed: Collection[Part]) -> int:
    """A meeting's SEQUENCE after a change: time, place and status raise it; wording does not."""
    return sequence + 1 if _RAISING.intersection(changed) else sequence


def wanted_by(answer: Answer, place: Place) -> Wanted:
    """What the calendar should hold after an answer, and what came of it."""
    return _BY_ANSWER.get(answer) or _BY_PLACE[place]


def answer_of(partstat: Partstat) -> Answer:
    """The answer that a calendar's reply gives."""
    return _BY_PARTSTAT[partstat]


def with_entry(before: Invitation | None, entry: Entry) -> Invitation:
    """The invitation with this entry; whoever is asked anew has not answered yet."""
    if before is None:
        return Invitation(entry)
    if before.entry is entry:
        return before
    return Invitation(entry, before.own + 1)


def answered(invitation: Invitation, partstat: Partstat, plan: Plan) -> Invitation:
    """The answer, kept with the time that it was given for."""
    return replace(invitation, partstat=partstat, answered_for=(plan.starts_at, plan.ends_at))


def partstat_now(invitation: Invitation, plan: Plan) -> Partstat:
    """How the person stands to the meeting as it is: an answer lapses when the time moves."""
    if invitation.answered_for != (plan.starts_at, plan.ends_at):
        return Partstat.NEEDS_ACTION
    return invitation.partstat


def sequence_of(meeting_sequence: int, invitation: Invitation) -> int:
    """The SEQUENCE that a letter to this person carries."""
    return meeting_sequence + invitation.own


def _place(plan: Plan) -> tuple[object, ...]:
    return (plan.mode, plan.venue, plan.address, plan.join_link)
