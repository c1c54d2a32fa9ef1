"""Coming, going, and being confirmed: the register of an open meeting, and late additions to a closed one."""

from dataclasses import dataclass
from datetime import datetime

from rules import attendance as rules
from rules import moments
from rules.attendance import Change, Stay
from rules.meetings import State
from rules.offices import Act
from rules.quorum_count import Present, Standing
from rules.refusals import Refusal, Unknown
from storage import attendance, booking
from storage.attendance import CourseRow, How, StayRow
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller, person_of
from usecases.groups import permitted
from usecases.quorum import Board, board_of, changed, of_team, open_sitting
from usecases.visitors import somebody

SETTLED = (
    "The register of this meeting was settled 13 months after it. If it is wrong, ask the secretary to"
    " correct the minutes: `/sig report`."
)
NOT_PRESENT = (
    "That person is not in the register of this meeting. `/sig register` shows who is; `/sig quorum` checks"
    " somebody in."
)


@dataclass(frozen=True)
class CheckedIn:
    """What checking in came to. `already` says that nothing changed; `asks_role` that a profession is missing."""

    name: str
    standing: Standing
    already: bool
    asks_role: bool
    board: Board


@dataclass(frozen=True)
class Entry:
    """One stay in the register, for the officers."""

    stay_id: str
    person_id: str
    name: str
    role: str
    standing: Standing
    arrived_at: datetime
    left_at: datetime | None
    late: bool


def check_in(tx: Tx, *, caller: Caller, meeting_id: str) -> CheckedIn:
    """The caller is here. Checking in twice changes nothing; after leaving it begins another stay."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    return arrive(tx, meeting, person_of(tx, caller), How.BUTTON)


def check_in_for(
    tx: Tx, *, caller: Caller, meeting_id: str, person_id: str, observing: bool = False
) -> CheckedIn:
    """An officer checks somebody in; an observer is present and never counts."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    _, officer = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    person = _known(tx, caller, person_id)
    standing = Standing.OBSERVER if observing else None
    return arrive(tx, meeting, person, How.OFFICER, standing=standing, by=officer.id)


def check_in_visitor(tx: Tx, *, caller: Caller, meeting_id: str, name: str, email: str) -> CheckedIn:
    """An officer checks in somebody without Slack, whom they see before them, by name and address."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    _, officer = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    person = somebody(tx, caller.team_id, name=name, email=email)
    return arrive(tx, meeting, person, How.OFFICER, by=officer.id)


def arrive(
    tx: Tx,
    meeting: Meeting,
    person: Person,
    how: How,
    *,
    standing: Standing | None = None,
    by: str | None = None,
    leaving: str | None = None,
) -> CheckedIn:
    """Someone comes into the room of an open meeting, with the standing that they have today.

    `leaving` is what lets a browser end this stay. Whoever is checked in without it can't be checked out
    by a browser any more, which may have been somebody else's.
    """
    attendance.lock_room(tx, meeting.id)
    tx.session.refresh(meeting)
    _refuse_unless_open(tx, meeting)
    here = Present(person.id, person.role or "", standing or standing_today(tx, meeting, person))
    own = attendance.stays(tx, meeting.id, person_id=person.id)
    change = rules.arrival([row.as_stay() for row in own], here, tx.now)
    begun = _write(tx, meeting, own, change)
    here_now = begun or next(row for row in own if row.left_at is None)
    here_now.leaving = leaving
    tx.session.add(here_now)
    if begun is not None:
        begun.how, begun.recorded_by = how, by
        changed(tx, meeting)
    return CheckedIn(person.name, here.standing, begun is None, not person.role, board_of(tx, meeting))


def leave(tx: Tx, *, caller: Caller, meeting_id: str) -> Board:
    """The caller leaves; leaving twice changes nothing."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    return depart(tx, meeting, person_of(tx, caller).id)


