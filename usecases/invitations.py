"""Keeping people's calendars true: an invitation follows the answer, and every change of the meeting."""

import hashlib
from dataclasses import asdict
from typing import Any

from rules import invitations
from rules.invitations import Choice, Entry, Invitation
from rules.meetings import Plan, State
from storage import calendars, groups
from storage.answers import AnswerRow, answers_to
from storage.calendars import InvitationRow
from storage.groups import Group
from storage.leases import Taken
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases import notices
from usecases.told import Withheld

LETTER = "invitation"
ROUND = "invitation-round"


def follow(tx: Tx, *, meeting_id: str, person_id: str, by_mail: bool = False) -> None:
    """Have a person's calendar follow their answer, if they chose letters.

    With `by_mail` their calendar knows the answer already; a letter goes only if the entry changes.
    """
    if calendars.choice_of(tx, person_id) is not Choice.INVITATIONS:
        return
    row = tx.session.get(InvitationRow, (meeting_id, person_id))
    answer = tx.session.get(AnswerRow, (meeting_id, person_id), populate_existing=True)
    if answer is None:
        return
    meeting = tx.session.get_one(Meeting, meeting_id)
    wanted = invitations.wanted_by(answer.answer, answer.place)
    before = row.value if row is not None else None
    if before is None and wanted.entry is Entry.WITHDRAWN:
        return
    after = invitations.with_entry(before, wanted.entry)
    after = invitations.answered(after, wanted.partstat, meeting.plan)
    if after != before:
        quiet = by_mail and before is not None and after.own == before.own
        _keep(tx, meeting, person_id, after, quiet=quiet)


def invite(tx: Tx, meeting: Meeting, person_id: str) -> None:
    """Ask one person who has not answered, if they chose letters and were not asked before."""
    asked = tx.session.get(InvitationRow, (meeting.id, person_id)) is not None
    if not asked and calendars.choice_of(tx, person_id) is Choice.INVITATIONS:
        _keep(tx, meeting, person_id, invitations.with_entry(None, Entry.INVITED))


def bring_in(tx: Tx, person_id: str) -> None:
    """Invite someone who has just chosen letters to everything ahead that they answered."""
    for meeting_id in calendars.answered_ahead(tx, person_id):
        follow(tx, meeting_id=meeting_id, person_id=person_id)


def let_go(tx: Tx, person_id: str) -> None:
    """Leave someone's calendar alone from now on: it keeps what it shows, and hears nothing more of it.

    Should they choose letters again, the next one outranks what their calendar still holds.
    """
    for row in calendars.held_ahead(tx, person_id):
        meeting = tx.session.get_one(Meeting, row.meeting_id)
        _keep(tx, meeting, person_id, invitations.with_entry(row.value, Entry.WITHDRAWN), quiet=True)


def meeting_changed(tx: Tx, meeting: Meeting) -> None:
    """Have everyone invited told, soon, that the meeting changed, moved or is cancelled.

    One row here, however many are invited: they are told one by one in transactions of their own.
    """
    notices.tell(
        tx,
        ROUND,
        key=f"meeting:{meeting.id}:{ROUND}:{meeting.sequence}.{_digest(meeting)}",
        destination=f"house:{meeting.id}",
        team_id=tx.session.get_one(Group, meeting.group_id).team_id,
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        best_before=meeting.ends_at,
    )


def tell_everyone_invited(tx: Tx, *, meeting_id: str) -> int:
    """Tell each person who was invited how the meeting stands now; returns how many there are.

    Also those whose entry was taken back: if the letter that says so was dropped, this one says it.
    """
    meeting = tx.session.get_one(Meeting, meeting_id)
    rows = calendars.invited_to(tx, meeting_id)
    for row in rows:
        _tell(tx, meeting, row)
    return len(rows)


def carry_round(tx: Tx, notice: Taken) -> str:
    """Do what `meeting_changed` asked for; says what was done, for officers."""
    assert notice.meeting_id is not None
    return f"told {tell_everyone_invited(tx, meeting_id=notice.meeting_id)} invitations of the change"


def open_invitations(tx: Tx, notice: Taken) -> str:
    """Ask the group's members who chose letters and have not answered, when its card is due (charter)."""
    meeting = tx.session.get_one(Meeting, notice.meeting_id)
    if meeting.state is not State.PUBLISHED:
        raise Withheld(f"the meeting is {meeting.state}")
    answered = {each.person_id for each in answers_to(tx, meeting.id)}
    members = [each for each in groups.member_ids(tx, meeting.group_id) if each not in answered]
    for person_id in members:
        invite(tx, meeting, person_id)
    return f"looked at {len(members)} members who have not answered"


def _keep(tx: Tx, meeting: Meeting, person_id: str, value: Invitation, *, quiet: bool = False) -> None:
    row = tx.session.get(InvitationRow, (meeting.id, person_id))
    if row is None:
        row = InvitationRow(meeting_id=meeting.id, person_id=person_id, entry=value.entry, revised_at=tx.now)
    row.keep(value)
    if not quiet:
        row.revised_at = tx.now
    tx.session.add(row)
    tx.session.flush()
    if not quiet:
        _tell(tx, meeting, row)


def _tell(tx: Tx, meeting: Meeting, row: InvitationRow) -> None:
    """Plan the letter; its key carries the mark, so that what was told once is not told again."""
    mark = mark_of(meeting, row)
    notices.tell(
        tx,
        LETTER,
        key=f"{LETTER}:{meeting.id}:{row.person_id}:{mark}",
        destination=f"mail:{row.person_id}",
        team_id=tx.session.get_one(Group, meeting.group_id).team_id,
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        person_id=row.person_id,
        best_before=meeting.ends_at,
        facts={
            "mark": mark,
            "plan": _data(meeting.plan),
            "withdrawn": row.entry is Entry.WITHDRAWN or meeting.state is State.CANCELLED,
        },
    )


def mark_of(meeting: Meeting, row: InvitationRow) -> str:
    """What tells one letter from the next: the SEQUENCE, the person's own stamp, and what the entry shows.

    An edit that shows in no calendar (an agenda item, the capacity) makes no new letter.
    """
    sequence = invitations.sequence_of(meeting.sequence, row.value)
    return f"{sequence}.{row.revised_at.timestamp():.0f}.{_digest(meeting)}"


def _digest(meeting: Meeting) -> str:
    shown = (
        *(meeting.starts_at, meeting.ends_at, meeting.mode, meeting.venue, meeting.address),
        *(meeting.join_link, meeting.theme, meeting.access),
    )
    return hashlib.sha256(repr([str(each) for each in shown]).encode()).hexdigest()[:12]


def _data(plan: Plan) -> dict[str, Any]:
    """A plan as plain values."""
    values = asdict(plan)
    return {**values, "starts_at": plan.starts_at.isoformat(), "ends_at": plan.ends_at.isoformat()}
