"""Opening and closing a meeting: the rule is fixed, the room fills, and nobody is left in it at the end."""

from datetime import datetime, timedelta

from sqlmodel import col, func, select

from rules import attendance as rules
from rules import moments, quorum
from rules.charter import Charter
from rules.meetings import State
from rules.notice_kinds import NoticeKind
from rules.offices import Act
from rules.quorum import Rule, settle
from rules.refusals import Refusal
from rules.rsvp import Answer
from storage import attendance, decisions, groups, meetings
from storage.answers import AnswerRow
from storage.attendance import How, SittingRow, StayRow
from storage.groups import Belonging, Group, GroupMember
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.transaction import Tx
from usecases import notices
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.quorum import Board, board_key, board_of, changed, of_team, open_sitting

AROUND = timedelta(hours=12)  # a meeting can be opened so long before it begins and after it ends


def to_open(tx: Tx, *, caller: Caller, group_id: str) -> str:
    """The id of the meeting that `/sig open` means: the one that is on today; `Refusal` if there is none."""
    permitted(tx, caller, group_id, Act.RUN_MEETING)
    near = tx.session.exec(
        select(Meeting)
        .where(
            Meeting.group_id == group_id,
            col(Meeting.state).in_([State.PUBLISHED, State.OPEN, State.CLOSED]),
            Meeting.starts_at <= tx.now + AROUND,
            Meeting.ends_at >= tx.now - AROUND,
        )
        .order_by(col(Meeting.starts_at))
    ).all()
    if near:
        return next((one.id for one in near if one.state is not State.CLOSED), near[-1].id)
    coming = meetings.published_from(tx, group_id, tx.now)
    if not coming:
        raise Refusal("There is no published meeting to open. `/sig meeting new` adds one.")
    when = moments.moment_in_words(coming[0].starts_at, coming[0].zone)
    raise Refusal(f"The next meeting is on {when}; it can be opened from 12 hours before.")


def open_meeting(tx: Tx, *, caller: Caller, meeting_id: str) -> Board:
    """Open a meeting, or open it again: the live card goes to the channel.

    The charter in force at the first opening counts for the whole meeting, its sliding parts settled by
    the members and the answers of that moment. Opening an open meeting changes nothing.
    """
    meeting = of_team(tx, caller.team_id, meeting_id)
    group, person = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    attendance.lock_room(tx, meeting.id)
    tx.session.refresh(meeting)
    if meeting.state is State.OPEN:
        return board_of(tx, meeting)
    _refuse_unless_on(tx, meeting)
    sitting = _next_sitting(tx, meeting, person.id)
    tx.session.add(sitting)
    _bring_back(tx, meeting, sitting)
    meeting.state = State.OPEN
    tx.session.add(meeting)
    tx.session.flush()
    _show(tx, group, meeting)
    changed(tx, meeting)
    notices.card_changed(tx, meeting.id)
    return board_of(tx, meeting)


