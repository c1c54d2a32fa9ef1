"""Telling people about a learning event: what is planned, for whom, and what stops it.

Every notice carries the audience `event:<id>`, which hides it from a group's officers. A key begins with
whom it is for, so that all that is pending for one person, or one event, can be dropped at once.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from rules import learning_path
from rules.learning_path import Message
from rules.learning_stages import Stage, Standing
from rules.moments import to_utc
from rules.nations import Nation
from rules.regimes import Regime
from rules.working_hours import a_working_day_after, within
from storage import outbox, roster
from storage.learning import BusinessUnit, LearningEvent, PanelMember, Part, Practitioner
from storage.notices import NoticeState
from storage.outbox import NOTICES
from storage.people import Person
from storage.transaction import Tx
from usecases import closed_days, notices

# On the path, and prompts: dropped when the event is paused. Calls for support are not: somebody asked for help.
# A reply answers somebody's own letter.
PATH, WORD, CALL, REPLY = "learning-path", "learning-word", "learning-call", "learning-reply"
ERASURE, GONE = "learning-erasure", "learning-gone"
SAID = (NoticeState.SENT, NoticeState.SENDING, NoticeState.DEAD)


def audience(event_id: str) -> str:
    """Who may see that a notice exists: this event's business unit, and nobody else."""
    return f"event:{event_id}"


def say(
    tx: Tx,
    event: LearningEvent,
    person_id: str,
    text: str,
    *,
    to: str,
    kind: str = WORD,
    by: str = "person",
    occasion: str = "",
    due_at: datetime | None = None,
    best_before: datetime | None = None,
    **facts: Any,
) -> None:
    """Have somebody told a text of the library; `to` is the id of their part in the event.

    `by` is "person" (message or letter, as they prefer) or "mail".
    """
    notices.tell(
        tx,
        kind,
        key=f"learning:{to}:{text.rpartition('/')[2]}:{occasion}",
        destination=f"{by}:{person_id}",
        team_id=tx.session.get_one(Person, person_id).team_id,
        person_id=person_id,
        due_at=due_at,
        best_before=best_before,
        facts={"event": event.id, "text": text, "to": to, **facts},
        audience=audience(event.id),
    )


def say_to_panel(tx: Tx, event: LearningEvent, text: str, *, occasion: str, kind: str = WORD) -> None:
    """Have every panel member told a text."""
    for member in roster.panel_of(tx, event.id):
        say(tx, event, member.person_id, f"panel-member/{text}", to=member.id, occasion=occasion, kind=kind)


def say_to_reviewer(tx: Tx, event: LearningEvent, text: str, *, occasion: str) -> None:
    """Have the reviewer told a text, if one is named."""
    if event.reviewer_id is not None:
        say(tx, event, event.reviewer_id, f"reviewer/{text}", to=f"reviewer-{event.id}", occasion=occasion)


def say_to_unit(
    tx: Tx, event: LearningEvent, text: str, *, occasion: str, due_at: datetime | None = None, **facts: Any
) -> None:
    """Have everyone of the business unit told a text."""
    for member in roster.unit_members(tx, event.unit_id):
        to = f"unit-{event.id}-{member.id}"
        say(tx, event, member.id, f"business-unit/{text}", to=to, occasion=occasion, due_at=due_at, **facts)


def plan_event(tx: Tx, event: LearningEvent) -> None:
    """Plan everything anew after the event changed: what was planned before is dropped first."""
    outbox.withdraw(tx, and_(_about(event.id), NOTICES.c.kind == PATH), "the event was planned anew")
    if event.standing is not Standing.ACTIVE:
        return
    for practitioner, _ in roster.practitioners_of(tx, event.id):
        _plan_path(tx, event, practitioner)
    for member in roster.panel_of(tx, event.id):
        plan_panel_member(tx, event, member)


def plan_practitioner(tx: Tx, event: LearningEvent, practitioner: Practitioner) -> None:
    """Plan one person's messages anew after something changed for them."""
    outbox.withdraw(tx, and_(_to(practitioner.id), NOTICES.c.kind == PATH), "planned anew")
    _plan_path(tx, event, practitioner)


def plan_panel_member(tx: Tx, event: LearningEvent, member: PanelMember) -> None:
    """Plan the two prompts to a panel member."""
    if event.standing is not Standing.ACTIVE:
        return
    prompts = learning_path.panel_plan(
        starts_at=event.starts_at,
        since=max(event.since, tx.now),
        closed=closed_for(Regime.from_data(event.regime).nation, event.starts_at),
        zone=event.zone,
    )
    for name, due_at in prompts:
        say(tx, event, member.person_id, f"panel-member/{name}", to=member.id, kind=PATH, due_at=due_at)


def stop_event(tx: Tx, event: LearningEvent, because: str) -> None:
    """Drop every pending message of an event, in this transaction; calls for support go on."""
    outbox.withdraw(tx, and_(_about(event.id), NOTICES.c.kind != CALL), because)


def stop_practitioner(tx: Tx, practitioner: Practitioner, because: str) -> None:
    """Drop every pending message to one person about one event, in this transaction."""
    outbox.withdraw(tx, _to(practitioner.id), because)


