"""Erasing: an event's people 30 days after all is over, or one person whenever they ask; with proof.

What the bot sent is deleted in Slack too: a courier takes each message back, knowing only where it stands.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, or_, select
from sqlmodel import col

from rules.moments import local
from storage import audit, outbox, people, roster
from storage.learning import (
    LearningEvent,
    PanelMember,
    Practitioner,
    PreparationTick,
    SupportRequest,
)
from storage.leases import Taken
from storage.outbox import NOTICES
from storage.transaction import Tx
from usecases import learning_telling as telling


@dataclass(frozen=True)
class Erased:
    """How much was erased: the proof that the audit keeps."""

    practitioners: int
    panel_members: int
    messages: int


def when_due(tx: Tx, notice: Taken) -> str:
    """What the heartbeat does on the day that was planned."""
    return erase_if_due(tx, event_id=notice.facts["event"])


def erase_if_due(tx: Tx, *, event_id: str) -> str:
    """Erase an event whose day has come, and say what was done; one that goes on after all is left alone."""
    event = tx.session.get(LearningEvent, event_id)
    if event is None:
        return "it was erased before"
    if event.erase_on is None or event.erase_on > local(tx.now, event.zone).date():
        return "its day has not come"
    erased = erase_event(tx, event)
    return f"erased {erased.practitioners} + {erased.panel_members} people, {erased.messages} messages"


def erase_event(tx: Tx, event: LearningEvent) -> Erased:
    """Erase the list, the answers and the messages; the unit is told, and the audit keeps the counts."""
    practitioners = [one.id for one, _ in roster.practitioners_of(tx, event.id)]
    panel = [one.id for one in roster.panel_of(tx, event.id)]
    people_ids = roster.people_of(tx, event.id)
    tx.session.flush()
    messages = take_back(tx, NOTICES.c.audience == telling.audience(event.id))
    _erase_parts(tx, practitioners)
    tx.session.exec(delete(PanelMember).where(col(PanelMember.event_id) == event.id))
    event.reviewer_id, event.erase_on, event.expected = None, None, {}
    event.place = event.access = event.facilitator = event.ground_rules = ""
    tx.session.add(event)
    tx.session.flush()
    people.forget_unknown(tx, people_ids)
    erased = Erased(len(practitioners), len(panel), messages)
    audit.note(
        tx,
        f"event erased: {erased.practitioners}+{erased.panel_members} people, {erased.messages} messages",
        team_id=telling.unit_of(tx, event).team_id,
        group_id=None,
        actor_id=None,
        subject=event.id,
    )
    telling.say_to_unit(tx, event, "erased", occasion="erased")
    return erased


def take_back(tx: Tx, which: Any) -> int:
    """Delete notices, and have a courier take back those that stand in Slack; how many do."""
    others = and_(which, NOTICES.c.kind.not_in([telling.GONE, telling.ERASURE]))
    rows = tx.connection.execute(select(NOTICES.c.team_id, NOTICES.c.remote).where(others)).all()
    standing = [row for row in rows if row.remote.get("channel") and row.remote.get("ts")]
    tx.connection.execute(delete(NOTICES).where(others))
    outbox.plan(
        tx,
        [
            {
                "kind": telling.GONE,
                "key": f"gone:{row.remote['channel']}:{row.remote['ts']}",
                "destination": f"channel:{row.remote['channel']}",
                "team_id": row.team_id,
                "remote": row.remote,
                "due_at": tx.now,
                "audience": "nobody",
            }
            for row in standing
        ],
    )
    return len(standing)


def erase_person(tx: Tx, *, person_id: str) -> None:
    """Erase one practitioner from every learning event, with what was sent to them or about them."""
    parts = [practitioner.id for practitioner, _ in roster.taken_part_in(tx, person_id)]
    tx.session.flush()
    requests = [request.id for part in parts for request in roster.requests_of(tx, part)]
    about = [NOTICES.c.key.contains(f":{each}", autoescape=True) for each in (*parts, *requests)]
    mine = and_(NOTICES.c.person_id == person_id, NOTICES.c.audience.startswith("event:"))
    take_back(tx, or_(mine, *about))
    _erase_parts(tx, parts)
    people.forget_unknown(tx, {person_id})


def export_person(tx: Tx, *, person_id: str) -> list[dict[str, Any]]:
    """What is kept of one person in learning events, for them alone: whatever their part is."""
    panels = [
        {"event": event.code, "panel_member_of": member.agency}
        for member, event in roster.sat_on(tx, person_id)
    ]
    leads = [{"event": event.code, "leads_it": True} for event in roster.reviewed_by(tx, person_id)]
    return [*_practitioners_own(tx, person_id), *panels, *leads]


def _practitioners_own(tx: Tx, person_id: str) -> list[dict[str, Any]]:
    return [
        {
            "event": event.code,
            "starts_at": event.starts_at.isoformat(),
            "language": practitioner.language,
            "nation": practitioner.nation.value,
            "told_at": practitioner.told_at.isoformat() if practitioner.told_at else None,
            "taking_part": practitioner.part.value,
            "needs": practitioner.needs,
            "ticked": sorted(roster.ticks_of(tx, practitioner.id)),
            "asked_to_talk_at": [row.asked_at.isoformat() for row in roster.requests_of(tx, practitioner.id)],
        }
        for practitioner, event in roster.taken_part_in(tx, person_id)
    ]


def _erase_parts(tx: Tx, practitioners: list[str]) -> None:
    for table in (PreparationTick, SupportRequest):
        tx.session.exec(delete(table).where(col(table.practitioner_id).in_(practitioners)))
    tx.session.exec(delete(Practitioner).where(col(Practitioner.id).in_(practitioners)))
