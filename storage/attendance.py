"""Who was in the room when, and the quorum as it was kept: sittings, stays, moments, the chair's words."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, bindparam, func, select, text
from sqlmodel import Field, SQLModel, col
from sqlmodel import select as select_rows

from rules.attendance import Sitting, Stay
from rules.diversity import Word
from rules.quorum_count import Present, Standing
from storage.base import id_field, json_field, new_id, word
from storage.transaction import Tx


class How(StrEnum):
    """How somebody came into the register."""

    BUTTON = "button"
    CODE = "code"
    OFFICER = "officer"
    AFTERWARDS = "afterwards"


class SittingRow(SQLModel, table=True):
    """From opening to closing. The rule is the charter's as it stood at the first opening, settled.

    `code` lets people check in on a page, for as long as the sitting lasts.
    """

    __tablename__ = "sittings"

    id: str = id_field()
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    opened_at: datetime
    opened_by: str = Field(foreign_key="people.id")
    closed_at: datetime | None = None
    closed_by: str | None = Field(default=None, foreign_key="people.id")
    charter_version: int
    rule: dict[str, Any] = json_field()
    code: str = Field(default_factory=new_id, max_length=16, unique=True)


class StayRow(SQLModel, table=True):
    """Somebody in the room, with the role and the standing that they had when they checked in.

    `leaving` is what the browser that checked in with the code shows to end this stay, and no other.
    """

    __tablename__ = "stays"
    __table_args__ = (
        # Nobody is in the same room twice, however many devices they check in from at once. The migration says the
        # same of PostgreSQL; said here too, it would load that dialect at every start on SQLite.
        Index(
            "uq_stays_still_here",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
        ),
    )

    id: str = id_field()
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    person_id: str = Field(foreign_key="people.id", index=True)
    role: str = Field(default="", max_length=40)
    standing: Standing = Field(sa_type=word(Standing))
    arrived_at: datetime
    left_at: datetime | None = None
    late: bool = False
    forgotten: bool = False
    how: How = Field(sa_type=word(How))
    recorded_by: str | None = Field(default=None, foreign_key="people.id")
    leaving: str | None = Field(default=None, max_length=40)

    def as_stay(self) -> Stay:
        """The row as the rules know it."""
        person = Present(self.person_id, self.role, self.standing)
        return Stay(person, self.arrived_at, self.left_at, self.late, self.forgotten)


class PresenceRow(SQLModel, table=True):
    """Somebody was at a meeting, and in what capacity: what is left of their stays once the times are erased."""

    __tablename__ = "presences"

    meeting_id: str = Field(foreign_key="meetings.id", primary_key=True)
    person_id: str = Field(foreign_key="people.id", primary_key=True, index=True)
    role: str = Field(default="", max_length=40)
    standing: Standing = Field(sa_type=word(Standing))
    late: bool = False


class CourseRow(SQLModel, table=True):
    """The quorum through a meeting whose times are erased: it can't be computed from the stays any more."""

    __tablename__ = "quorum_courses"

    meeting_id: str = Field(foreign_key="meetings.id", primary_key=True)
    course: dict[str, Any] = json_field()
    erased_at: datetime


class QuorumMoment(SQLModel, table=True):
    """The quorum was gained or lost, as it was seen at that moment; nothing here is ever changed."""

    __tablename__ = "quorum_moments"

    id: str = id_field()
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    at: datetime
    quorate: bool
    members: int
    sentence: str


class ChairWord(SQLModel, table=True):
    """What the chair recorded on professional diversity."""

    __tablename__ = "chair_words"

    id: str = id_field()
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    reflects: bool
    reason: str = Field(default="", max_length=1000)
    chair_id: str = Field(foreign_key="people.id")
    at: datetime
    shorts: list[int] = json_field()

    def as_word(self) -> Word:
        """The row as the rules know it."""
        return Word(self.reflects, self.reason, self.chair_id, self.at, tuple(self.shorts))


_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)))


def lock_room(tx: Tx, meeting_id: str) -> None:
    """Wait for whoever is coming or going: the quorum follows from everybody. SQLite has one writer anyway."""
    if tx.on_postgresql:
        tx.connection.execute(_LOCK, {"name": f"room:{meeting_id}"})


