"""What those who run a meeting see beside its card: whom to confirm, who would mend the quorum, what they may do."""

from dataclasses import dataclass

from sqlmodel import col, select

from rules.meetings import State
from rules.offices import Act, Office, may
from rules.quorum_count import Present, Standing
from rules.quorum_verdict import would_mend
from rules.quorum_words import in_words
from rules.refusals import Unknown
from rules.rsvp import Answer
from storage import answers, attendance, groups, people
from storage.attendance import SittingRow
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases.attendance import Entry, entry, standing_today
from usecases.callers import Caller
from usecases.decisions import names_of
from usecases.quorum import Board, Room, board_of, of_team, room_of, sitting_of

NONE_OPEN = "No meeting of the group is open. The chair or the secretary opens it with `/sig open`."


@dataclass(frozen=True)
class Mends:
    """Names of those who said that they come, or might: any one of `alone`, or all of `together`."""

    alone: tuple[str, ...] = ()
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """The card with what is for the officers only. `rule` is what the charter asked at the opening."""

    board: Board
    rule: str
    to_confirm: tuple[Entry, ...]
    mends: Mends
    may_judge: bool
    may_put_urgent: bool


def open_now(tx: Tx, *, caller: Caller, group_id: str) -> str:
    """The id of the group's open meeting, or of the one that was open last; `Unknown` if there was none."""
    opened = tx.session.exec(
        select(Meeting.id)
        .join(SittingRow, col(SittingRow.meeting_id) == col(Meeting.id))
        .where(Meeting.group_id == group_id)
        .order_by((col(Meeting.state) != State.OPEN), col(SittingRow.opened_at).desc())
        .limit(1)
    ).first()
    if opened is None:
        raise Unknown(NONE_OPEN)
    of_team(tx, caller.team_id, opened)
    return opened


def desk(tx: Tx, *, caller: Caller, meeting_id: str) -> Board | Desk:
    """The meeting as the caller may see it: its card, and for those who run it the desk."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    held = groups.offices_of(tx, meeting.group_id, person.id) if person else frozenset()
    if not may(held, Act.RUN_MEETING):
        return board_of(tx, meeting)
    sitting = sitting_of(tx, meeting.id)
    room = room_of(tx, meeting.id, sitting)
    return Desk(
        board=board_of(tx, meeting),
        rule=in_words(room.rule),
        to_confirm=_to_confirm(tx, meeting),
        mends=_mends(tx, meeting, room),
        may_judge=not _is_closed(meeting) and not held.isdisjoint({Office.CHAIR, Office.DEPUTY}),
        may_put_urgent=not room.quorate and not held.isdisjoint({Office.CHAIR, Office.DEPUTY}),
    )


def _is_closed(meeting: Meeting) -> bool:
    return meeting.state is not State.OPEN


def _to_confirm(tx: Tx, meeting: Meeting) -> tuple[Entry, ...]:
    rows = attendance.stays(tx, meeting.id)
    waits = [
        row for row in rows if row.standing is Standing.UNCONFIRMED and (row.late or row.left_at is None)
    ]
    return tuple(entry(tx, row) for row in waits)


def _mends(tx: Tx, meeting: Meeting, room: Room) -> Mends:
    if room.evaluation.met or _is_closed(meeting):
        return Mends()
    expected = _expected(tx, meeting)
    mending = would_mend(room.rule, room.people, expected)
    names = names_of(tx, (person.person_id for person in (*mending.alone, *mending.together)))
    return Mends(
        tuple(names[person.person_id] for person in mending.alone),
        tuple(names[person.person_id] for person in mending.together),
    )


def _expected(tx: Tx, meeting: Meeting) -> list[Present]:
    """Those who said that they come, then those who might, with the standing they have today."""
    coming = [row for row in answers.answers_to(tx, meeting.id) if row.answer is not Answer.APOLOGIES]
    coming.sort(key=lambda row: row.answer is Answer.MAYBE)
    found = []
    for row in coming:
        person = tx.session.get_one(Person, row.person_id)
        found.append(Present(person.id, person.role or "", standing_today(tx, meeting, person)))
    return found
