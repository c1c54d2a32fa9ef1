"""Who belongs to a learning event: its unit, panel and practitioners, read by those who need to know."""

from sqlmodel import col, select

from rules.learning_stages import Reached
from rules.learning_support import Preparation
from storage.learning import (
    BusinessUnit,
    EventStage,
    LearningEvent,
    PanelMember,
    Practitioner,
    PreparationTick,
    SupportRequest,
    UnitMember,
)
from storage.people import Person
from storage.transaction import Tx


def unit_of_team(tx: Tx, team_id: str) -> BusinessUnit | None:
    """The business unit of a workspace."""
    return tx.session.exec(select(BusinessUnit).where(BusinessUnit.team_id == team_id)).one_or_none()


def unit_members(tx: Tx, unit_id: str) -> list[Person]:
    """Who runs learning events, by name."""
    return list(
        tx.session.exec(
            select(Person)
            .join(UnitMember, col(UnitMember.person_id) == col(Person.id))
            .where(UnitMember.unit_id == unit_id)
            .order_by(Person.name)
        )
    )


def events_of_unit(tx: Tx, unit_id: str) -> list[LearningEvent]:
    """The unit's events, the next one first."""
    return list(
        tx.session.exec(
            select(LearningEvent)
            .where(LearningEvent.unit_id == unit_id)
            .order_by(col(LearningEvent.starts_at), col(LearningEvent.id))
        )
    )


def history(tx: Tx, event_id: str) -> tuple[Reached, ...]:
    """The stages that an event has reached, in their order."""
    rows = tx.session.exec(
        select(EventStage).where(EventStage.event_id == event_id).order_by(col(EventStage.turn))
    )
    return tuple(Reached(row.stage, row.reached_on, row.recorded_by) for row in rows)


def panel_of(tx: Tx, event_id: str) -> list[PanelMember]:
    """The panel, by agency."""
    return list(
        tx.session.exec(
            select(PanelMember).where(PanelMember.event_id == event_id).order_by(PanelMember.agency)
        )
    )


def practitioners_of(
    tx: Tx, event_id: str, *, panel_member_id: str | None = None
) -> list[tuple[Practitioner, Person]]:
    """The practitioners of an event, or of one panel member, by name; withdrawn ones too."""
    query = (
        select(Practitioner, Person)
        .join(Person, col(Person.id) == col(Practitioner.person_id))
        .where(Practitioner.event_id == event_id)
        .order_by(Person.name, col(Practitioner.id))
    )
    if panel_member_id is not None:
        query = query.where(Practitioner.panel_member_id == panel_member_id)
    return list(tx.session.exec(query))


def people_of(tx: Tx, event_id: str) -> set[str]:
    """Everyone whom an event names: practitioners, panel members and reviewer."""
    event = tx.session.get_one(LearningEvent, event_id)
    practitioners = {person.id for _, person in practitioners_of(tx, event_id)}
    panel = {member.person_id for member in panel_of(tx, event_id)}
    return practitioners | panel | ({event.reviewer_id} if event.reviewer_id else set())


def taken_part_in(tx: Tx, person_id: str) -> list[tuple[Practitioner, LearningEvent]]:
    """The events in which somebody is a practitioner, the next one first."""
    return list(
        tx.session.exec(
            select(Practitioner, LearningEvent)
            .join(LearningEvent, col(LearningEvent.id) == col(Practitioner.event_id))
            .where(Practitioner.person_id == person_id)
            .order_by(col(LearningEvent.starts_at))
        )
    )


def sat_on(tx: Tx, person_id: str) -> list[tuple[PanelMember, LearningEvent]]:
    """The events in which somebody is a panel member, the next one first."""
    return list(
        tx.session.exec(
            select(PanelMember, LearningEvent)
            .join(LearningEvent, col(LearningEvent.id) == col(PanelMember.event_id))
            .where(PanelMember.person_id == person_id)
            .order_by(col(LearningEvent.starts_at))
        )
    )


def reviewed_by(tx: Tx, person_id: str) -> list[LearningEvent]:
    """The events that somebody leads as reviewer."""
    return list(
        tx.session.exec(
            select(LearningEvent)
            .where(LearningEvent.reviewer_id == person_id)
            .order_by(col(LearningEvent.starts_at))
        )
    )


def ticks_of(tx: Tx, practitioner_id: str) -> frozenset[Preparation]:
    """What a practitioner has ticked; only for themselves."""
    return frozenset(
        tx.session.exec(
            select(col(PreparationTick.item)).where(PreparationTick.practitioner_id == practitioner_id)
        )
    )


def tick_rows(tx: Tx, practitioner_id: str) -> list[PreparationTick]:
    """The same as rows, to take back or erase."""
    return list(
        tx.session.exec(select(PreparationTick).where(PreparationTick.practitioner_id == practitioner_id))
    )


def requests_of(tx: Tx, practitioner_id: str) -> list[SupportRequest]:
    """Every time somebody asked to talk, the oldest first."""
    return list(
        tx.session.exec(
            select(SupportRequest)
            .where(SupportRequest.practitioner_id == practitioner_id)
            .order_by(col(SupportRequest.asked_at))
        )
    )


def open_requests(tx: Tx, event_id: str) -> list[tuple[SupportRequest, Practitioner]]:
    """Requests for support that nobody has answered yet, the oldest first."""
    return list(
        tx.session.exec(
            select(SupportRequest, Practitioner)
            .join(Practitioner, col(Practitioner.id) == col(SupportRequest.practitioner_id))
            .where(Practitioner.event_id == event_id, col(SupportRequest.answered_at).is_(None))
            .order_by(col(SupportRequest.asked_at))
        )
    )
