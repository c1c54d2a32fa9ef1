"""Checking in on a page, with the code on the chair's screen: for a room, and for people without Slack.

Nobody learns from the page who is booked, known, or a member: the same words answer everybody, and
nobody who checks in here counts until an officer has confirmed them.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import func, select

from rules import professions
from rules.meetings import State
from rules.quorum_count import Standing
from rules.refusals import Refusal, Unknown
from storage import attendance
from storage.attendance import How, SittingRow, StayRow
from storage.groups import Group
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases.attendance import arrive, depart
from usecases.visitors import somebody

EXPIRED = "This code has expired: the meeting is closed. Please speak to the chair or the secretary."
UNKNOWN = "This code is not known. Please scan it again from the screen."
NOT_FROM_HERE = (
    "This page can’t check you out. Please use *I am leaving* in Slack, or tell the chair or the secretary."
)
MOST = 1000  # people who wait to be confirmed: more than that is somebody's joke


@dataclass(frozen=True)
class Doorway:
    """What the page says of the meeting: nothing but what the screen in the room says too."""

    group: str
    theme: str
    starts_at: datetime
    zone: str


def doorway(tx: Tx, *, code: str) -> Doorway:
    """The meeting behind a code; `Unknown` for no code of ours, `Refusal` for an expired one."""
    meeting, _ = _open(tx, code)
    return _doorway(tx, meeting)


def check_in(tx: Tx, *, code: str, name: str, email: str, role: str, leaving: str) -> Doorway:
    """Somebody with the code says who they are; they wait to be confirmed.

    Whoever is in the room already stays as they are: a code can't be used to change another's standing.
    `leaving` is what this browser will show to check out again, whether or not that will be accepted.
    """
    meeting, _ = _open(tx, code)
    team_id = tx.session.get_one(Group, meeting.group_id).team_id
    person = somebody(tx, team_id, name=name, email=email, role=_role(role))
    attendance.lock_room(tx, meeting.id)
    here = attendance.stays(tx, meeting.id, person_id=person.id, here=True)
    if here:
        _doubt(tx, here[0], leaving)
    else:
        _refuse_a_crowd(tx, meeting)
        arrive(tx, meeting, person, How.CODE, standing=Standing.UNCONFIRMED, leaving=leaving)
    return _doorway(tx, meeting)


def check_out(tx: Tx, *, code: str, leaving: str) -> Doorway:
    """The same browser ends the stay that it began, and no other; doing it twice changes nothing.

    Once the person was checked in by another way, who holds this browser is anybody's guess: `Refusal`.
    """
    meeting, _ = _open(tx, code)
    attendance.lock_room(tx, meeting.id)
    stay = attendance.by_leaving(tx, meeting.id, leaving)
    if stay is None:
        raise Refusal(NOT_FROM_HERE)
    if stay.left_at is None:
        depart(tx, meeting, stay.person_id)
    elif attendance.stays(tx, meeting.id, person_id=stay.person_id, here=True):
        raise Refusal(NOT_FROM_HERE)
    return _doorway(tx, meeting)


def _open(tx: Tx, code: str) -> tuple[Meeting, SittingRow]:
    sitting = attendance.by_code(tx, code)
    if sitting is None:
        raise Unknown(UNKNOWN)
    meeting = tx.session.get_one(Meeting, sitting.meeting_id)
    if sitting.closed_at is not None or meeting.state is not State.OPEN:
        raise Refusal(EXPIRED)
    return meeting, sitting


def _doorway(tx: Tx, meeting: Meeting) -> Doorway:
    group = tx.session.get_one(Group, meeting.group_id)
    return Doorway(group.name, meeting.theme, meeting.starts_at, meeting.zone)


def _role(chosen: str) -> str | None:
    if chosen and chosen not in professions.ROLES:
        raise Refusal("Please choose your profession from the list.", field="role")
    return chosen or None


def _doubt(tx: Tx, stay: StayRow, leaving: str) -> None:
    """Two browsers claim to be the same person: neither can check them out from now on."""
    if stay.leaving != leaving:
        stay.leaving = None
        tx.session.add(stay)


def _refuse_a_crowd(tx: Tx, meeting: Meeting) -> None:
    waiting = tx.session.exec(
        select(func.count())
        .select_from(StayRow)
        .where(StayRow.meeting_id == meeting.id, StayRow.standing == Standing.UNCONFIRMED)
    ).one()
    if waiting >= MOST:
        raise Refusal("Too many people wait to be confirmed. Please speak to the chair or the secretary.")
