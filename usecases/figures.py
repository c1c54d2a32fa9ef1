"""How the outbox stands, in numbers: for the metrics page and the health checks."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from storage.notices import NoticeState
from storage.outbox import NOTICES
from storage.transaction import Tx

LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Figures:
    """Counts of notices; `oldest_seconds` is the age of the oldest due one, 0 when there is none."""

    due: int
    late: int
    dead: int
    oldest_seconds: float


def figures(tx: Tx) -> Figures:
    """The outbox as it stands now."""
    due = (NOTICES.c.state == NoticeState.DUE) & (NOTICES.c.due_at <= tx.now)
    oldest = tx.connection.execute(select(func.min(NOTICES.c.due_at)).where(due)).scalar()
    return Figures(
        due=_how_many(tx, due),
        late=_how_many(tx, due & (NOTICES.c.due_at <= tx.now - LATE)),
        dead=_how_many(tx, NOTICES.c.state == NoticeState.DEAD),
        oldest_seconds=0.0 if oldest is None else (tx.now - oldest).total_seconds(),
    )


def _how_many(tx: Tx, which: ColumnElement[bool]) -> int:
    return tx.connection.execute(select(func.count()).select_from(NOTICES).where(which)).scalar_one()
