"""Who did what and when, never the content."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select

from storage.base import id_field
from storage.transaction import Tx


class AuditLine(SQLModel, table=True):
    """One act: `verb` is a fixed word of the code, `subject` an id; no text that a person typed."""

    __tablename__ = "audit"

    id: str = id_field()
    team_id: str = Field(max_length=20, index=True)
    group_id: str | None = Field(default=None, max_length=16, index=True)
    actor_id: str | None = Field(default=None, max_length=16)
    verb: str = Field(max_length=60)
    subject: str = Field(default="", max_length=60)
    at: datetime


def note(
    tx: Tx, verb: str, *, team_id: str, group_id: str | None, actor_id: str | None, subject: str = ""
) -> None:
    """Write one line, in the transaction of the act itself."""
    tx.session.add(
        AuditLine(
            team_id=team_id, group_id=group_id, actor_id=actor_id, verb=verb, subject=subject, at=tx.now
        )
    )


def by_actor(tx: Tx, *, person_id: str) -> list[AuditLine]:
    """What one person did, the oldest first."""
    lines = select(AuditLine).where(AuditLine.actor_id == person_id).order_by(col(AuditLine.at))
    return list(tx.session.exec(lines))
