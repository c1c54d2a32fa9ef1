"""After a learning event: the report's stages with dates, owners and undo, and telling of its publication."""

from datetime import date, datetime

from rules import learning_stages
from rules.learning_path import AT
from rules.learning_stages import Reached, Stage, Standing
from rules.moments import local, on_or_after, plain_day, to_utc
from rules.refusals import Refusal
from rules.regimes import Regime
from storage import roster
from storage.learning import EventStage, LearningEvent, Part
from storage.people import Person
from storage.transaction import Tx
from usecases import learning_telling as telling
from usecases.callers import Caller
from usecases.learning_access import Whoever, as_panel_member, note, run_by

PLANNED, PUBLISHED = "publication-planned", "published"


def record(tx: Tx, *, caller: Caller, event_id: str, stage: Stage, on: date) -> None:
    """Record that a stage was reached on a day; refuses one that is not next, or comes too early."""
    event, actor = run_by(tx, caller, event_id)
    _refuse_unless_active(event)
    regime = Regime.from_data(event.regime)
    history = learning_stages.reach(
        roster.history(tx, event.id),
        stage,
        on=on,
        recorded_by=actor.id,
        regime=regime,
        today=_today(tx, event),
        closed=telling.closed_for(regime.nation, tx.now),
    )
    tx.session.add(
        EventStage(event_id=event.id, stage=stage, reached_on=on, recorded_by=actor.id, turn=len(history) - 1)
    )
    telling.stop_expectation(tx, event, stage)
    _settle(tx, event, history, regime)
    note(tx, f"stage {stage.value} recorded", event, actor.id)


def take_back(tx: Tx, *, caller: Caller, event_id: str) -> None:
    """Undo the last stage, and what was planned because of it. What was sent meanwhile stays sent."""
    event, actor = run_by(tx, caller, event_id)
    history = roster.history(tx, event.id)
    shorter = learning_stages.undo(history)
    undone = history[-1].stage
    tx.session.delete(tx.session.get_one(EventStage, (event.id, undone)))
    if undone is Stage.PUBLISHED:
        telling.stop_text(tx, event, PUBLISHED)
        telling.stop_text(tx, event, "publication-ending")
    _settle(tx, event, shorter, Regime.from_data(event.regime))
    note(tx, f"stage {undone.value} taken back", event, actor.id)


def expect(
    tx: Tx, *, caller: Caller, event_id: str, stage: Stage, on: date | None, owner_id: str = ""
) -> None:
    """Say by when a stage is expected and who sees to it; the unit is told if the day passes without it."""
    event, actor = run_by(tx, caller, event_id)
    telling.stop_expectation(tx, event, stage)
    expected = {name: each for name, each in event.expected.items() if name != stage.value}
    if on is not None:
        owner = owner_id or actor.id
        expected[stage.value] = {"on": on.isoformat(), "owner": owner}
        telling.say_to_unit(
            tx,
            event,
            "stage-expected",
            occasion=f"{stage.value}-{on:%Y%m%d}",
            due_at=_morning_after(event, on),
            stage=stage.value,
        )
    event.expected = expected
    tx.session.add(event)
    note(tx, f"stage {stage.value} expected", event, actor.id)


def plan_publication(tx: Tx, *, caller: Caller, event_id: str, on: date) -> None:
    """Say when the report is to be published: each panel member gets a draft, and nobody else hears of it."""
    event, actor = run_by(tx, caller, event_id)
    _refuse_unless_active(event)
    history, regime = roster.history(tx, event.id), Regime.from_data(event.regime)
    sent_on = learning_stages.day_of(history, Stage.SENT)
    if sent_on is None or history[-1].stage is not Stage.SENT:
        raise Refusal(f"First record “{learning_stages.name(Stage.SENT, regime)}”.", field="on")
    closed = telling.closed_for(regime.nation, tx.now)
    earliest = max(learning_stages.earliest_publication(sent_on, regime, closed), _today(tx, event))
    if on < earliest:
        raise Refusal(f"The first day on which it may be published is {plain_day(earliest)}.", field="on")
    telling.stop_text(tx, event, PLANNED)
    event.publication_on = on
    tx.session.add(event)
    tx.session.flush()
    telling.say_to_panel(tx, event, PLANNED, occasion=on.isoformat())
    note(tx, "publication planned", event, actor.id)


def pass_on(tx: Tx, *, caller: Whoever, panel_member_id: str, text: str) -> int:
    """The panel member's one click: tell their practitioners of publication; returns how many are told.

    Nothing about publication reaches a practitioner by any other way. A second click sends nothing twice.
    """
    event, member = as_panel_member(tx, caller, panel_member_id)
    _refuse_unless_active(event)
    stage = roster.history(tx, event.id)[-1].stage
    if (text, stage) not in {(PLANNED, Stage.SENT), (PUBLISHED, Stage.PUBLISHED)} or not event.publication_on:
        raise Refusal("There is nothing to pass on just now; your Home tab shows how things stand.")
    told = 0
    for practitioner, _ in roster.practitioners_of(tx, event.id, panel_member_id=member.id):
        if practitioner.part is Part.TAKING and practitioner.told_at is not None:
            telling.say(
                tx,
                event,
                practitioner.person_id,
                f"practitioner/{text}",
                to=practitioner.id,
                kind=telling.PATH,
                occasion=event.publication_on.isoformat(),
                due_at=telling.in_working_hours(tx, practitioner.nation, event),
            )
            told += 1
    note(tx, "publication passed on", event, member.person_id)
    return told


def owner_of(tx: Tx, event: LearningEvent, stage: Stage) -> str:
    """The name of whoever sees to a stage, or of nobody in particular."""
    person = tx.session.get(Person, event.expected.get(stage.value, {}).get("owner", ""))
    return person.name if person is not None else telling.unit_of(tx, event).name


def _settle(tx: Tx, event: LearningEvent, history: tuple[Reached, ...], regime: Regime) -> None:
    """What follows from the stages as they now stand: the clock of publication, and the day of erasure."""
    tx.session.flush()
    published_on = learning_stages.day_of(history, Stage.PUBLISHED)
    if history[-1].stage is Stage.PUBLISHED and published_on is not None:
        event.publication_on = published_on
        telling.stop_text(tx, event, PLANNED)
        telling.say_to_panel(tx, event, PUBLISHED, occasion=published_on.isoformat())
        for day in learning_stages.takedown_alerts(published_on, regime):
            telling.say_to_unit(
                tx, event, "publication-ending", occasion=day.isoformat(), due_at=_morning(event, day)
            )
    if history[-1].stage is Stage.TAKEN_DOWN:
        telling.stop_text(tx, event, "publication-ending")
    closed_on = learning_stages.closed_on(history)
    event.erase_on = learning_stages.erased_on(closed_on) if closed_on else None
    tx.session.add(event)
    if event.erase_on is None:
        telling.stop_erasure(tx, event)
    else:
        telling.plan_erasure(tx, event)


def _refuse_unless_active(event: LearningEvent) -> None:
    if event.standing is not Standing.ACTIVE:
        raise Refusal("This event is paused or cancelled: nothing about it moves until it goes on.")


def _today(tx: Tx, event: LearningEvent) -> date:
    return local(tx.now, event.zone).date()


def _morning(event: LearningEvent, day: date) -> datetime:
    nation = Regime.from_data(event.regime).nation
    closed = telling.closed_for(nation, to_utc(day, AT, event.zone))
    return to_utc(on_or_after(day, closed), AT, event.zone)


def _morning_after(event: LearningEvent, day: date) -> datetime:
    return _morning(event, date.fromordinal(day.toordinal() + 1))
