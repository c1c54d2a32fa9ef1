"""The stages of a learning event, each with undo, and the publication clock (source item 29)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.moments import plain_day, working_days_after
from rules.refusals import Refusal
from rules.regimes import Regime

RETENTION = timedelta(days=30)
TAKEDOWN_ALERTS = (timedelta(days=14), timedelta(days=2))


class Stage(StrEnum):
    """Where an event stands. `CLOSED` ends one whose report is not published."""

    CONVENED = "convened"
    HELD = "held"
    DRAFTED = "drafted"
    AGREED = "agreed"
    SENT = "sent"
    PUBLISHED = "published"
    TAKEN_DOWN = "taken-down"
    CLOSED = "closed"


class Standing(StrEnum):
    """Whether an event is going on. Anything but `ACTIVE` stops every message about it at once."""

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Reached:
    """A stage that was reached, on which day, and who recorded it."""

    stage: Stage
    on: date
    recorded_by: str


_ORDER = tuple(Stage)[:7]


def name(stage: Stage, regime: Regime) -> str:
    """What the regime calls a stage."""
    return str(getattr(regime.stages, stage.value.replace("-", "_")))


def possible_next(stage: Stage, regime: Regime) -> tuple[Stage, ...]:
    """What may follow a stage: the next one, and closure where the report need not be published."""
    if stage in {Stage.TAKEN_DOWN, Stage.CLOSED}:
        return ()
    following = (_ORDER[_ORDER.index(stage) + 1],)
    if stage is Stage.SENT and regime.publication_may_be_waived:
        return (*following, Stage.CLOSED)
    return following


def to_come(stage: Stage) -> tuple[Stage, ...]:
    """The stages that usually follow, for which days may be expected."""
    return () if stage is Stage.CLOSED else _ORDER[_ORDER.index(stage) + 1 :]


def reach(
    history: tuple[Reached, ...],
    stage: Stage,
    *,
    on: date,
    recorded_by: str,
    regime: Regime,
    today: date,
    closed: Collection[date] = (),
) -> tuple[Reached, ...]:
    """The history with one more stage; refuses a step that is not next, or a day that can't be."""
    last = history[-1]
    if stage not in possible_next(last.stage, regime):
        raise Refusal(
            f"That is not the next step: it now stands at “{name(last.stage, regime)}”.", field="stage"
        )
    if on > today:
        raise Refusal("Record a step once it has happened: choose today or an earlier day.", field="on")
    if on < last.on:
        raise Refusal(
            f"“{name(last.stage, regime)}” was on {plain_day(last.on)}: choose that day or a later one.",
            field="on",
        )
    earliest = _earliest(stage, last.on, regime, closed)
    if earliest is not None and on < earliest[0]:
        raise Refusal(f"{earliest[1]} The first day for this step is {plain_day(earliest[0])}.", field="on")
    return (*history, Reached(stage, on, recorded_by))


def undo(history: tuple[Reached, ...]) -> tuple[Reached, ...]:
    """The history without its last step; refuses to undo the beginning."""
    if len(history) == 1:
        raise Refusal("There is no step to take back. The event can be cancelled instead.")
    return history[:-1]


def day_of(history: tuple[Reached, ...], stage: Stage) -> date | None:
    """The day on which a stage was reached, if it was."""
    return next((step.on for step in history if step.stage is stage), None)


def earliest_publication(sent_on: date, regime: Regime, closed: Collection[date] = ()) -> date:
    """The first day on which the report may be published, after the recipient has had its notice."""
    if regime.notice_in_working_days:
        return working_days_after(sent_on, regime.notice_days, closed)
    return sent_on + timedelta(days=regime.notice_days)


def takedown_alerts(published_on: date, regime: Regime) -> tuple[date, ...]:
    """The days on which the business unit is told that the minimum period is ending; none without one."""
    ends = regime.publication_ends(published_on)
    if ends is None:
        return ()
    return tuple(ends - before for before in TAKEDOWN_ALERTS if ends - before > published_on)


def late(history: tuple[Reached, ...], expected: dict[Stage, date], *, today: date) -> tuple[Stage, ...]:
    """The stages that were expected before today and have not been reached, in their order."""
    reached = {step.stage for step in history}
    return tuple(
        stage for stage in _ORDER if stage in expected and expected[stage] < today and stage not in reached
    )


def closed_on(history: tuple[Reached, ...], *, cancelled_on: date | None = None) -> date | None:
    """The day on which the event was over: taken down, closed or cancelled."""
    if cancelled_on is not None:
        return cancelled_on
    last = history[-1]
    return last.on if last.stage in {Stage.TAKEN_DOWN, Stage.CLOSED} else None


def erased_on(closed: date) -> date:
    """The day on which roster and answers are erased: 30 days after closure [D]."""
    return closed + RETENTION


def _earliest(
    stage: Stage, last_on: date, regime: Regime, closed: Collection[date]
) -> tuple[date, str] | None:
    if stage is Stage.PUBLISHED:
        days = "working days" if regime.notice_in_working_days else "days"
        return (
            earliest_publication(last_on, regime, closed),
            f"The report goes to {regime.recipient} {regime.notice_days} {days} before it is published.",
        )
    ends = regime.publication_ends(last_on) if stage is Stage.TAKEN_DOWN else None
    return (ends, f"The report stays published for {regime.publication_weeks} weeks.") if ends else None
