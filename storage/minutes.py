"""The report and the minutes of a meeting, each correction a version of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from storage.base import id_field, json_field
from storage.transaction import Tx


class MinutesVersion(SQLModel, table=True):
    """One version: what people wrote of the meeting; all else follows from the register and the decisions."""

    __tablename__ = "minutes_versions"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    id: str = id_field()
    meeting_id: str = Field(foreign_key="meetings.id")
    version: int
    report: dict[str, Any] = json_field(default_factory=dict)
    correction: str = Field(default="", max_length=1000)
    author_id: str = Field(foreign_key="people.id")
    at: datetime
    approved_at: datetime | None = None
    approved_by: str | None = Field(default=None, foreign_key="people.id")
    approved_in: str | None = Field(default=None, foreign_key="meetings.id")


def versions(tx: Tx, meeting_id: str) -> list[MinutesVersion]:
    """The versions of a meeting's minutes, the first one first."""
    return list(
        tx.session.exec(
            select(MinutesVersion)
            .where(MinutesVersion.meeting_id == meeting_id)
            .order_by(col(MinutesVersion.version))
        )
    )
