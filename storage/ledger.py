"""What is owed and what was paid: entries that are added, never changed."""

from datetime import datetime

from sqlalchemy import Index, func
from sqlmodel import Field, SQLModel, col, select

from rules.ledger import MONEY_MOVED, EntryKind
from storage.base import id_field, word
from storage.transaction import Tx


class LedgerEntry(SQLModel, table=True):
    """An amount in pence, positive where the person owes more, negative where they owe less."""

    __tablename__ = "ledger"
    __table_args__ = (Index("ix_ledger_meeting_id_person_id", "meeting_id", "person_id"),)

    id: str = id_field()
    group_id: str = Field(foreign_key="groups.id")
    meeting_id: str = Field(foreign_key="meetings.id")
    person_id: str = Field(foreign_key="people.id", index=True)
    kind: EntryKind = Field(sa_type=word(EntryKind))
    pence: int
    note: str = Field(default="", max_length=200)
    recorded_by: str | None = Field(default=None, foreign_key="people.id")
    recorded_at: datetime


def balance(tx: Tx, meeting_id: str, person_id: str) -> int:
    """What a person owes for a meeting, in pence; negative when something is owed to them."""
    total = tx.session.exec(
        select(func.coalesce(func.sum(col(LedgerEntry.pence)), 0)).where(
            LedgerEntry.meeting_id == meeting_id, LedgerEntry.person_id == person_id
        )
    ).one()
    return int(total)


def charged_for(tx: Tx, meeting_id: str) -> list[tuple[str, int]]:
    """Everyone to whom a meeting costs something, whatever they paid, with the amount in pence."""
    charged = func.sum(col(LedgerEntry.pence))
    found = tx.session.exec(
        select(col(LedgerEntry.person_id), charged)
        .where(LedgerEntry.meeting_id == meeting_id, col(LedgerEntry.kind).not_in(MONEY_MOVED))
        .group_by(col(LedgerEntry.person_id))
        .having(charged != 0)
        .order_by(col(LedgerEntry.person_id))
    ).all()
    return [(person_id, int(pence)) for person_id, pence in found]


def was_charged(tx: Tx, meeting_id: str, person_id: str) -> bool:
    """Whether a meeting was ever charged to somebody, whatever became of it."""
    entry = select(LedgerEntry.id).where(
        LedgerEntry.meeting_id == meeting_id,
        LedgerEntry.person_id == person_id,
        LedgerEntry.kind == EntryKind.CHARGE,
    )
    return tx.session.exec(entry.limit(1)).first() is not None
