"""One unit of work: a plain function in one transaction, run off the event loop.

`Store.perform` writes, `Store.look` reads; nobody else opens or commits a transaction. On SQLite all
writes go through one thread that commits them in groups (one `fsync` for many people clicking at
once); on PostgreSQL each write has its own transaction on one of a few threads.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import engines, prepared
from storage.inbox import record_once
from storage.jobs import Workers
from storage.pool import Pool
from storage.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

READERS = 3
# More of them would mostly wait for each other: five answer a third faster than eight (two cores)
POSTGRESQL_THREADS = 5


class Tx:
    """A transaction in progress, and the instant (UTC) that it is for.

    Use `session` for the tables as objects and `connection` for Core statements on hot paths; both
    are the same transaction. Nothing here commits: returning does, raising rolls back.
    """

    __slots__ = ("_session", "connection", "now", "soonest")

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.soonest: datetime | None = None
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The ORM's view of this transaction, made when first asked for.

        It has a savepoint of its own: a flush that fails would otherwise roll back the whole transaction,
        and with it what others have written in the same group.
        """
        if self._session is None:
            self._session = Session(
                self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False
            )
        return self._session

    @property
    def on_postgresql(self) -> bool:
        """Whether rows can be locked one by one; on SQLite the writer has the database to itself."""
        return self.connection.dialect.name == "postgresql"

    def wake_at(self, due_at: datetime) -> None:
        """Say that something written here falls due at `due_at`, so that the heartbeat can be told."""
        if self.soonest is None or due_at < self.soonest:
            self.soonest = due_at

    def finish(self) -> None:
        """Write out what the session holds; the transaction itself is the caller's."""
        if self._session is not None:
            self._session.commit()  # the savepoint only
            self._session.close()

    def abandon(self) -> None:
        """Forget what the session holds, and what was to be run later; the caller rolls back."""
        prepared.forget(self.connection)
        if self._session is not None:
            self._session.expunge_all()
            with suppress(DBAPIError):
                self._session.close()


def _one_unit(
    verb: Callable[..., T], facts: dict[str, Any], once: str | None, now: datetime
) -> Callable[[Connection], tuple[T, datetime | None]]:
    def unit(connection: Connection) -> tuple[T, datetime | None]:
        tx = Tx(connection, now)
        try:
            if once is not None:
                record_once(connection, once, now)
            result = verb(tx, **facts)
            tx.finish()
        except BaseException:
            tx.abandon()
            raise
        return result, tx.soonest

    return unit


class Store:
    """The database behind the doors. `clock` gives the instant (aware, UTC) that a unit of work is for."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.clock = clock
        self.on_due: Callable[[datetime], None] | None = None
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._writers: Workers
        if engine.dialect.name == "sqlite":
            self._reading = engines.sqlite_reader(engine.url)
            self._writers = Writer(engine)
        else:
            self._reading = engine
            self._writers = Pool(engine, POSTGRESQL_THREADS)

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], datetime]) -> "Store":
        """Open the database at `url` (`sqlite:///…` or `postgresql+psycopg://…`); it must be migrated."""
        return cls(engines.open_engine(url, size=POSTGRESQL_THREADS + READERS), clock)

    async def perform(self, verb: Callable[Concatenate[Tx, P], T], /, *args: P.args, **facts: P.kwargs) -> T:
        """Run `verb(tx, **facts)` in one transaction, commit, and return what it returned.

        What `verb` raises (a `Refusal`, say) rolls everything back and is raised here.
        """
        return await self.perform_once(None, verb, *args, **facts)

    async def perform_once(
        self, once: str | None, verb: Callable[Concatenate[Tx, P], T], /, *args: P.args, **facts: P.kwargs
    ) -> T:
        """As `perform`, but only the first time for this key; afterwards `AlreadyHandled` is raised.

        The key is recorded in the same transaction: a unit of work that was refused can be asked again.
        """
        if args:
            raise TypeError("a use case's facts are named")
        unit = _one_unit(verb, facts, once, self.clock())
        result, soonest = await self._writers.run(unit)
        if soonest is not None and self.on_due is not None:
            self.on_due(soonest)
        return result

    async def look(self, query: Callable[Concatenate[Tx, P], T], /, *args: P.args, **facts: P.kwargs) -> T:
        """Run `query(tx, **facts)` for reading only, beside the writer; nothing it did is kept."""
        if args:
            raise TypeError("a use case's facts are named")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._read, query, facts, self.clock())

    def close(self) -> None:
        """Finish what was begun, then let go of the database."""
        self._writers.close()
        self._readers.shutdown(wait=True)
        self._reading.dispose()
        self.engine.dispose()

    def _read(self, query: Callable[..., T], facts: dict[str, Any], now: datetime) -> T:
        with self._reading.connect() as connection:
            transaction = connection.begin()
            tx = Tx(connection, now)
            try:
                return query(tx, **facts)
            finally:
                tx.abandon()
                transaction.rollback()
