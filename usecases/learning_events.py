"""A learning event, run by the business unit: convened, changed, paused, resumed, cancelled."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules import learning_stages
from rules.learning_path import DEFAULT, Message
from rules.learning_stages import Stage, Standing
from rules.moments import local, zone_named
from rules.refusals import Refusal
from storage import roster
from storage.learning import EventStage, LearningEvent
from storage.transaction import Tx
from usecases import business_unit
from usecases import learning_telling as telling
from usecases.callers import Caller
from usecases.guardrail import refuse_identifiers
from usecases.learning_access import note, run_by

# Letters that make neither a word nor a postcode.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True)
class Details:
    """What the unit sets about an event; instants in UTC. `place` may hold an address."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    access: str = ""
    facilitator: str = ""
    ground_rules: str = ""
    wanted: tuple[Message, ...] = tuple(message for message in Message if message in DEFAULT)
    zone: str = "Europe/London"


def convene(tx: Tx, *, caller: Caller, regime: str, details: Details) -> str:
    """Begin an event under a regime, and return its id; its code is random and says nothing."""
    unit, actor = business_unit.acting(tx, caller)
    known = business_unit.regimes_of(unit)
    if regime not in known:
        raise Refusal("Choose the regime that the review is held under.", field="regime")
    if not unit.contact:
        raise Refusal(
            "Please say first how people reach you: “About us” on your Home tab. It stands below every message."
        )
    _refuse_unless_sound(details, now=tx.now)
    event = LearningEvent(
        unit_id=unit.id,
        code="".join(secrets.choice(_LETTERS) for _ in range(8)),
        regime=known[regime].to_data(),
        since=tx.now,
        created_at=tx.now,
        **_columns(details),
    )
    tx.session.add(event)
    tx.session.flush()
    today = local(tx.now, event.zone).date()
    tx.session.add(
        EventStage(event_id=event.id, stage=Stage.CONVENED, reached_on=today, recorded_by=actor.id, turn=0)
    )
    note(tx, "learning event convened", event, actor.id)
    return event.id


def details(tx: Tx, *, caller: Caller, event_id: str) -> Details:
    """What is set about an event, for the form that changes it."""
    event, _ = run_by(tx, caller, event_id)
    return Details(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place,
        access=event.access,
        facilitator=event.facilitator,
        ground_rules=event.ground_rules,
        wanted=tuple(Message(each) for each in event.wanted),
        zone=event.zone,
    )


def change(tx: Tx, *, caller: Caller, event_id: str, details: Details) -> None:
    """Change an event that is still to come; whoever has heard of it is told of a new time or place."""
    event, actor = run_by(tx, caller, event_id)
    _refuse_unless_sound(details, now=tx.now)
    _refuse_if_over(tx, event)
    moved = (event.starts_at, event.ends_at, event.place) != (
        details.starts_at,
        details.ends_at,
        details.place,
    )
    for name, value in _columns(details).items():
        setattr(event, name, value)
    tx.session.add(event)
    tx.session.flush()
    telling.plan_event(tx, event)
    if moved and event.standing is Standing.ACTIVE:
        _tell_of_the_move(tx, event)
    note(tx, "learning event changed", event, actor.id)


def pause(tx: Tx, *, caller: Caller, event_id: str) -> None:
    """Stop every message of an event at once, e.g. for parallel proceedings; no reason is asked or kept."""
    event, actor = run_by(tx, caller, event_id)
    if event.standing is not Standing.ACTIVE:
        raise Refusal("Nothing goes out about this event already.")
    _stand(tx, event, Standing.PAUSED, "the event is paused")
    _tell_the_panel(tx, event, "paused")
    note(tx, "learning event paused", event, actor.id)


def resume(tx: Tx, *, caller: Caller, event_id: str) -> None:
    """Let a paused event go on; what was missed comes as one message, after the panel has been told."""
    event, actor = run_by(tx, caller, event_id)
    if event.standing is not Standing.PAUSED:
        raise Refusal("This event is not paused.")
    _stand(tx, event, Standing.ACTIVE, "the event goes on")
    # The panel member speaks with people first: their messages begin a working day later.
    event.since = telling.a_working_day_later(tx, event)
    _tell_the_panel(tx, event, "resumed")
    telling.plan_event(tx, event)
    note(tx, "learning event resumed", event, actor.id)


def cancel(tx: Tx, *, caller: Caller, event_id: str) -> None:
    """End an event that will not go on: every message stops, and its people are erased 30 days later."""
    event, actor = run_by(tx, caller, event_id)
    if event.standing is Standing.CANCELLED:
        raise Refusal("This event is cancelled already.")
    _stand(tx, event, Standing.CANCELLED, "the event is cancelled")
    event.cancelled_on = local(tx.now, event.zone).date()
    event.erase_on = learning_stages.erased_on(event.cancelled_on)
    telling.plan_erasure(tx, event)
    _tell_the_panel(tx, event, "cancelled")
    note(tx, "learning event cancelled", event, actor.id)


def _stand(tx: Tx, event: LearningEvent, standing: Standing, because: str) -> None:
    event.standing, event.since = standing, tx.now
    tx.session.add(event)
    tx.session.flush()
    telling.stop_event(tx, event, because)


def _tell_the_panel(tx: Tx, event: LearningEvent, text: str) -> None:
    occasion = tx.now.isoformat(timespec="minutes")
    telling.say_to_panel(tx, event, text, occasion=occasion)
    telling.say_to_reviewer(tx, event, text, occasion=occasion)


def _tell_of_the_move(tx: Tx, event: LearningEvent) -> None:
    occasion = f"{event.starts_at:%Y%m%d%H%M}-{tx.now:%Y%m%d%H%M}"
    for practitioner, _ in roster.practitioners_of(tx, event.id):
        if telling.was_written_to(tx, practitioner):
            telling.say(
                tx,
                event,
                practitioner.person_id,
                "practitioner/moved",
                to=practitioner.id,
                kind=telling.PATH,
                occasion=occasion,
                due_at=telling.in_working_hours(tx, practitioner.nation, event),
                best_before=event.starts_at,
            )


def _refuse_unless_sound(details: Details, *, now: datetime) -> None:
    zone_named(details.zone)
    if details.starts_at <= now:
        raise Refusal("Choose a day that is still to come.", field="date")
    if details.ends_at <= details.starts_at:
        raise Refusal("It ends before it begins: check the two times.", field="end")
    for field, text in _free_text(details):
        refuse_identifiers(text, field=field)


def _free_text(details: Details) -> Sequence[tuple[str, str]]:
    return (
        ("access", details.access),
        ("facilitator", details.facilitator),
        ("ground_rules", details.ground_rules),
    )


def _refuse_if_over(tx: Tx, event: LearningEvent) -> None:
    if event.standing is Standing.CANCELLED or roster.history(tx, event.id)[-1].stage is not Stage.CONVENED:
        raise Refusal("This event is over, so its day and place stay as they were.")


def _columns(details: Details) -> dict[str, Any]:
    return {
        "starts_at": details.starts_at,
        "ends_at": details.ends_at,
        "zone": details.zone,
        "place": details.place.strip(),
        "access": details.access.strip(),
        "facilitator": details.facilitator.strip(),
        "ground_rules": details.ground_rules.strip(),
        "wanted": [message.value for message in details.wanted],
    }
