"""The quorum rule of a charter: previewed in words and against past meetings, then put in force as a version."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from rules import attendance as presence
from rules.meetings import State
from rules.offices import Act
from rules.quorum import Rule, settle
from rules.quorum_words import in_words
from rules.rsvp import Answer
from storage import attendance, groups
from storage.answers import AnswerRow
from storage.attendance import CourseRow
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases import groups as group_verbs
from usecases.callers import Caller
from usecases.decisions import day_of
from usecases.groups import permitted
from usecases.sittings import membership_of

LOOKED_AT = 16  # past meetings: two years of a group that meets eight times


@dataclass(frozen=True)
class Preview:
    """What a rule means: in words, and for the days of past meetings that it would have changed.

    `inquorate` would never have had enough members; `judged` would have needed the chair's word.
    """

    words: str
    looked_at: int
    inquorate: tuple[str, ...]
    judged: tuple[str, ...]


@dataclass(frozen=True)
class InForce:
    """The rule in force, for the form that changes it."""

    group_id: str
    version: int
    rule: Rule


def in_force(tx: Tx, *, caller: Caller, group_id: str) -> InForce:
    """The rule in force, for those who may change the charter."""
    permitted(tx, caller, group_id, Act.CHANGE_CHARTER)
    newest = groups.newest_charter(tx, group_id)
    return InForce(group_id, newest.version, groups.charter_of(tx, group_id).quorum)


def preview(tx: Tx, *, caller: Caller, group_id: str, rule: Rule) -> Preview:
    """What a rule would mean, before it is put in force."""
    permitted(tx, caller, group_id, Act.CHANGE_CHARTER)
    held = tx.session.exec(
        select(Meeting)
        .where(
            Meeting.group_id == group_id,
            Meeting.state == State.CLOSED,
            col(Meeting.id).not_in(select(CourseRow.meeting_id)),  # nobody knows any more who was there when
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(LOOKED_AT)
    ).all()
    inquorate, judged = [], []
    for meeting in reversed(held):
        points = _course(tx, meeting, rule)
        if not any(point.evaluation.enough for point in points):
            inquorate.append(day_of(meeting))
        elif not any(point.evaluation.met for point in points):
            judged.append(day_of(meeting))
    return Preview(in_words(rule), len(held), tuple(inquorate), tuple(judged))


def put_in_force(tx: Tx, *, caller: Caller, group_id: str, rule: Rule) -> int:
    """Make it the charter's rule, as a new version; an open meeting keeps the rule of its opening."""
    charter = groups.charter_of(tx, group_id).with_changes(quorum=rule)
    return group_verbs.change_charter(tx, caller=caller, group_id=group_id, charter=charter)


def _course(tx: Tx, meeting: Meeting, rule: Rule) -> tuple[presence.Point, ...]:
    expected = tx.session.exec(
        select(func.count())
        .select_from(AnswerRow)
        .where(AnswerRow.meeting_id == meeting.id, AnswerRow.answer == Answer.ATTENDING)
    ).one()
    settled = settle(rule, membership=membership_of(tx, meeting), expected=expected)
    stays = [row.as_stay() for row in attendance.stays(tx, meeting.id)]
    return presence.course(settled, stays, attendance.as_sittings(attendance.sittings(tx, meeting.id)))
