"""Telling: what must be said is a row, written in the transaction of the fact that it tells.

Keys are `subject:id:kind`, with the occasion (the meeting's start) for what is said once for each date.
Destinations: `channel:C…`, `person:<person id>` (message or letter, as they prefer), `mail:<person id>`.
"""

from datetime import datetime, timedelta
from typing import Any

from storage import groups, outbox
from storage.groups import Group
from storage.meetings import Meeting, Programme
from storage.outbox import NOTICES
from storage.transaction import Tx

OFFICERS = "officers"


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


def changed(tx: Tx, key: str) -> None:
    """Have what stands under this key redrawn soon, if it was posted; many changes are one redraw."""
    outbox.mark_changed(tx, key)


def card_key(meeting_id: str) -> str:
    """The key of a meeting's card: one for the meeting's whole life, wherever it moves."""
    return f"meeting:{meeting_id}:card"


def programme_key(programme_id: str) -> str:
    """The key of a programme's one post."""
    return f"programme:{programme_id}:post"


def card_changed(tx: Tx, meeting_id: str) -> None:
    """Have the meeting's card redrawn (and nothing, while there is none)."""
    changed(tx, card_key(meeting_id))


def plan_meeting(tx: Tx, meeting: Meeting) -> None:
    """Plan everything that is said about a published meeting, by its group's charter."""
    charter = groups.charter_of(tx, meeting.group_id)
    group = tx.session.get_one(Group, meeting.group_id)
    tell(
        tx,
        "card",
        key=card_key(meeting.id),
        destination=f"channel:{group.channel_id}",
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
        due_at=max(tx.now, meeting.starts_at - timedelta(days=charter.card_days)),
        best_before=meeting.ends_at,
    )


def replan_meeting(tx: Tx, meeting: Meeting) -> None:
    """Plan a meeting anew after it changed: what was planned for its old date is dropped."""
    withdraw_meeting(tx, meeting, "the meeting was planned anew")
    plan_meeting(tx, meeting)
    card_changed(tx, meeting.id)


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


def plan_programme(tx: Tx, programme: Programme, *, due_at: datetime | None = None) -> None:
    """Plan the one post of a published programme."""
    group = tx.session.get_one(Group, programme.group_id)
    tell(
        tx,
        "programme",
        key=programme_key(programme.id),
        destination=f"channel:{group.channel_id}",
        team_id=group.team_id,
        group_id=group.id,
        due_at=due_at,
        facts={"programme": programme.id},
    )


def programme_changed(tx: Tx, programme_id: str) -> None:
    """Have the programme's post redrawn (and nothing, while there is none)."""
    changed(tx, programme_key(programme_id))
