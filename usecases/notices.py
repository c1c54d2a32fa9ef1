"""Telling: what must be said is a row, written in the transaction of the fact that it tells.

Keys are `subject:id:kind`, with the occasion (the meeting's start) for what is said once for each date.
Destinations: `channel:C…`, `person:<person id>` (message or letter, as they prefer), `mail:<person id>`;
`crowd:<id>` becomes one notice for each person of the kind's recipients when it falls due, and
`house:<id>` is something that Convenor does itself at that time.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from rules import reminders
from rules.moments import to_utc
from rules.notice_kinds import NoticeKind
from rules.reminders import Planned
from storage import groups, outbox
from storage.groups import Group
from storage.meetings import Meeting, Programme, of_year
from storage.outbox import NOTICES
from storage.transaction import Tx
from usecases import notice_rows, preparation

OFFICERS = "officers"
PLAN_YEAR = "plan-year"


def tell(
    tx: Tx,
    kind: str,
    *,
    key: str,
    destination: str,
    team_id: str,
    group_id: str | None = None,
    meeting_id: str | None = None,
    person_id: str | None = None,
    due_at: datetime | None = None,
    best_before: datetime | None = None,
    facts: dict[str, Any] | None = None,
    audience: str = OFFICERS,
) -> None:
    """Have one thing said, at `due_at` (UTC; at once if None) and not after `best_before`.

    Telling the same key again plans it anew while it is still due, and is nothing once it was said or
    skipped; `changed` has something that stands in a channel redrawn. `facts` are plain values
    that the state at that moment can't give (the date a meeting had before it moved).
    """
    row: dict[str, Any] = {
        "kind": kind,
        "key": key,
        "destination": destination,
        "team_id": team_id,
        "group_id": group_id,
        "meeting_id": meeting_id,
        "person_id": person_id,
        "due_at": due_at or tx.now,
        "best_before": best_before,
        "facts": facts or {},
        "audience": audience,
    }
    outbox.plan(tx, [row])


def tell_of_meeting(
    tx: Tx, meeting: Meeting, planned: Planned, *, facts: dict[str, Any] | None = None
) -> None:
    """Have one thing about a meeting said to the kind's recipients: its channel, its officers, a crowd."""
    group = tx.session.get_one(Group, meeting.group_id)
    outbox.plan(tx, [notice_rows.of_meeting(group, meeting, planned, facts)])


# What stands in a channel


def programme_key(programme_id: str) -> str:
    """The key of a programme's one post."""
    return f"programme:{programme_id}:post"


def changed(tx: Tx, key: str) -> None:
    """Have what stands under this key redrawn soon, if it was posted; many changes are one redraw."""
    outbox.mark_changed(tx, key)


def card_changed(tx: Tx, meeting_id: str) -> None:
    """Have the meeting's card redrawn (and nothing, while there is none)."""
    changed(tx, notice_rows.card_key(meeting_id))


def programme_changed(tx: Tx, programme_id: str) -> None:
    """Have the programme's post redrawn (and nothing, while there is none)."""
    changed(tx, programme_key(programme_id))


# Plans, by the charter's periods


def plan_meeting(tx: Tx, meeting: Meeting) -> None:
    """Plan everything that is said about a published meeting; whoever answered is left out when it is due.

    Called again after the meeting changed, it plans for the new date and drops what was planned for the
    old one; the times that an officer chose stay.
    """
    group = tx.session.get_one(Group, meeting.group_id)
    planned = reminders.for_meeting(
        meeting.plan,
        groups.charter_of(tx, group.id),
        notice_rows.clock_of(group, meeting.starts_at.year),
        published_at=max(meeting.published_at or tx.now, meeting.moved_at or meeting.created_at),
    )
    rows = [notice_rows.of_meeting(group, meeting, each) for each in planned]
    notice_rows.withdraw_others(
        tx, NOTICES.c.meeting_id == meeting.id, notice_rows.OF_MEETING, rows, "the meeting was planned anew"
    )
    outbox.plan(tx, rows)
    _plan_invitations(tx, group, meeting, planned)


