"""Outside events, each recorded once: their ids and hashes, never their bodies."""

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlmodel import Field, SQLModel

import storage.base  # noqa: F401 - names the constraints before the table is made
from storage.dialects import InDialect
from storage.prepared import Prepared


class Inbox(SQLModel, table=True):
    """An event that was handled: Slack's `event_id`, or a hash of a signed body."""

    __tablename__ = "inbox"

    key: str = Field(primary_key=True, max_length=80)
    received_at: datetime


_table = Inbox.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_INSERT = Prepared(
    InDialect(lambda insert: insert(_table).on_conflict_do_nothing()), columns=("key", "received_at")
)


class AlreadyHandled(Exception):
    """The same outside event was handled before; there is nothing left to do."""


def record_once(connection: Connection, key: str, now: datetime) -> None:
    """Record the event; `AlreadyHandled` if it was recorded before (a concurrent twin is waited for).

    That is found out by the first thing that the unit of work reads, at the latest.
    """
    _INSERT.later(connection, otherwise=AlreadyHandled(key), aside=True, key=key, received_at=now)


def is_recorded(connection: Connection, key: str) -> bool:
    """Whether the event was handled before, for what must be known ahead of acting outside."""
    return connection.execute(select(_table.c.key).where(_table.c.key == key)).first() is not None


def forget_before(connection: Connection, instant: datetime) -> int:
    """Drop records from before `instant` (UTC); says how many there were."""
    return connection.execute(delete(_table).where(_table.c.received_at < instant)).rowcount
