"""Learning events on the Home tab: what concerns the reader, with counts and never a name.

Names are shown only when somebody asks to see a list, and that is audited.
"""

from dataclasses import dataclass
from datetime import date, datetime

from rules import learning_stages
from rules.learning_stages import Reached, Stage, Standing
from rules.moments import local
from rules.regimes import Regime
from storage import people, roster
from storage.learning import LearningEvent, PanelMember, Part, UnitMember
from storage.transaction import Tx
from usecases import learning_telling as telling
from usecases.callers import Caller
from usecases.learning_access import Whoever, as_panel_member, run_by


@dataclass(frozen=True)
class EventShown:
    """An event as those who run, support or lead it see it; `next_out` is (text, when)."""

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
    asking: int
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
    leads: tuple[EventShown, ...] = ()
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
        events=tuple(_shown(tx, one) for one in roster.events_of_unit(tx, unit.id)) if unit and runs else (),
        panels=tuple(_panel_part(tx, member, event) for member, event in roster.sat_on(tx, person.id)),
        leads=tuple(_shown(tx, event) for event in roster.reviewed_by(tx, person.id)),
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


def event_shown(tx: Tx, *, caller: Caller, event_id: str) -> EventShown:
    """One event, for the unit that runs it."""
    return _shown(tx, run_by(tx, caller, event_id)[0])


def _shown(tx: Tx, event: LearningEvent, member: PanelMember | None = None) -> EventShown:
    regime, history = Regime.from_data(event.regime), roster.history(tx, event.id)
    parts = [
        one
        for one, _ in roster.practitioners_of(tx, event.id, panel_member_id=member.id if member else None)
        if one.part is not Part.WITHDRAWN
    ]
    mine = {one.id for one in parts}
    asking = {one.id for _, one in roster.open_requests(tx, event.id)}
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
        asking=len(asking & mine),
        next_out=tuple(telling.schedule(tx, event)[:4]),
        to_come=tuple(
            (one, learning_stages.name(one, regime)) for one in learning_stages.to_come(history[-1].stage)
        ),
        undelivered=telling.undelivered(tx, event) if member is None else 0,
    )


def _panel_part(tx: Tx, member: PanelMember, event: LearningEvent) -> PanelPart:
    stage = roster.history(tx, event.id)[-1].stage
    to_pass_on = {Stage.SENT: "publication-planned", Stage.PUBLISHED: "published"}.get(stage, "")
    requests = (
        request.id for request, one in roster.open_requests(tx, event.id) if one.panel_member_id == member.id
    )
    return PanelPart(
        panel_member_id=member.id,
        agency=member.agency,
        event=_shown(tx, event, member),
        to_pass_on=to_pass_on if event.publication_on and event.standing is Standing.ACTIVE else "",
        requests=tuple(requests),
    )


def _late(tx: Tx, event: LearningEvent, history: tuple[Reached, ...], regime: Regime) -> tuple[str, ...]:
    expected = {Stage(name): date.fromisoformat(each["on"]) for name, each in event.expected.items()}
    late = learning_stages.late(history, expected, today=local(tx.now, event.zone).date())
    return tuple(learning_stages.name(stage, regime) for stage in late)


def _publication_ends(history: tuple[Reached, ...], regime: Regime) -> date | None:
    published_on = learning_stages.day_of(history, Stage.PUBLISHED)
    if published_on is None or history[-1].stage is not Stage.PUBLISHED:
        return None
    return regime.publication_ends(published_on)