def _plan_invitations(tx: Tx, group: Group, meeting: Meeting, planned: Iterable[Planned]) -> None:
    """Have the members' calendars invited with the card, where the charter says so."""
    card = next((each for each in planned if each.kind is NoticeKind.CARD), None)
    if card is None or not groups.charter_of(tx, group.id).invite_members:
        return
    tell(
        tx,
        "invitation-opening",
        key=f"meeting:{meeting.id}:invitation-opening",
        destination=f"house:{meeting.id}",
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
        due_at=card.due_at,
        best_before=meeting.starts_at,
    )


def replan_meeting(tx: Tx, meeting: Meeting) -> None:
    """Plan a meeting anew after it changed, and have its card redrawn."""
    plan_meeting(tx, meeting)
    card_changed(tx, meeting.id)


def plan_programme(tx: Tx, programme: Programme) -> None:
    """Have a published programme posted, once; `programme_changed` has the post redrawn."""
    group = tx.session.get_one(Group, programme.group_id)
    meetings = [meeting.plan for meeting in of_year(tx, programme.id)]
    for each in reminders.for_programme(meetings, published_at=tx.now):
        tell(
            tx,
            each.kind.value,
            key=programme_key(programme.id),
            destination=notice_rows.in_channel(group),
            team_id=group.team_id,
            group_id=group.id,
            due_at=each.due_at,
            best_before=each.best_before,
            facts={"programme_id": programme.id},
        )


def plan_group(tx: Tx, group: Group) -> None:
    """Plan what this year and the next bring to a group whatever its meetings, by its charter.

    Called when a group is set up and when its charter changes; each new year calls it by itself. What
    should have been said before is not: a new group isn't told at once what it has not done yet.
    """
    year = tx.now.year
    charter, rows = groups.charter_of(tx, group.id), []
    for one in (year, year + 1):
        planned = reminders.for_year(one, charter, notice_rows.clock_of(group, one))
        rows += [notice_rows.of_group(group, each) for each in planned if each.best_before > tx.now]
    notice_rows.withdraw_others(
        tx, NOTICES.c.group_id == group.id, notice_rows.OF_GROUP, rows, "the charter changed"
    )
    outbox.plan(tx, [row for row in rows if row["due_at"] >= tx.now])
    preparation.plan(tx, group)
    new_year = to_utc(date(year + 1, 1, 1), reminders.HOUR, group.zone)
    _tell_house(tx, group, PLAN_YEAR, occasion=str(year + 1), due_at=new_year)


# Taking back


def withdraw_meeting(tx: Tx, meeting: Meeting, because: str) -> None:
    """Drop everything that is still to be said about a meeting, with a reason that officers read.

    Call it before telling of the cancellation itself, which would otherwise be dropped with the rest. A
    card that stands in the channel stays and is redrawn.
    """
    outbox.withdraw(tx, NOTICES.c.meeting_id == meeting.id, because)
    card_changed(tx, meeting.id)


def withdraw_group(tx: Tx, group_id: str, because: str) -> None:
    """Drop everything that is still to be said for a group, with a reason that officers read."""
    outbox.withdraw(tx, NOTICES.c.group_id == group_id, because)


def withdraw(tx: Tx, keys: Iterable[str], because: str) -> None:
    """Drop the notices of these keys that are still due."""
    outbox.withdraw(tx, NOTICES.c.key.in_(list(keys)), because)


def _tell_house(tx: Tx, group: Group, kind: str, *, occasion: str, due_at: datetime) -> None:
    tell(
        tx,
        kind,
        key=f"group:{group.id}:{kind}:{occasion}",
        destination=f"house:{group.id}",
        team_id=group.team_id,
        group_id=group.id,
        due_at=due_at,
    )
