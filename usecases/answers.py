"""Who is coming to a meeting, for its officers: by answer, with professions, and as a file."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from rules import professions
from rules.meetings import Plan, State
from rules.offices import Act
from rules.refusals import Unknown
from rules.rsvp import Answer, Place
from storage import audit, meetings
from storage.answers import AnswerRow
from storage.groups import Belonging, Group, GroupMember
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.rsvp import GONE
from usecases.sheet_export import as_csv

NONE_AHEAD = "No meeting is published yet, so nobody could answer. `/sig programme` shows the year."
HEADINGS = (
    *("name", "e-mail", "profession", "organisation", "answer", "place", "waiting number"),
    *("guest of", "answered at (UTC)"),
)


@dataclass(frozen=True)
class Answered:
    """One person's answer; `role` is a key of `rules.professions.ROLES`."""

    person_id: str
    name: str
    slack_id: str | None
    email: str
    role: str | None
    organisation: str
    answer: Answer
    place: Place
    number: int | None
    guest_of: str
    answered_at: datetime


@dataclass(frozen=True)
class Answers:
    """A meeting's answers. `silent` counts those who belong to the group and have not answered."""

    group_id: str
    meeting_id: str
    plan: Plan
    capacity: int | None
    people: tuple[Answered, ...]
    silent: int
    others: tuple[tuple[str, Plan], ...]

    @property
    def coming(self) -> tuple[Answered, ...]:
        """Those who have a place."""
        return tuple(one for one in self.people if one.place is Place.BOOKED)

    @property
    def waiting(self) -> tuple[Answered, ...]:
        """Those who wait for one or are offered one, in their order."""
        found = [one for one in self.people if one.place in {Place.WAITING, Place.OFFERED}]
        return tuple(sorted(found, key=lambda one: one.number or 0))

    @property
    def maybe(self) -> tuple[Answered, ...]:
        """Those who might come."""
        return tuple(one for one in self.people if one.answer is Answer.MAYBE)

    @property
    def apologies(self) -> tuple[Answered, ...]:
        """Those who can't."""
        return tuple(one for one in self.people if one.answer is Answer.APOLOGIES)


def next_or(tx: Tx, *, caller: Caller, group_id: str, meeting_id: str | None = None) -> Answers:
    """The answers to a meeting, the group's next one if none is named; for officers (`Act.SEE_ANSWERS`)."""
    group, _ = permitted(tx, caller, group_id, Act.SEE_ANSWERS)
    ahead = meetings.published_from(tx, group.id, tx.now)
    if meeting_id is not None:
        meeting = tx.session.get(Meeting, meeting_id)
        if meeting is None or meeting.group_id != group.id or meeting.state is State.DRAFT:
            raise Unknown(GONE)
    elif not ahead:
        raise Unknown(NONE_AHEAD)
    else:
        meeting = ahead[0]
    found = _people(tx, meeting.id)
    return Answers(
        group_id=group.id,
        meeting_id=meeting.id,
        plan=meeting.plan,
        capacity=meeting.capacity,
        people=found,
        silent=len(_belonging(tx, group) - {one.person_id for one in found}),
        others=tuple((one.id, one.plan) for one in ahead if one.id != meeting.id),
    )


def export(tx: Tx, *, caller: Caller, group_id: str, meeting_id: str) -> bytes:
    """The answers as a CSV file that is safe to open in a spreadsheet; who exported them is recorded."""
    shown = next_or(tx, caller=caller, group_id=group_id, meeting_id=meeting_id)
    group, officer = permitted(tx, caller, group_id, Act.SEE_ANSWERS)
    audit.note(
        tx,
        "answers exported",
        team_id=group.team_id,
        group_id=group.id,
        actor_id=officer.id,
        subject=meeting_id,
    )
    return as_csv(HEADINGS, [_cells(one) for one in shown.people])


def _people(tx: Tx, meeting_id: str) -> tuple[Answered, ...]:
    found = tx.session.exec(
        select(AnswerRow, Person)
        .join(Person, col(Person.id) == col(AnswerRow.person_id))
        .where(AnswerRow.meeting_id == meeting_id)
        .order_by(col(Person.name), col(Person.id))
    ).all()
    hosts = {row.guest_of for row, _ in found if row.guest_of}
    names = dict(tx.session.exec(select(Person.id, Person.name).where(col(Person.id).in_(hosts))).all())
    return tuple(_answered(row, person, names.get(row.guest_of or "", "")) for row, person in found)


def _answered(row: AnswerRow, person: Person, guest_of: str) -> Answered:
    return Answered(
        person_id=person.id,
        name=person.name,
        slack_id=person.slack_id,
        email=person.email or "",
        role=person.role,
        organisation=person.organisation,
        answer=row.answer,
        place=row.place,
        number=row.queued,
        guest_of=guest_of,
        answered_at=row.answered_at,
    )


def _belonging(tx: Tx, group: Group) -> set[str]:
    return set(
        tx.session.exec(
            select(col(GroupMember.person_id)).where(
                GroupMember.group_id == group.id, GroupMember.state == Belonging.BELONGS
            )
        )
    )


def _cells(one: Answered) -> tuple[object, ...]:
    return (
        one.name,
        one.email,
        professions.role(one.role).label if one.role else "",
        one.organisation,
        one.answer.value,
        one.place.value if one.place is not Place.NONE else "",
        one.number if one.number is not None else "",
        one.guest_of,
        one.answered_at.strftime("%Y-%m-%d %H:%M"),
    )