def sittings(tx: Tx, meeting_id: str) -> list[SittingRow]:
    """The sittings of a meeting, the first one first."""
    return list(
        tx.session.exec(
            select_rows(SittingRow)
            .where(SittingRow.meeting_id == meeting_id)
            .order_by(col(SittingRow.opened_at))
        )
    )


def by_code(tx: Tx, code: str) -> SittingRow | None:
    """The sitting that a check-in code belongs to."""
    return tx.session.exec(select_rows(SittingRow).where(SittingRow.code == code)).one_or_none()


def as_sittings(rows: Iterable[SittingRow]) -> tuple[Sitting, ...]:
    """Sittings as the rules know them."""
    return tuple(Sitting(row.opened_at, row.closed_at) for row in rows)


def stays(tx: Tx, meeting_id: str, *, person_id: str | None = None, here: bool = False) -> list[StayRow]:
    """The stays of a meeting in order of arrival; of one person, or only of those still `here`."""
    found = select_rows(StayRow).where(StayRow.meeting_id == meeting_id)
    if person_id is not None:
        found = found.where(StayRow.person_id == person_id)
    if here:
        found = found.where(col(StayRow.left_at).is_(None))
    return list(tx.session.exec(found.order_by(col(StayRow.arrived_at), col(StayRow.id))))


def by_person(rows: Iterable[StayRow]) -> dict[str, list[StayRow]]:
    """Everybody's own stays, in the order of their first arrival."""
    people: dict[str, list[StayRow]] = {}
    for row in rows:
        people.setdefault(row.person_id, []).append(row)
    return people


def presences(tx: Tx, meeting_id: str) -> list[PresenceRow]:
    """Who was at a meeting whose times are erased."""
    return list(tx.session.exec(select_rows(PresenceRow).where(PresenceRow.meeting_id == meeting_id)))


def members_at(tx: Tx, meeting_ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """The members at these meetings as (meeting, person, role), whether their times are still kept or not."""
    wanted = list(meeting_ids)
    return [
        found
        for table in (StayRow, PresenceRow)
        for found in tx.session.exec(
            select_rows(table.meeting_id, table.person_id, table.role).where(
                col(table.meeting_id).in_(wanted), table.standing == Standing.MEMBER
            )
        )
    ]


def by_leaving(tx: Tx, meeting_id: str, leaving: str) -> StayRow | None:
    """The stay that a browser may end with what it was given; the one that lasts, if there are several."""
    found = select_rows(StayRow).where(StayRow.meeting_id == meeting_id, StayRow.leaving == leaving)
    return tx.session.exec(found.order_by(col(StayRow.left_at).is_not(None)).limit(1)).first()


_HERE = (
    select(col(StayRow.person_id), col(StayRow.role), col(StayRow.standing))
    .where(col(StayRow.meeting_id) == bindparam("meeting_id"), col(StayRow.left_at).is_(None))
    .order_by(col(StayRow.person_id))
)


def present(tx: Tx, meeting_id: str) -> tuple[Present, ...]:
    """Everybody in the room now, in one light read: it happens at every arrival."""
    tx.session.flush()
    rows = tx.connection.execute(_HERE, {"meeting_id": meeting_id})
    return tuple(Present(person_id, role, Standing(standing)) for person_id, role, standing in rows)


def last_moment(tx: Tx, meeting_id: str) -> QuorumMoment | None:
    """The last time that the quorum was gained or lost."""
    return tx.session.exec(
        select_rows(QuorumMoment)
        .where(QuorumMoment.meeting_id == meeting_id)
        .order_by(col(QuorumMoment.at).desc())
        .limit(1)
    ).first()


def words(tx: Tx, meeting_id: str) -> tuple[Word, ...]:
    """What the chair recorded on diversity, in order of time."""
    found = tx.session.exec(
        select_rows(ChairWord).where(ChairWord.meeting_id == meeting_id).order_by(col(ChairWord.at))
    )
    return tuple(row.as_word() for row in found)