def leave_for(tx: Tx, *, caller: Caller, meeting_id: str, person_id: str) -> Board:
    """An officer records that somebody has left."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    return depart(tx, meeting, _known(tx, caller, person_id).id)


def confirm(tx: Tx, *, caller: Caller, stay_id: str) -> CheckedIn:
    """An officer confirms a visitor who checked in with the code, or someone who added themselves late.

    From then on they count, if they are a member; a late addition counts for the times it gives. The
    browser that they checked in with can still check them out.
    """
    row = tx.session.get(StayRow, stay_id)
    if row is None:
        raise Unknown(NOT_PRESENT)
    meeting = of_team(tx, caller.team_id, row.meeting_id)
    _, officer = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    person = _known(tx, caller, row.person_id)
    if row.late:
        already = row.standing is not Standing.UNCONFIRMED
        row.standing = standing_today(tx, meeting, person, at=row.arrived_at)
        row.role, row.recorded_by = person.role or "", officer.id
        tx.session.add(row)
        tx.session.flush()
        return CheckedIn(person.name, row.standing, already, not person.role, board_of(tx, meeting))
    if row.left_at is not None:
        return _confirmed_before(tx, meeting, person)
    return arrive(tx, meeting, person, How.OFFICER, by=officer.id, leaving=row.leaving)


def add_late(tx: Tx, *, caller: Caller, meeting_id: str) -> Stay:
    """The caller was there and missed the register; they count once the chair has confirmed it."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    person = person_of(tx, caller)
    attendance.lock_room(tx, meeting.id)
    sittings = attendance.as_sittings(attendance.sittings(tx, meeting.id))
    own = attendance.stays(tx, meeting.id, person_id=person.id)
    if tx.session.get(CourseRow, meeting.id) is not None:
        raise Refusal(SETTLED)
    if own:
        raise Refusal("You are in the register already; the secretary can correct the times.")
    opened = sittings[0].opened if sittings else tx.now
    closed = sittings[-1].closed if sittings else None
    stay = rules.late_stay(Present(person.id, person.role or ""), opened, closed or tx.now, sittings)
    tx.session.add(_row(meeting, stay, How.AFTERWARDS))
    return stay


def register(tx: Tx, *, caller: Caller, meeting_id: str) -> list[Entry]:
    """The register with its times, for the officers."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    return [entry(tx, row) for row in attendance.stays(tx, meeting.id)]


def standing_today(tx: Tx, meeting: Meeting, person: Person, *, at: datetime | None = None) -> Standing:
    """In what capacity somebody is here: membership is looked at on the day (domain 2)."""
    today = moments.local(at or tx.now, meeting.zone).date()
    periods = booking.periods(tx, person.id)
    if any(period.covers(today) for period in periods):
        return Standing.MEMBER
    return Standing.LAPSED if any(period.starts_on <= today for period in periods) else Standing.GUEST


def depart(tx: Tx, meeting: Meeting, person_id: str) -> Board:
    """Somebody leaves the room of an open meeting."""
    attendance.lock_room(tx, meeting.id)
    open_sitting(tx, meeting)
    own = attendance.stays(tx, meeting.id, person_id=person_id)
    change = rules.departure([row.as_stay() for row in own], tx.now)
    _write(tx, meeting, own, change)
    if change.ended:
        changed(tx, meeting)
    return board_of(tx, meeting)


def _write(tx: Tx, meeting: Meeting, own: list[StayRow], change: Change) -> StayRow | None:
    """Write what a check-in or a departure changes; returns the stay that begins, if one does."""
    if change.ended:
        here = next(row for row in own if row.left_at is None)
        here.left_at = change.ended.left
        tx.session.add(here)
        tx.session.flush()
    if change.begun is None:
        return None
    begun = _row(meeting, change.begun, How.BUTTON)
    tx.session.add(begun)
    return begun


def _row(meeting: Meeting, stay: Stay, how: How) -> StayRow:
    return StayRow(
        meeting_id=meeting.id,
        person_id=stay.person.person_id,
        role=stay.person.role,
        standing=stay.person.standing,
        arrived_at=stay.arrived,
        left_at=stay.left,
        late=stay.late,
        how=how,
    )


def _confirmed_before(tx: Tx, meeting: Meeting, person: Person) -> CheckedIn:
    """Somebody whose stay has ended meanwhile: confirmed by another officer, checked in again, or gone."""
    here = attendance.stays(tx, meeting.id, person_id=person.id, here=True)
    if not here:
        raise Refusal(
            f"{person.name} has left since, so nothing was changed. If they are here, check them in again."
        )
    return CheckedIn(person.name, here[0].standing, True, not person.role, board_of(tx, meeting))


def _refuse_unless_open(tx: Tx, meeting: Meeting) -> None:
    if meeting.state is State.CLOSED:
        closed = attendance.sittings(tx, meeting.id)[-1].closed_at
        at = moments.time_in_words(moments.local(closed or tx.now, meeting.zone).time())
        raise Refusal(
            f"This meeting closed at {at}. If you were there, use *I was there* on its card,"
            " and the chair will confirm it."
        )
    open_sitting(tx, meeting)


def _known(tx: Tx, caller: Caller, person_id: str) -> Person:
    person = tx.session.get(Person, person_id)
    if person is None or person.team_id != caller.team_id:
        raise Unknown(NOT_PRESENT)
    return person


def entry(tx: Tx, row: StayRow) -> Entry:
    """A stay as the officers see it."""
    person = tx.session.get_one(Person, row.person_id)
    return Entry(
        row.id, person.id, person.name, row.role, row.standing, row.arrived_at, row.left_at, row.late
    )
