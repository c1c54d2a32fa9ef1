"""SQLite's one writer thread: many units of work, each behind a savepoint, one commit."""

from typing import Any

from sqlalchemy import Connection, Engine

from storage.jobs import GROUP, Job, Workers, answer


class Writer(Workers):
    """Runs units of work one after another and commits together those that came together.

    Each has a savepoint of its own, so that one which is refused takes nothing of the others with it;
    nobody is answered before the commit that holds their work.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        super().__init__("writer", 1)

    def _work(self) -> None:
        while (first := self._next()) is not None:
            group = [first]
            while len(group) < GROUP and (job := self._another()) is not None:
                group.append(job)
            self._commit(group)
            answer(group)

    def _commit(self, group: list[Job]) -> None:
        try:
            with self._engine.connect() as connection, connection.begin():
                raw = connection.connection.driver_connection
                assert raw is not None
                for job in group:
                    _behind_a_savepoint(job, connection, raw)
        except BaseException as problem:  # noqa: BLE001 - every waiting person must be told, whatever broke
            for job in group:
                job.problem = problem


def _behind_a_savepoint(job: Job, connection: Connection, raw: Any) -> None:
    # Straight to the driver: SQLAlchemy's begin_nested() costs twice as much.
    raw.execute("SAVEPOINT unit")
    try:
        job.result = job.unit(connection)
    except BaseException as problem:  # noqa: BLE001 - raised again where the work was asked for
        job.problem = problem
        raw.execute("ROLLBACK TO unit")
    raw.execute("RELEASE unit")
