"""Learning events: the business unit, its events, their panel members and practitioners.

Who attends is itself sensitive. Nothing here is ever read on behalf of a group's officers, and everything
that hangs on an event goes with it when it is erased.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from rules.learning_stages import Stage, Standing
from rules.learning_support import Preparation
from rules.nations import Nation
from storage.base import id_field, json_field, word


class BusinessUnit(SQLModel, table=True):
    """The safeguarding board's business unit in a workspace; `regimes` are its own versions, by key."""

    __tablename__ = "business_units"

    id: str = id_field()
    team_id: str = Field(max_length=20, unique=True)
    name: str = Field(default="the business unit", max_length=120)
    contact: str = Field(default="", max_length=200)
    regimes: dict[str, Any] = json_field(default_factory=dict)
    created_at: datetime


class UnitMember(SQLModel, table=True):
    """Someone who runs learning events; granted by a workspace admin, who sees none of them."""

    __tablename__ = "unit_members"

    unit_id: str = Field(foreign_key="business_units.id", primary_key=True)
    person_id: str = Field(foreign_key="people.id", primary_key=True, index=True)
    granted_by: str = Field(max_length=20)
    granted_at: datetime


class LearningEvent(SQLModel, table=True):
    """One learning event. `code` is random; `regime` is the version that it was convened under.

    `since` is when its standing last changed: messages missed during a pause are made up from then.
    """

    __tablename__ = "learning_events"

    id: str = id_field()
    unit_id: str = Field(foreign_key="business_units.id", index=True)
    code: str = Field(max_length=12, unique=True)
    regime: dict[str, Any] = json_field()
    starts_at: datetime
    ends_at: datetime
    zone: str = Field(default="Europe/London", max_length=60)
    place: str = Field(default="", max_length=200)
    access: str = Field(default="", max_length=400)
    facilitator: str = Field(default="", max_length=120)
    ground_rules: str = Field(default="", max_length=300)
    wanted: list[str] = json_field()
    reviewer_id: str | None = Field(default=None, foreign_key="people.id", index=True)
    standing: Standing = Field(default=Standing.ACTIVE, sa_type=word(Standing))
    since: datetime
    cancelled_on: date | None = None
    publication_on: date | None = None
    # By stage: {"drafted": {"on": "2027-06-30", "owner": person id}}
    expected: dict[str, Any] = json_field(default_factory=dict)
    erase_on: date | None = Field(default=None, index=True)
    created_at: datetime


class EventStage(SQLModel, table=True):
    """A stage that an event has reached; taking it back deletes the row, and the audit keeps that."""

    __tablename__ = "event_stages"

    event_id: str = Field(foreign_key="learning_events.id", primary_key=True)
    stage: Stage = Field(sa_type=word(Stage), primary_key=True)
    reached_on: date
    recorded_by: str = Field(foreign_key="people.id")
    turn: int


class PanelMember(SQLModel, table=True):
    """The senior person of one agency, who advises and supports its practitioners (source item 25)."""

    __tablename__ = "panel_members"
    __table_args__ = (UniqueConstraint("event_id", "agency"),)

    id: str = id_field()
    event_id: str = Field(foreign_key="learning_events.id", index=True)
    person_id: str = Field(foreign_key="people.id", index=True)
    agency: str = Field(max_length=120)


class Part(StrEnum):
    """Whether a practitioner gets messages: taking part, paused by themselves, or not taking part."""

    TAKING = "taking"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class Practitioner(SQLModel, table=True):
    """Someone who was involved.

    `told_at` is their panel member's "I have told them", `since` the end of a pause of their own.
    """

    __tablename__ = "practitioners"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: str = id_field()
    event_id: str = Field(foreign_key="learning_events.id", index=True)
    panel_member_id: str = Field(foreign_key="panel_members.id", index=True)
    person_id: str = Field(foreign_key="people.id", index=True)
    nation: Nation = Field(sa_type=word(Nation))
    language: str = Field(default="en", max_length=2)
    told_at: datetime | None = None
    part: Part = Field(default=Part.TAKING, sa_type=word(Part))
    since: datetime | None = None
    needs: str = Field(default="", max_length=500)


class PreparationTick(SQLModel, table=True):
    """A tick on the practitioner's own list; nobody else ever reads it."""

    __tablename__ = "preparation_ticks"

    practitioner_id: str = Field(foreign_key="practitioners.id", primary_key=True)
    item: Preparation = Field(sa_type=word(Preparation), primary_key=True)


class SupportRequest(SQLModel, table=True):
    """Somebody asked to talk to their panel member; no reason is kept.

    `hard` says that the day is hard for them, or that they can't come.
    """

    __tablename__ = "support_requests"

    id: str = id_field()
    practitioner_id: str = Field(foreign_key="practitioners.id", index=True)
    hard: bool = False
    reviewer_too: bool = False
    asked_at: datetime
    answered_at: datetime | None = None
    answered_by: str | None = Field(default=None, foreign_key="people.id")
