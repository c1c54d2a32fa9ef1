"""SQLite's one writer thread: many units of work, each behind a savepoint, one commit."""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from storage.gathering import Gathering

T = TypeVar("T")

# At most about so many: they hold each other up by a tenth of a second.
GROUP = 512


@dataclass(slots=True)
class _Job:
    unit: Callable[[Connection], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    problem: BaseException | None = None

    def resolve(self) -> None:
        if self.future.cancelled():
            return
        if self.problem is not None:
            self.future.set_exception(self.problem)
        else:
            self.future.set_result(self.result)


class Writer:
    """Runs units of work one after another and commits together those that came together.

    Each has a savepoint of its own, so that one which is refused takes nothing of the others with it;
    nobody is answered before the commit that holds their work.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[list[_Job] | None] = queue.SimpleQueue()
        self._coming: Gathering[_Job] = Gathering(self._jobs.put, most=GROUP)
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def run(self, unit: Callable[[Connection], T]) -> T:
        """Run `unit` on the writer thread and return what it returned, once it is committed."""
        if self._closed:
            raise RuntimeError("the database is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._coming.add(_Job(unit, loop, future))
        return await future

    def close(self) -> None:
        """Finish the work that was handed in, then stop the thread; on the event loop, or after it."""
        if self._closed:
            return
        self._closed = True
        self._coming.close()
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (group := self._next_group()) is not None:
            self._commit(group)
            _answer(group)

    def _next_group(self) -> list[_Job] | None:
        """All that was handed in, waited for; None at the end."""
        group = self._jobs.get()
        while group is not None and len(group) < GROUP and not self._jobs.empty():
            more = self._jobs.get()
            if more is None:
                self._jobs.put(None)  # the end is for the next time
                break
            group += more
        return group

    def _commit(self, group: list[_Job]) -> None:
        try:
            with self._engine.connect() as connection, connection.begin():
                raw = connection.connection.driver_connection
                assert raw is not None
                for job in group:
                    _behind_a_savepoint(job, connection, raw)
        except BaseException as problem:  # noqa: BLE001 - every waiting person must be told, whatever broke
            for job in group:
                job.problem = problem


def _behind_a_savepoint(job: _Job, connection: Connection, raw: Any) -> None:
    # Straight to the driver: SQLAlchemy's begin_nested() costs twice as much.
    raw.execute("SAVEPOINT unit")
    try:
        job.result = job.unit(connection)
    except BaseException as problem:  # noqa: BLE001 - raised again where the work was asked for
        job.problem = problem
        raw.execute("ROLLBACK TO unit")
    raw.execute("RELEASE unit")


def _answer(group: list[_Job]) -> None:
    loops: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in group:
        loops.setdefault(job.loop, []).append(job)
    for loop, jobs in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve_all, jobs)


def _resolve_all(jobs: list[_Job]) -> None:
    for job in jobs:
        job.resolve()
