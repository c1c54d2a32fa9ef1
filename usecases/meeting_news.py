"""What people are told about a meeting when something happens to it: moved, cancelled, called."""

from collections.abc import Collection
from typing import Any

from rules.meetings import Plan
from rules.moments import local
from rules.notice_kinds import NoticeKind
from rules.offices import WHO, Act
from rules.rsvp import Answer
from storage import groups, meetings
from storage.answers import answers_to
from storage.groups import Group
from storage.meetings import Meeting, MeetingRequest
from storage.transaction import Tx
from usecases import notice_rows, notices

OVER = "meeting-over"


def moved(tx: Tx, group: Group, meeting: Meeting, before: Plan) -> int:
    """Tell everyone who answered; whoever sent apologies may be able to come now. Returns how many."""
    facts = {
        "starts_at": before.starts_at.isoformat(),
        "ends_at": before.ends_at.isoformat(),
        "mode": before.mode.value,
        "venue": before.venue,
        "address": before.address,
    }
    return _tell_answered(tx, group, meeting, NoticeKind.MOVED, answers=set(Answer), facts=facts)


def cancelled(tx: Tx, group: Group, meeting: Meeting) -> int:
    """Tell everyone who was coming, unsure or waiting for a place. Returns how many."""
    answers = {Answer.ATTENDING, Answer.MAYBE}
    return _tell_answered(tx, group, meeting, NoticeKind.CANCELLED, answers=answers)


def expect_end(tx: Tx, group: Group, meeting: Meeting) -> None:
    """Have the card and the year's post lose their buttons once the meeting is over."""
    notices.tell(
        tx,
        OVER,
        key=f"meeting:{meeting.id}:{OVER}:{meeting.ends_at:%Y%m%dT%H%M}",
        destination=f"house:{meeting.id}",
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
        due_at=meeting.ends_at,
    )


def extraordinary_called(tx: Tx, group: Group, meeting: Meeting) -> None:
    """Give notice of an extraordinary meeting in the channel, at once: its card may be weeks away."""
    notices.tell(
        tx,
        NoticeKind.EXTRAORDINARY.value,
        key=f"meeting:{meeting.id}:extraordinary",
        destination=notice_rows.in_channel(group),
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
        best_before=meeting.starts_at,
    )


def requested(tx: Tx, group: Group, request: MeetingRequest) -> None:
    """Put a request to those who act on it: to date it where it is binding, otherwise to answer it."""
    act = Act.PLAN_PROGRAMME if request.binding else Act.ANSWER_REQUEST
    for person_id in holders(tx, group.id, act):
        notices.tell(
            tx,
            NoticeKind.REQUESTED.value,
            key=f"request:{request.id}:requested:{person_id}",
            destination=f"person:{person_id}",
            team_id=group.team_id,
            group_id=group.id,
            person_id=person_id,
            facts={"request_id": request.id},
        )


def answered(tx: Tx, group: Group, request: MeetingRequest, *, step: str) -> None:
    """Tell whoever asked for a meeting what became of it; `step` is "granted", "declined" or "dated"."""
    notices.tell(
        tx,
        NoticeKind.REQUEST_ANSWERED.value,
        key=f"request:{request.id}:{step}",
        destination=f"person:{request.person_id}",
        team_id=group.team_id,
        group_id=group.id,
        person_id=request.person_id,
        facts={"request_id": request.id},
    )


def year_changed(tx: Tx, group: Group, meeting: Meeting) -> None:
    """Have the post of the meeting's year redrawn, if there is one."""
    year = local(meeting.starts_at, meeting.zone).year
    programme = meetings.programme_of(tx, group.id, year)
    for one in {meeting.programme_id, programme.id if programme else None} - {None}:
        notices.programme_changed(tx, str(one))


def holders(tx: Tx, group_id: str, act: Act) -> list[str]:
    """The people whose office covers an act, each once."""
    return list(
        dict.fromkeys(one.person_id for one in groups.officers(tx, group_id) if one.office in WHO[act])
    )


def _tell_answered(
    tx: Tx,
    group: Group,
    meeting: Meeting,
    kind: NoticeKind,
    *,
    answers: Collection[Answer],
    facts: dict[str, Any] | None = None,
) -> int:
    tx.session.flush()
    concerned = [one.person_id for one in answers_to(tx, meeting.id) if one.answer in answers]
    for person_id in concerned:
        notices.tell(
            tx,
            kind.value,
            # The sequence is the occasion: a meeting that moves twice is told twice
            key=f"meeting:{meeting.id}:{kind}:{meeting.sequence}:{person_id}",
            destination=f"person:{person_id}",
            team_id=group.team_id,
            group_id=group.id,
            meeting_id=meeting.id,
            person_id=person_id,
            best_before=meeting.ends_at,
            facts=facts,
        )
    return len(concerned)