def stop_calls(tx: Tx, request_id: str) -> None:
    """Nobody needs to be told of a request any more."""
    outbox.withdraw(tx, NOTICES.c.key.endswith(f":{request_id}", autoescape=True), "it was answered")


def stop_text(tx: Tx, event: LearningEvent, text: str) -> None:
    """Drop what is pending of one text, whoever it is for."""
    named = NOTICES.c.key.contains(f":{text}:", autoescape=True)
    outbox.withdraw(tx, and_(_about(event.id), named), "a step was changed")


def stop_expectation(tx: Tx, event: LearningEvent, stage: Stage) -> None:
    """Nobody needs to look at a stage that was reached, or expected on another day."""
    outbox.withdraw(
        tx,
        and_(_about(event.id), NOTICES.c.key.contains(f":stage-expected:{stage.value}-", autoescape=True)),
        "the step was changed",
    )


def plan_erasure(tx: Tx, event: LearningEvent) -> None:
    """Have the event's people erased on its day; telling of another day replaces the first."""
    assert event.erase_on is not None
    notices.tell(
        tx,
        ERASURE,
        key=f"learning:{event.id}:erasure",
        destination=f"house:{event.id}",
        team_id=unit_of(tx, event).team_id,
        due_at=to_utc(event.erase_on, learning_path.AT, event.zone),
        facts={"event": event.id},
        audience=audience(event.id),
    )


def stop_erasure(tx: Tx, event: LearningEvent) -> None:
    """The event goes on after all: nothing is erased."""
    outbox.withdraw(tx, NOTICES.c.key == f"learning:{event.id}:erasure", "a step was taken back")


def was_written_to(tx: Tx, practitioner: Practitioner) -> bool:
    """Whether somebody has had any message of the path, and still takes part."""
    return practitioner.part is Part.TAKING and any(True for _ in _said_to(tx, practitioner))


def in_working_hours(tx: Tx, nation: Nation, event: LearningEvent) -> datetime:
    """Now, or when people of that nation are next at work."""
    return within(tx.now, closed_for(nation, tx.now), event.zone)


def a_working_day_later(tx: Tx, event: LearningEvent) -> datetime:
    """This time on the next working day of the event's nation."""
    nation = Regime.from_data(event.regime).nation
    return a_working_day_after(tx.now, closed_for(nation, tx.now), event.zone)


def schedule(tx: Tx, event: LearningEvent) -> list[tuple[str, datetime]]:
    """What goes out next to whoever has been told, and when.

    It follows from the event alone: that somebody paused can't be read from it.
    """
    if event.standing is not Standing.ACTIVE:
        return []
    planned = learning_path.plan(
        starts_at=event.starts_at,
        since=event.created_at,
        wanted=[Message(each) for each in event.wanted],
        closed=closed_for(Regime.from_data(event.regime).nation, event.starts_at),
        zone=event.zone,
    )
    return [(f"practitioner/{due.message}", due.due_at) for due in planned if due.due_at > tx.now]


def undelivered(tx: Tx, event: LearningEvent) -> int:
    """How many messages of an event could not be delivered at all."""
    dead = and_(_about(event.id), NOTICES.c.state == NoticeState.DEAD)
    return tx.connection.execute(select(func.count()).select_from(NOTICES).where(dead)).scalar_one()


def unit_of(tx: Tx, event: LearningEvent) -> BusinessUnit:
    """The unit that runs an event."""
    return tx.session.get_one(BusinessUnit, event.unit_id)


def _plan_path(tx: Tx, event: LearningEvent, practitioner: Practitioner) -> None:
    told_at = practitioner.told_at
    if event.standing is not Standing.ACTIVE or practitioner.part is not Part.TAKING or told_at is None:
        return
    planned = learning_path.plan(
        starts_at=event.starts_at,
        since=max(told_at, event.since, practitioner.since or told_at),
        wanted=[Message(each) for each in event.wanted],
        sent=frozenset(_said_to(tx, practitioner)),
        closed=closed_for(practitioner.nation, event.starts_at),
        zone=event.zone,
    )
    for due in planned:
        say(
            tx,
            event,
            practitioner.person_id,
            f"practitioner/{due.message}",
            to=practitioner.id,
            kind=PATH,
            occasion=due.due_at.date().isoformat() if due.message is Message.COMBINED else "",
            due_at=due.due_at,
            best_before=due.best_before,
            covers=list(due.covers),
        )


def _said_to(tx: Tx, practitioner: Practitioner) -> Iterator[Message]:
    rows = tx.connection.execute(
        select(NOTICES.c.facts).where(_to(practitioner.id), NOTICES.c.kind == PATH, NOTICES.c.state.in_(SAID))
    )
    for row in rows:
        yield from map(Message, row.facts.get("covers", ()))


def _to(part_id: str) -> ColumnElement[bool]:
    # An id may hold "_", which LIKE would read as "any character".
    found: ColumnElement[bool] = NOTICES.c.key.startswith(f"learning:{part_id}:", autoescape=True)
    return found


def _about(event_id: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = NOTICES.c.audience == audience(event_id)
    return found


def closed_for(nation: Nation, around: datetime) -> Collection[date]:
    """The bank holidays of a nation, in the years around an instant."""
    before, after = (around + timedelta(days=days) for days in (-60, 60))
    return closed_days.bank_holidays_of(nation.division, before.year, after.year)
