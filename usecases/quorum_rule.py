"""The quorum rule of a charter: previewed in words and against past meetings, then put in force as a version."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, func, select

from rules import attendance as presence
from rules import quorum_fields
from rules.meetings import State
from rules.offices import Act
from rules.quorum import Rule, settle
from rules.quorum_words import in_words
from rules.refusals import Refusal
from rules.rsvp import Answer
from storage import attendance, groups
from storage.answers import AnswerRow
from storage.attendance import CourseRow
from storage.meetings import Meeting
from storage.people import Person
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


def meant(tx: Tx, *, caller: Caller, group_id: str, version: int, typed: Mapping[str, str]) -> Rule:
    """The rule that was typed over this version; refuses if another has changed the charter meanwhile."""
    now = in_force(tx, caller=caller, group_id=group_id)
    _refuse_if_changed(tx, group_id, version)
    return quorum_fields.read(now.rule, typed)


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


def put_in_force(tx: Tx, *, caller: Caller, group_id: str, version: int, rule: Rule) -> int:
    """Make it the charter's rule, as the next version; an open meeting keeps the rule of its opening.

    Refuses if the charter is no longer the `version` that was changed.
    """
    permitted(tx, caller, group_id, Act.CHANGE_CHARTER)
    _refuse_if_changed(tx, group_id, version)
    charter = groups.charter_of(tx, group_id).with_changes(quorum=rule)
    return group_verbs.change_charter(tx, caller=caller, group_id=group_id, charter=charter)


def _refuse_if_changed(tx: Tx, group_id: str, version: int) -> None:
    newest = groups.newest_charter(tx, group_id)
    if newest.version != version:
        author = tx.session.get_one(Person, newest.author_id).name
        raise Refusal(
            f"{author} changed the charter since you opened it. Nothing was saved; please open it again."
        )


def _course(tx: Tx, meeting: Meeting, rule: Rule) -> tuple[presence.Point, ...]:
    expected = tx.session.exec(
        select(func.count())
        .select_from(AnswerRow)
        .where(AnswerRow.meeting_id == meeting.id, AnswerRow.answer == Answer.ATTENDING)
    ).one()
    settled = settle(rule, membership=membership_of(tx, meeting), expected=expected)
    stays = [row.as_stay() for row in attendance.stays(tx, meeting.id)]
    return presence.course(settled, stays, attendance.as_sittings(attendance.sittings(tx, meeting.id)))
