"""Deciding, with the quorum of that moment; what was decided without one waits for the next meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from rules import agenda, moments
from rules import decisions as rules
from rules.agenda import Carried
from rules.decisions import Decision, Force
from rules.meetings import State
from rules.offices import Act
from rules.refusals import Refusal, Unknown
from storage import attendance, decisions
from storage.attendance import ChairWord
from storage.decisions import DecisionRow
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.guardrail import refuse_identifiers
from usecases.quorum import Room, of_team, open_sitting, room_of

GONE = "That decision is not there any more. `/sig minutes` shows those that are."


@dataclass(frozen=True)
class Decided:
    """A decision as it was recorded; `carried_to` says when the meeting is that will ratify it."""

    id: str
    decision: Decision
    proposer: str
    conflicted: tuple[str, ...]
    carried_to: str | None


def decide(
    tx: Tx, *, caller: Caller, meeting_id: str, text: str, proposer_id: str, conflicted: Sequence[str] = ()
) -> Decided:
    """Record a decision of an open meeting; without quorum it is carried to the next agenda.

    Raises `Refusal` for a proposer who is not a member in the room, for a text that is empty, too long,
    or may identify a child, and while the meeting is not open.
    """
    meeting = of_team(tx, caller.team_id, meeting_id)
    _, officer = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    refuse_identifiers(text, field="text")
    attendance.lock_room(tx, meeting.id)
    room = room_of(tx, meeting.id, open_sitting(tx, meeting))
    made = rules.decide(
        room.rule,
        room.people,
        room.word,
        text=text,
        proposer_id=proposer_id,
        conflicted=conflicted,
        at=tx.now,
    )
    row = _row(meeting, made, recorded_by=officer.id)
    row.word_id = _word_id(tx, meeting.id, made)
    tx.session.add(row)
    tx.session.flush()
    following = carry_over(tx, meeting) if made.force is Force.FOR_RATIFICATION else None
    return _decided(tx, row, made, following)


def ratify(tx: Tx, *, caller: Caller, meeting_id: str, decision_id: str, agreed: bool) -> Decided:
    """The open meeting ratifies what an earlier one agreed without quorum, or does not."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    _, officer = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    attendance.lock_room(tx, meeting.id)
    room = room_of(tx, meeting.id, open_sitting(tx, meeting))
    row = tx.session.get(DecisionRow, decision_id)
    if row is None or tx.session.get_one(Meeting, row.meeting_id).group_id != meeting.group_id:
        raise Unknown(GONE)
    if row.meeting_id == meeting.id and row.force is Force.FOR_RATIFICATION:
        raise Refusal("This meeting agreed it without quorum: only a later meeting can ratify it.")
    settled = rules.ratify(
        decisions.as_decision(tx, row), room.evaluation, room.word, agreed=agreed, at=tx.now
    )
    row.force, row.settled_at = settled.force, settled.settled_at
    row.settled_by, row.settled_in = officer.id, meeting.id
    tx.session.add(row)
    return _decided(tx, row, settled, None)


def waiting(tx: Tx, *, caller: Caller, group_id: str) -> list[Decided]:
    """What waits for ratification, for those who run meetings."""
    permitted(tx, caller, group_id, Act.RUN_MEETING)
    rows = decisions.for_ratification(tx, group_id)
    return [_decided(tx, row, decisions.as_decision(tx, row), None) for row in rows]


def room(tx: Tx, *, caller: Caller, meeting_id: str) -> tuple[Room, dict[str, str]]:
    """Who is in the room, with their names, for the form of a decision."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    now = room_of(tx, meeting.id, open_sitting(tx, meeting))
    return now, names_of(tx, (person.person_id for person in now.people))


def carry_over(tx: Tx, meeting: Meeting) -> Meeting | None:
    """Put what waits for ratification on the agenda of the next meeting; there may be none yet."""
    following = tx.session.exec(
        select(Meeting)
        .where(
            Meeting.group_id == meeting.group_id,
            Meeting.starts_at > meeting.starts_at,
            col(Meeting.state).in_([State.DRAFT, State.PUBLISHED]),
        )
        .order_by(col(Meeting.starts_at))
        .limit(1)
    ).first()
    if following is not None:
        bring(tx, following)
    return following


def bring(tx: Tx, meeting: Meeting) -> None:
    """Bring everything that waits for ratification from earlier meetings onto this one's agenda."""
    items = agenda.from_data(meeting.agenda) or agenda.standing(meeting.theme)
    for row in decisions.for_ratification(tx, meeting.group_id):
        origin = tx.session.get_one(Meeting, row.meeting_id)
        if origin.starts_at < meeting.starts_at:
            items = agenda.carry(items, row.text, Carried.FOR_RATIFICATION, day_of(origin))
    meeting.agenda = agenda.to_data(items)
    tx.session.add(meeting)


def names_of(tx: Tx, ids: Iterable[str]) -> dict[str, str]:
    """People's names by their ids."""
    wanted = sorted(set(ids))
    found = tx.session.exec(select(Person.id, Person.name).where(col(Person.id).in_(wanted))).all()
    return dict(found)


def day_of(meeting: Meeting) -> str:
    """The meeting's day as an agenda names it: "14 May 2027"."""
    day = moments.local(meeting.starts_at, meeting.zone).date()
    return f"{moments.plain_day(day)} {day.year}"


def _row(meeting: Meeting, made: Decision, *, recorded_by: str) -> DecisionRow:
    return DecisionRow(
        meeting_id=meeting.id,
        text=made.text,
        proposer_id=made.proposer_id,
        conflicted=list(made.conflicted),
        at=made.at,
        force=made.force,
        colour=made.evaluation.colour,
        members=made.evaluation.members,
        sectors=list(made.evaluation.sectors),
        sentence=made.evaluation.sentence,
        recorded_by=recorded_by,
    )


def _word_id(tx: Tx, meeting_id: str, made: Decision) -> str | None:
    if made.word is None:
        return None
    return tx.session.exec(
        select(ChairWord.id).where(ChairWord.meeting_id == meeting_id, ChairWord.at == made.word.at)
    ).first()


def _decided(tx: Tx, row: DecisionRow, made: Decision, following: Meeting | None) -> Decided:
    names = names_of(tx, [made.proposer_id, *made.conflicted])
    return Decided(
        id=row.id,
        decision=made,
        proposer=names[made.proposer_id],
        conflicted=tuple(names[person_id] for person_id in made.conflicted),
        carried_to=day_of(following) if following else None,
    )