def close_meeting(tx: Tx, *, caller: Caller, meeting_id: str) -> Board:
    """Close a meeting: whoever forgot to leave has left now, and the code expires."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    _, person = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    attendance.lock_room(tx, meeting.id)
    tx.session.refresh(meeting)
    sitting = open_sitting(tx, meeting)
    _close(tx, meeting, sitting, at=max(tx.now, sitting.opened_at), by=person.id)
    return board_of(tx, meeting)


def close_forgotten(tx: Tx) -> int:
    """Close every meeting that nobody closed within twelve hours of its end; how many there were.

    It closes as of its end, or of the last thing that happened in it: nobody sat there through the night.
    """
    over = tx.session.exec(
        select(Meeting).where(Meeting.state == State.OPEN, Meeting.ends_at < tx.now - AROUND)
    ).all()
    for meeting in over:
        attendance.lock_room(tx, meeting.id)
        tx.session.refresh(meeting)
        if meeting.state is State.OPEN:
            sitting = open_sitting(tx, meeting)
            _close(tx, meeting, sitting, at=_last_event(tx, meeting, sitting), by=None)
    return len(over)


def _close(tx: Tx, meeting: Meeting, sitting: SittingRow, *, at: datetime, by: str | None) -> None:
    for row in attendance.stays(tx, meeting.id, here=True):
        (ended,) = rules.closing([row.as_stay()], at)
        row.left_at, row.forgotten = ended.left, True
        tx.session.add(row)
    sitting.closed_at, sitting.closed_by = at, by
    meeting.state = State.CLOSED
    tx.session.add(sitting)
    tx.session.add(meeting)
    tx.session.flush()
    notices.changed(tx, board_key(meeting.id))
    notices.card_changed(tx, meeting.id)


def _last_event(tx: Tx, meeting: Meeting, sitting: SittingRow) -> datetime:
    stays = attendance.stays(tx, meeting.id)
    decided = decisions.of_meeting(tx, meeting.id)
    moved = [*(row.left_at or row.arrived_at for row in stays), *(row.at for row in decided)]
    return max(meeting.ends_at, sitting.opened_at, *moved)


def _refuse_unless_on(tx: Tx, meeting: Meeting) -> None:
    if meeting.state is State.CANCELLED:
        raise Refusal("This meeting was cancelled. `/sig programme` shows the others.")
    if meeting.state is State.DRAFT:
        raise Refusal("This meeting is not published yet. Publish it first: `/sig programme`.")
    if tx.now < meeting.starts_at - AROUND:
        when = moments.moment_in_words(meeting.starts_at, meeting.zone)
        raise Refusal(f"This meeting is on {when}; it can be opened from 12 hours before.")
    if tx.now > meeting.ends_at + AROUND:
        raise Refusal("This meeting is long over. The register can still be completed: `/sig register`.")


def _next_sitting(tx: Tx, meeting: Meeting, opened_by: str) -> SittingRow:
    before = attendance.sittings(tx, meeting.id)
    if before:
        last = before[-1]
        return SittingRow(
            meeting_id=meeting.id,
            opened_at=max(tx.now, last.closed_at or tx.now),
            opened_by=opened_by,
            charter_version=last.charter_version,
            rule=last.rule,
        )
    charter = groups.newest_charter(tx, meeting.group_id)
    return SittingRow(
        meeting_id=meeting.id,
        opened_at=tx.now,
        opened_by=opened_by,
        charter_version=charter.version,
        rule=quorum.to_data(_settled(tx, meeting, Charter.from_data(charter.settings))),
    )


def _settled(tx: Tx, meeting: Meeting, charter: Charter) -> Rule:
    expected = tx.session.exec(
        select(func.count())
        .select_from(AnswerRow)
        .where(AnswerRow.meeting_id == meeting.id, AnswerRow.answer == Answer.ATTENDING)
    ).one()
    return settle(charter.quorum, membership=membership_of(tx, meeting), expected=expected)


def membership_of(tx: Tx, meeting: Meeting) -> int:
    """How many of the group's people are members of the association today."""
    today = moments.local(tx.now, meeting.zone).date()
    return tx.session.exec(
        select(func.count(func.distinct(Person.id)))
        .join(GroupMember, col(GroupMember.person_id) == col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            GroupMember.group_id == meeting.group_id,
            GroupMember.state == Belonging.BELONGS,
            Membership.starts_on <= today,
            col(Membership.ends_on).is_(None) | (col(Membership.ends_on) >= today),
        )
    ).one()


def _bring_back(tx: Tx, meeting: Meeting, sitting: SittingRow) -> None:
    """Whoever was there when the meeting closed by mistake is there again."""
    known = [row.as_stay() for row in attendance.stays(tx, meeting.id)]
    for stay in rules.reopening(known, sitting.opened_at):
        tx.session.add(
            StayRow(
                meeting_id=meeting.id,
                person_id=stay.person.person_id,
                role=stay.person.role,
                standing=stay.person.standing,
                arrived_at=stay.arrived,
                how=How.OFFICER,
                recorded_by=sitting.opened_by,
            )
        )


def _show(tx: Tx, group: Group, meeting: Meeting) -> None:
    if group.channel_id is None:
        return
    notices.tell(
        tx,
        NoticeKind.QUORUM,
        key=board_key(meeting.id),
        destination=f"channel:{group.channel_id}",
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
    )
