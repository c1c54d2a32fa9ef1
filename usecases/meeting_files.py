"""Meetings for a calendar file: one, or the whole year, with the join link for those who attend."""

from dataclasses import dataclass

from rules.meetings import State
from rules.refusals import Unknown
from rules.rsvp import Place
from storage import people
from storage.answers import AnswerRow
from storage.transaction import Tx
from usecases import cards, programme
from usecases.callers import Caller
from usecases.meetings import MeetingShown


@dataclass(frozen=True)
class ForCalendar:
    """Meetings as one person's calendar may hold them; `attending` are the ids of those with a place."""

    group: str
    meetings: tuple[MeetingShown, ...]
    attending: frozenset[str]


def year(tx: Tx, *, caller: Caller, group_id: str, year: int | None = None) -> ForCalendar:
    """The published meetings of a year; cancelled ones stay, and say so."""
    found = programme.year(tx, caller=caller, group_id=group_id, year=year)
    public = tuple(one for one in found.meetings if one.state is not State.DRAFT)
    if not public:
        raise Unknown(f"No meeting of {found.year} is published yet.")
    return ForCalendar(found.group_name, public, _attending(tx, caller, public))


def one(tx: Tx, *, caller: Caller, meeting_id: str) -> ForCalendar:
    """One published meeting."""
    card = cards.mine(tx, caller=caller, meeting_id=meeting_id).card
    return ForCalendar(card.group, (card.meeting,), _attending(tx, caller, (card.meeting,)))


def _attending(tx: Tx, caller: Caller, meetings: tuple[MeetingShown, ...]) -> frozenset[str]:
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    if person is None:
        return frozenset()
    answers = {each.id: tx.session.get(AnswerRow, (each.id, person.id)) for each in meetings}
    return frozenset(key for key, answer in answers.items() if answer and answer.place is Place.BOOKED)
