"""Erasing the times of arrival and leaving, thirteen months after a meeting (domain 4).

What the minutes rest on stays: who was there and in what capacity, and when the quorum was gained and lost.
"""

from sqlalchemy import delete
from sqlmodel import col, exists, select

from rules import quorum
from rules.attendance import TIMES_KEPT, as_counted
from rules.quorum_course import quorum_course
from storage import attendance, audit
from storage.attendance import CourseRow, PresenceRow, StayRow
from storage.groups import Group
from storage.meetings import Meeting
from storage.transaction import Tx


def erase_old_times(tx: Tx) -> int:
    """Erase the times of every meeting that ended thirteen months ago or earlier; how many meetings.

    The heartbeat asks for it, so that a meeting needs no reminder that could be lost or withdrawn.
    """
    old = tx.session.exec(
        select(Meeting).where(
            Meeting.ends_at < tx.now - TIMES_KEPT, exists().where(col(StayRow.meeting_id) == col(Meeting.id))
        )
    ).all()
    for meeting in old:
        _erase(tx, meeting)
    return len(old)


def _erase(tx: Tx, meeting: Meeting) -> None:
    attendance.lock_room(tx, meeting.id)
    rows = attendance.stays(tx, meeting.id)
    if not rows:  # another process was here first
        return
    _keep_course(tx, meeting, rows)
    _keep_presence(tx, rows)
    tx.session.exec(delete(StayRow).where(col(StayRow.meeting_id) == meeting.id))
    group = tx.session.get_one(Group, meeting.group_id)
    audit.note(
        tx,
        f"times of {len(rows)} stays erased",
        team_id=group.team_id,
        group_id=group.id,
        actor_id=None,
        subject=meeting.id,
    )


def _keep_course(tx: Tx, meeting: Meeting, rows: list[StayRow]) -> None:
    if tx.session.get(CourseRow, meeting.id) is not None:
        return
    sittings = attendance.sittings(tx, meeting.id)
    drawn = quorum_course(
        quorum.from_data(sittings[0].rule),
        [row.as_stay() for row in rows],
        attendance.as_sittings(sittings),
        attendance.words(tx, meeting.id),
    )
    tx.session.add(CourseRow(meeting_id=meeting.id, course=drawn.to_data(), erased_at=tx.now))


def _keep_presence(tx: Tx, rows: list[StayRow]) -> None:
    for own in attendance.by_person(rows).values():
        stay = as_counted([row.as_stay() for row in own])
        tx.session.add(
            PresenceRow(
                meeting_id=own[0].meeting_id,
                person_id=stay.person.person_id,
                role=stay.person.role,
                standing=stay.person.standing,
                late=any(row.late for row in own),
            )
        )
    tx.session.flush()
