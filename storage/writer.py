"""Writer threads: many units of work, one commit.

SQLite has one writer, PostgreSQL a few. Nobody is answered before the commit that holds their work, and a unit that
is refused takes nothing of the others with it.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")
Unit = Callable[[Connection], Any]


@dataclass(slots=True)
class _Job:
    unit: Unit
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


class Writers:
    """Threads that take units of work from one queue; how a group of them is committed differs."""

    group = 64

    def __init__(self, engine: Engine, *, threads: int) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"writer-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, unit: Callable[[Connection], T]) -> T:
        """Run `unit` on a writer thread and return what it returned, once it is committed."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        with self._closing:
            if self._closed:
                raise RuntimeError("the database is closed")
            self._jobs.put(_Job(unit, loop, future))
        return await future

    def close(self) -> None:
        """Finish the work that was handed in, then stop the threads."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            _answer(self._commit(first))
        self._jobs.put(None)  # for the next thread

    def _commit(self, first: _Job) -> list[_Job]:
        raise NotImplementedError

    def _arriving(self) -> Iterator[_Job]:
        """What was handed in meanwhile, also while the jobs before it ran, up to a group."""
        for _ in range(self.group - 1):
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is None:
                self._jobs.put(None)  # the end is for `_work` to find
                return
            yield job


class OneWriter(Writers):
    """SQLite's: each unit of a group has a savepoint of its own."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, threads=1)

    def _commit(self, first: _Job) -> list[_Job]:
        group = [first]
        try:
            with self._engine.connect() as connection, connection.begin():
                raw = connection.connection.driver_connection
                assert raw is not None
                _behind_a_savepoint(first, connection, raw)
                for job in self._arriving():
                    group.append(job)
                    _behind_a_savepoint(job, connection, raw)
        except BaseException as problem:  # noqa: BLE001 - every waiting person must be told, whatever broke
            for job in group:
                job.problem = problem
        return group


class SeveralWriters(Writers):
    """PostgreSQL's: a group is tried without savepoints, which would be journeys to the server.

    Where a unit raises, nothing of the group is kept, and each is run again by `alone`.
    """

    group = 8  # the locks of all of it are held until it is committed

    def __init__(self, engine: Engine, *, threads: int, alone: Callable[[Unit], Any]) -> None:
        self._alone = alone
        super().__init__(engine, threads=threads)

    def _commit(self, first: _Job) -> list[_Job]:
        group = [first]
        try:
            if not self._together(group):
                for job in group:
                    self._by_itself(job)
        except BaseException as problem:  # noqa: BLE001 - every waiting person must be told, whatever broke
            for job in group:
                job.problem = problem
        return group

    def _together(self, group: list[_Job]) -> bool:
        """Whether a group could be run and committed as one."""
        with self._engine.connect() as connection, connection.begin() as transaction:
            try:
                group[0].result = group[0].unit(connection)
                for job in self._arriving():
                    group.append(job)
                    job.result = job.unit(connection)
            except BaseException:  # noqa: BLE001 - it is raised where that unit is run by itself
                if transaction.is_active:
                    transaction.rollback()
                return False
        return True

    def _by_itself(self, job: _Job) -> None:
        try:
            job.result = self._alone(job.unit)
        except BaseException as problem:  # noqa: BLE001 - raised again where the work was asked for
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
