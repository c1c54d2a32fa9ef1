"""What concerns one person in a group: the meetings ahead with their answers and prices, dues, details."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, func, select

from rules import pricing
from rules.charter import Charter
from rules.meetings import Plan
from rules.moments import local
from rules.pricing import Period, Standing
from rules.rsvp import Answer, Place
from storage import booking, meetings
from storage.answers import AnswerRow
from storage.groups import Belonging, Group, GroupMember
from storage.ledger import LedgerEntry
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import here
from usecases.people import Details, details
from usecases.prices import quoted


@dataclass(frozen=True)
class MyMeeting:
    """A meeting ahead, with the person's answer and the sentence of their price."""

    meeting_id: str
    plan: Plan
    answer: Answer | None
    place: Place
    number: int | None
    price: str


@dataclass(frozen=True)
class Due:
    """What is owed for one meeting, in pence; negative when it is owed to the person."""

    plan: Plan
    pence: int


@dataclass(frozen=True)
class Mine:
    """Everything of one person in one group. `owed_pence` sums the ledger."""

    group_id: str
    group_name: str
    person_id: str | None
    meetings: tuple[MyMeeting, ...]
    dues: tuple[Due, ...]
    how_to_pay: str
    details: Details
    standing: Standing
    member_until: date | None
    belonging: Belonging | None

    @property
    def owed_pence(self) -> int:
        """What is owed in all, negative when something is owed to the person."""
        return sum(due.pence for due in self.dues)


def mine(tx: Tx, *, caller: Caller, group_id: str) -> Mine:
    """Everything of the caller's in a group; somebody who was never seen before has little."""
    group_here = here(tx, caller=caller, channel_id=None, group_id=group_id)
    group = tx.session.get_one(Group, group_here.id)
    person = tx.session.get(Person, group_here.person_id) if group_here.person_id else None
    # Somebody new is shown what anybody would be; nothing is written for looking.
    person = person or Person(id="", team_id=group.team_id, name=caller.name, first_seen_at=tx.now)
    today = local(tx.now, group.zone).date()
    periods = booking.periods(tx, person.id)
    row = tx.session.get(GroupMember, (group.id, person.id))
    return Mine(
        group_id=group.id,
        group_name=group.name,
        person_id=group_here.person_id,
        meetings=_meetings(tx, group, person, group_here.charter),
        dues=_dues(tx, group, person.id),
        how_to_pay=group_here.charter.how_to_pay,
        details=details(tx, caller=caller),
        standing=pricing.standing_on(
            today,
            today=today,
            periods=periods,
            declared_non_member=person.declared_non_member is not None,
        ),
        member_until=_until(periods, today),
        belonging=row.state if row is not None else None,
    )


def _meetings(tx: Tx, group: Group, person: Person, charter: Charter) -> tuple[MyMeeting, ...]:
    found = []
    for meeting in meetings.published_from(tx, group.id, tx.now):
        row = tx.session.get(AnswerRow, (meeting.id, person.id))
        found.append(
            MyMeeting(
                meeting_id=meeting.id,
                plan=meeting.plan,
                answer=row.answer if row else None,
                place=row.place if row else Place.NONE,
                number=row.queued if row else None,
                price=quoted(tx, meeting, person, row, charter).sentence,
            )
        )
    return tuple(found)


def _dues(tx: Tx, group: Group, person_id: str) -> tuple[Due, ...]:
    """Each meeting with a balance, from the entries of the ledger."""
    balance = func.sum(col(LedgerEntry.pence))
    found = tx.session.exec(
        select(Meeting, balance)
        .join(LedgerEntry, col(LedgerEntry.meeting_id) == col(Meeting.id))
        .where(LedgerEntry.group_id == group.id, LedgerEntry.person_id == person_id)
        .group_by(col(Meeting.id))
        .having(balance != 0)
        .order_by(col(Meeting.starts_at))
    )
    return tuple(Due(meeting.plan, int(pence)) for meeting, pence in found)


def _until(periods: tuple[Period, ...], today: date) -> date | None:
    """The last day of the membership that runs today, None if it runs on or there is none."""
    return next((period.ends_on for period in periods if period.covers(today)), None)
