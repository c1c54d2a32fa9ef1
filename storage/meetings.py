"""The year's programme and its meetings."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, and_, or_
from sqlmodel import Field, SQLModel, col, select

from rules.meetings import Kind, Mode, Plan, State
from rules.nations import Nation
from storage.base import id_field, json_field, new_id, word
from storage.transaction import Tx


class Programme(SQLModel, table=True):
    """A year of meetings, planned and then published as one post."""

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("group_id", "year"),)

    id: str = id_field()
    group_id: str = Field(foreign_key="groups.id")
    year: int
    planned_by: str = Field(foreign_key="people.id")
    planned_at: datetime
    published_at: datetime | None = None


class Meeting(SQLModel, table=True):
    """A meeting: instants in UTC, `zone` the one it is held in.

    `uid` never changes; `sequence` rises as calendars need it to (RFC 5546). `moved_at` is the last time
    its date changed after people had booked, which entitles them to a full refund. The row is locked
    while a place is given.
    """

    __tablename__ = "meetings"

    id: str = id_field()
    group_id: str = Field(foreign_key="groups.id", index=True)
    programme_id: str | None = Field(default=None, foreign_key="programmes.id", index=True)
    kind: Kind = Field(sa_type=word(Kind))
    state: State = Field(default=State.DRAFT, sa_type=word(State))
    mode: Mode = Field(sa_type=word(Mode))
    nation: Nation | None = Field(default=None, sa_type=word(Nation))
    starts_at: datetime = Field(index=True)
    ends_at: datetime
    zone: str = Field(max_length=60)
    venue: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=400)
    access: str = Field(default="", max_length=1000)
    join_link: str = Field(default="", max_length=500)
    theme: str = Field(default="", max_length=200)
    capacity: int | None = None
    agenda: list[Any] = json_field(default_factory=list)
    planning_notes: list[Any] = json_field(default_factory=list)
    uid: str = Field(default_factory=lambda: f"{new_id()}@convenor", max_length=80, unique=True)
    sequence: int = 0
    created_at: datetime
    revised_at: datetime
    published_at: datetime | None = None
    moved_at: datetime | None = None
    cancelled_because: str = Field(default="", max_length=500)
    called_by: str | None = Field(default=None, foreign_key="people.id")

    @property
    def plan(self) -> Plan:
        """What is decided about it, as the rules know it."""
        return Plan(**{name: getattr(self, name) for name in PLANNED})

    def follow(self, plan: Plan) -> None:
        """Take on what a plan decides."""
        for name in PLANNED:
            setattr(self, name, getattr(plan, name))


PLANNED = tuple(each.name for each in fields(Plan))


class MeetingRequest(SQLModel, table=True):
    """A member's request for an extraordinary meeting (source item 20) and the chair's answer."""

    __tablename__ = "meeting_requests"

    id: str = id_field()
    group_id: str = Field(foreign_key="groups.id", index=True)
    person_id: str = Field(foreign_key="people.id")
    purpose: str = Field(max_length=500)
    requested_at: datetime
    binding: bool
    granted: bool | None = None
    answer: str = Field(default="", max_length=500)
    answered_by: str | None = Field(default=None, foreign_key="people.id")
    answered_at: datetime | None = None
    meeting_id: str | None = Field(default=None, foreign_key="meetings.id")


def for_change(tx: Tx, meeting_id: str) -> Meeting | None:
    """A meeting with its row locked: whoever gives a place, or moves it, waits for the one before."""
    return tx.session.exec(select(Meeting).where(Meeting.id == meeting_id).with_for_update()).one_or_none()


def hold_all(tx: Tx, group_id: str) -> None:
    """Lock every meeting of a group, before what their bookings come to is read."""
    rows = select(Meeting.id).where(Meeting.group_id == group_id).order_by(col(Meeting.id))
    tx.session.exec(rows.with_for_update()).all()


def of_year(tx: Tx, programme_id: str) -> list[Meeting]:
    """The meetings of a programme in order of time."""
    return list(
        tx.session.exec(
            select(Meeting).where(Meeting.programme_id == programme_id).order_by(col(Meeting.starts_at))
        )
    )


def programme_of(tx: Tx, group_id: str, year: int, *, for_change: bool = False) -> Programme | None:
    """The programme of a year; `for_change` locks it until whoever plans or publishes it is done."""
    query = select(Programme).where(Programme.group_id == group_id, Programme.year == year)
    return tx.session.exec(query.with_for_update() if for_change else query).one_or_none()


def in_year(
    tx: Tx, group_id: str, programme_id: str | None, begins: datetime, ends: datetime
) -> list[Meeting]:
    """A year's meetings in order of time: the programme's own, and the group's others that start in it."""
    outside = and_(
        col(Meeting.programme_id).is_(None),
        col(Meeting.starts_at) >= begins,
        col(Meeting.starts_at) < ends,
    )
    return list(
        tx.session.exec(
            select(Meeting)
            .where(
                Meeting.group_id == group_id, or_(col(Meeting.programme_id) == (programme_id or ""), outside)
            )
            .order_by(col(Meeting.starts_at), col(Meeting.id))
        )
    )


def next_in(tx: Tx, group_id: str, states: Collection[State], instant: datetime) -> Meeting | None:
    """The first meeting in one of these states that ends after `instant` (UTC)."""
    return tx.session.exec(
        select(Meeting)
        .where(Meeting.group_id == group_id, col(Meeting.state).in_(states), Meeting.ends_at > instant)
        .order_by(col(Meeting.starts_at), col(Meeting.id))
        .limit(1)
    ).first()


def published_from(tx: Tx, group_id: str, instant: datetime) -> list[Meeting]:
    """Published meetings (also one that is open now) that end after `instant` (UTC), the next one first."""
    return list(
        tx.session.exec(
            select(Meeting)
            .where(
                Meeting.group_id == group_id,
                col(Meeting.state).in_([State.PUBLISHED, State.OPEN]),
                Meeting.ends_at > instant,
            )
            .order_by(col(Meeting.starts_at))
        )
    )
