"""PostgreSQL's few threads: each unit of work in a transaction of its own, run again when the database asks for it."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import TypeVar

from sqlalchemy import Connection, Engine, Transaction
from sqlalchemy.exc import DBAPIError

from storage import prepared
from storage.jobs import Job, Workers, answer

T = TypeVar("T")

TRIES = 4
# serialization_failure and deadlock_detected: PostgreSQL asks for the transaction to be run again;
# unique_violation: somebody wrote the same row first, and the next run will find it there.
RUN_AGAIN = {"40001", "40P01", "23505"}


class Overtaken(Exception):
    """Somebody wrote the same row since it was read; the unit of work is run again, and finds it there."""


class Pool(Workers):
    """Runs units of work side by side, one on each thread."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        super().__init__("database", threads)

    def _work(self) -> None:
        # Each thread keeps its connection: to take one from the engine and give it back costs as much as a statement.
        with ExitStack() as kept:
            connected = cache(lambda: kept.enter_context(self._engine.connect()))
            while (job := self._next()) is not None:
                self._do(job, connected)
                answer([job])

    def _do(self, job: Job, connected: Callable[[], Connection]) -> None:
        try:
            job.result = _with_retries(job.unit, connected)
        except BaseException as problem:  # noqa: BLE001 - raised again where the work was asked for
            job.problem = problem


def _with_retries(unit: Callable[[Connection], T], connected: Callable[[], Connection]) -> T:
    for attempt in range(TRIES):
        try:
            return _run(unit, connected())
        except (DBAPIError, Overtaken) as problem:
            if attempt == TRIES - 1 or not _worth_another_try(problem):
                raise
    raise AssertionError("unreachable")


def _run(unit: Callable[[Connection], T], connection: Connection) -> T:
    transaction = connection.begin()  # before any session joins it, or the session would end it
    try:
        result = unit(connection)
        _commit(connection, transaction)
    except BaseException:
        transaction.close()  # and not rollback(): a session whose flush failed may have done that already
        raise
    return result


def _commit(connection: Connection, transaction: Transaction) -> None:
    try:
        prepared.commit(connection)
        transaction.commit()
    except DBAPIError as problem:
        # Whether a broken connection committed can't be known, so it is not tried again blindly.
        problem.connection_invalidated = False
        raise


def _worth_another_try(problem: DBAPIError | Overtaken) -> bool:
    if isinstance(problem, Overtaken):
        return True
    return problem.connection_invalidated or getattr(problem.orig, "sqlstate", None) in RUN_AGAIN
