"""Learning events on the Home tab: what concerns the reader, with counts and never a name.

Names are shown only when somebody asks to see a list, and that is audited.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from rules import learning_stages
from rules.learning_stages import Reached, Stage, Standing
from rules.moments import local
from rules.regimes import Regime
from storage import people, roster
from storage.learning import LearningEvent, PanelMember, Part, UnitMember
from storage.transaction import Tx
from usecases import learning_asking
from usecases import learning_telling as telling
from usecases.callers import Caller
from usecases.learning_access import Whoever, as_panel_member, as_reviewer, run_by


@dataclass(frozen=True)
class EventShown:
    """An event as those who run, support or lead it see it; `next_out` is (text, when).

    `waiting` is for the unit: whether somebody's call for support has stood for longer than a working day.
    """

    id: str
    code: str
    review: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    standing: Standing
    stage: str
    possible_next: tuple[tuple[Stage, str], ...]
    can_take_back: bool
    late: tuple[str, ...]
    publication_ends: date | None
    kept_in: str
    invited: int
    told: int
    waiting: bool
    next_out: tuple[tuple[str, datetime], ...]
    to_come: tuple[tuple[Stage, str], ...]
    undelivered: int


@dataclass(frozen=True)
class PanelPart:
    """An event for a panel member: `to_pass_on` is what they may tell their practitioners of now."""

    panel_member_id: str
    agency: str
    event: EventShown
    to_pass_on: str
    requests: tuple[str, ...]


@dataclass(frozen=True)
class LeadPart:
    """An event for its reviewer: `requests` are those of people who agreed that they may know."""

    event: EventShown
    requests: tuple[str, ...]


@dataclass(frozen=True)
class OwnPart:
    """An event for a practitioner."""

    practitioner_id: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    paused: bool
    on_hold: bool


@dataclass(frozen=True)
class LearningHome:
    """Everything about learning events that concerns one person; all empty for nearly everybody."""

    runs: bool = False
    named: bool = False
    events: tuple[EventShown, ...] = ()
    panels: tuple[PanelPart, ...] = ()
    leads: tuple[LeadPart, ...] = ()
    own: tuple[OwnPart, ...] = ()


def overview(tx: Tx, *, caller: Caller) -> LearningHome:
    """What the caller's Home tab shows of learning events."""
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    if person is None:
        return LearningHome()
    unit = roster.unit_of_team(tx, caller.team_id)
    runs = unit is not None and tx.session.get(UnitMember, (unit.id, person.id)) is not None
    return LearningHome(
        runs=runs,
        named=bool(unit and runs and unit.contact),
        events=_run(tx, unit.id) if unit and runs else (),
        panels=tuple(_panel_part(tx, member, event) for member, event in roster.sat_on(tx, person.id)),
        leads=tuple(_lead_part(tx, event) for event in roster.reviewed_by(tx, person.id)),
        own=tuple(
            OwnPart(
                practitioner_id=practitioner.id,
                starts_at=event.starts_at,
                ends_at=event.ends_at,
                zone=event.zone,
                paused=practitioner.part is Part.PAUSED,
                on_hold=event.standing is not Standing.ACTIVE,
            )
            for practitioner, event in roster.taken_part_in(tx, person.id)
            # Until they were told by a person, the bot doesn't show it either.
            if practitioner.part is not Part.WITHDRAWN and practitioner.told_at is not None
        ),
    )


def panel_part(tx: Tx, *, caller: Whoever, panel_member_id: str) -> PanelPart:
    """One event, for the panel member whose part it is."""
    event, member = as_panel_member(tx, caller, panel_member_id)
    return _panel_part(tx, member, event)


def lead_part(tx: Tx, *, caller: Whoever, event_id: str) -> LeadPart:
    """One event, for the reviewer who leads it."""
    return _lead_part(tx, as_reviewer(tx, caller, event_id)[0])


def event_shown(tx: Tx, *, caller: Caller, event_id: str) -> EventShown:
    """One event, for the unit that runs it."""
    return _shown(tx, run_by(tx, caller, event_id)[0])


def _run(tx: Tx, unit_id: str) -> tuple[EventShown, ...]:
    """The unit's events, with what only those who run them see."""
    return tuple(
        replace(
            _shown(tx, event),
            waiting=learning_asking.is_somebody_waiting(tx, event),
            undelivered=telling.undelivered(tx, event),
        )
        for event in roster.events_of_unit(tx, unit_id)
    )


def _shown(tx: Tx, event: LearningEvent, member: PanelMember | None = None) -> EventShown:
    regime, history = Regime.from_data(event.regime), roster.history(tx, event.id)
    parts = [
        one
        for one, _ in roster.practitioners_of(tx, event.id, panel_member_id=member.id if member else None)
        if one.part is not Part.WITHDRAWN
    ]
    stage = history[-1].stage
    return EventShown(
        id=event.id,
        code=event.code,
        review=regime.review,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        standing=event.standing,
        stage=learning_stages.name(stage, regime),
        possible_next=tuple(
            (one, learning_stages.name(one, regime)) for one in learning_stages.possible_next(stage, regime)
        ),
        can_take_back=len(history) > 1,
        late=_late(tx, event, history, regime),
        publication_ends=_publication_ends(history, regime),
        kept_in=regime.kept_in,
        invited=len(parts),
        told=sum(one.told_at is not None for one in parts),
        waiting=False,
        next_out=tuple(telling.schedule(tx, event)[:4]),
        to_come=tuple(
            (one, learning_stages.name(one, regime)) for one in learning_stages.to_come(history[-1].stage)
        ),
        undelivered=0,
    )


def _panel_part(tx: Tx, member: PanelMember, event: LearningEvent) -> PanelPart:
    stage = roster.history(tx, event.id)[-1].stage
    to_pass_on = {Stage.SENT: "publication-planned", Stage.PUBLISHED: "published"}.get(stage, "")
    return PanelPart(
        panel_member_id=member.id,
        agency=member.agency,
        event=_shown(tx, event, member),
        to_pass_on=to_pass_on if event.publication_on and event.standing is Standing.ACTIVE else "",
        requests=tuple(one.id for one in learning_asking.of_panel_member(tx, event, member)),
    )


def _lead_part(tx: Tx, event: LearningEvent) -> LeadPart:
    requests = (request.id for request, _ in learning_asking.of_reviewer(tx, event))
    return LeadPart(_shown(tx, event), tuple(requests))


def _late(tx: Tx, event: LearningEvent, history: tuple[Reached, ...], regime: Regime) -> tuple[str, ...]:
    expected = {Stage(name): date.fromisoformat(each["on"]) for name, each in event.expected.items()}
    late = learning_stages.late(history, expected, today=local(tx.now, event.zone).date())
    return tuple(learning_stages.name(stage, regime) for stage in late)


def _publication_ends(history: tuple[Reached, ...], regime: Regime) -> date | None:
    published_on = learning_stages.day_of(history, Stage.PUBLISHED)
    if published_on is None or history[-1].stage is not Stage.PUBLISHED:
        return None
    return regime.publication_ends(published_on)
