"""The rows of planned notices: their keys, their destinations, and what an earlier plan leaves behind."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from rules.notice_kinds import NoticeKind, Recipients
from rules.refusals import Refusal
from rules.reminders import Clock, Planned
from storage import outbox
from storage.groups import Group
from storage.meetings import Meeting
from storage.outbox import NOTICES
from storage.transaction import Tx
from usecases.closed_days import bank_holidays_of

# What `rules.reminders` plans for each; everything else was told because something happened
OF_MEETING = (
    *(NoticeKind.CARD, NoticeKind.ANSWER_14, NoticeKind.PAPERS, NoticeKind.ANSWER_7),
    *(NoticeKind.DAY_BEFORE, NoticeKind.JOIN_LINK, NoticeKind.MINUTES_DUE),
    *(NoticeKind.FORECAST, NoticeKind.OPENING),
)
OF_GROUP = (
    *(NoticeKind.PROGRAMME_DUE, NoticeKind.QUIET_QUARTER),
    *(NoticeKind.REVIEW_AHEAD, NoticeKind.REVIEW, NoticeKind.REVIEW_OPEN),
)


def in_channel(group: Group) -> str:
    """The destination of what is said in a group's channel; a group whose set-up was undone has none."""
    if group.channel_id is None:
        raise Refusal(
            f"Setting up “{group.name}” was undone, so it has no channel to post in. "
            "`/sig setup`, typed in a channel, sets up a group there."
        )
    return f"channel:{group.channel_id}"


def card_key(meeting_id: str) -> str:
    """The key of a meeting's card: one for the meeting's whole life, wherever it moves."""
    return f"meeting:{meeting_id}:card"


def clock_of(group: Group, year: int) -> Clock:
    """The days of a group around a year: its zone, and the bank holidays of its nation."""
    return Clock(group.zone, bank_holidays_of(group.nation.division, year - 1, year + 1))


def withdraw_others(
    tx: Tx,
    subject: ColumnElement[bool],
    kinds: Iterable[NoticeKind],
    kept: list[dict[str, Any]],
    because: str,
) -> None:
    """Drop what an earlier plan of this subject held and the new one does not.

    What people of a crowd are told goes or stays with the row that it came from, whose key begins theirs.
    """
    key = NOTICES.c.key
    stays = [key == row["key"] for row in kept]
    stays += [key.startswith(f"{row['key']}:", autoescape=True) for row in kept]
    which = subject & NOTICES.c.kind.in_([kind.value for kind in kinds]) & ~or_(false(), *stays)
    outbox.withdraw(tx, which, because)


def of_meeting(
    group: Group, meeting: Meeting, planned: Planned, facts: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The row of one planned notice about a meeting; its occasion is the meeting's start."""
    occasion = planned.occasion or f"{meeting.starts_at:%Y%m%dT%H%M}"
    return {
        "kind": planned.kind.value,
        "key": card_key(meeting.id)
        if planned.kind is NoticeKind.CARD
        else f"meeting:{meeting.id}:{planned.kind}:{occasion}",
        "destination": _destination(group, planned.kind, meeting.id),
        "team_id": group.team_id,
        "group_id": group.id,
        "meeting_id": meeting.id,
        "due_at": planned.due_at,
        "best_before": planned.best_before,
        "facts": facts or {},
    }


def of_group(group: Group, planned: Planned) -> dict[str, Any]:
    """The row of one planned notice about a group; its occasion is the year, the quarter or the day."""
    return {
        "kind": planned.kind.value,
        "key": f"group:{group.id}:{planned.kind}:{planned.occasion}",
        "destination": _destination(group, planned.kind, group.id),
        "team_id": group.team_id,
        "group_id": group.id,
        "due_at": planned.due_at,
        "best_before": planned.best_before,
        "facts": {"occasion": planned.occasion},
    }


def _destination(group: Group, kind: NoticeKind, subject: str) -> str:
    return in_channel(group) if kind.recipients is Recipients.CHANNEL else f"crowd:{subject}"
