"""Statements straight through libpq: one call of C each, where a cursor's work costs twice as much.

psycopg's own types turn values into text and rows into Python, and its connection stays the one that commits, rolls
back and is pooled.

Each statement is a journey to the server, and on a busy machine the journey costs more than the statement. So what only
writes can wait and travel with the next, as a part of it: `WITH first AS (INSERT …), second AS (UPDATE …) SELECT …`;
BEGIN travels with the first statement and COMMIT with the last.
"""

import re
import select
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from psycopg import Connection, errors, pq
from psycopg.abc import Transformer
from psycopg.adapt import PyFormat
from psycopg.adapt import Transformer as Converter

from storage.prepared import Write

_FINE = {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK}
_PLACE = re.compile(r"\$(\d+)")
_NOTHING_ELSE = "SELECT"


class Statements:
    """One connection's prepared statements, by the text that has `$1`, `$2`… in it.

    Where PostgreSQL refuses one, psycopg's error is raised; where a `Write` changes nothing, what it says.
    """

    error = errors.Error

    def __init__(self, connection: "Connection[Any]") -> None:
        self._server = connection.pgconn
        self._values: Transformer = Converter(connection)
        self._names: dict[str, bytes] = {}
        self._joined: dict[tuple[str, ...], str] = {}
        self._waiting: list[Write] = []
        self._answer = select.poll()
        self._answer.register(self._server.socket, select.POLLIN)

    def rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What a statement finds."""
        if not all(write.aside for write in self._waiting):
            self.send()
        return self._with_what_waits(sql, values) if self._waiting else self._found(self._run(sql, values))

    def later(self, write: Write) -> None:
        """Run it with what comes next; `commit` is the last."""
        if any(other.sql == write.sql for other in self._waiting):
            self.send()  # no statement can change a row twice
        self._waiting.append(write)

    def send(self) -> None:
        """Run what waits."""
        if self._waiting:
            self._with_what_waits(_NOTHING_ELSE, [])

    def commit(self) -> None:
        """Run what waits and commit, in one journey; where nothing waits, committing is left to the connection."""
        if sum(write.otherwise is not None for write in self._waiting) > 1:
            self.send()  # PostgreSQL would not say which of them changed nothing
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        sql, values = self._together(waiting, _NOTHING_ELSE, [], refusing=True)
        try:
            self._journey((self._prepared(sql), self._texts(values)), (self._prepared("COMMIT"), None))
        except errors.DivisionByZero as problem:
            raise next(write.otherwise for write in waiting if write.otherwise is not None) from problem

    def forget(self) -> None:
        """Drop what waits: its transaction is rolled back."""
        self._waiting.clear()

    def _with_what_waits(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        waiting, self._waiting = self._waiting, []
        rows = self._found(self._run(*self._together(waiting, sql, values)))
        for write, changed in zip(waiting, rows[0], strict=False):
            if write.otherwise is not None and not changed:
                raise write.otherwise
        there = len(waiting)
        return [row[there + 1 :] for row in rows if row[there]]

    def _together(
        self, writes: Sequence[Write], sql: str, values: Sequence[Any], *, refusing: bool = False
    ) -> tuple[str, list[Any]]:
        parts = ("refusing" if refusing else "", *(write.sql for write in writes), sql)
        if (text := self._joined.get(parts)) is None:
            needed = {place for place, write in enumerate(writes) if refusing and write.otherwise is not None}
            text = self._joined[parts] = joined([write.sql for write in writes], sql, needed=needed)
        return text, [*chain.from_iterable(write.values for write in writes), *values]

    def _run(self, sql: str, values: Sequence[Any]) -> pq.abc.PGresult:
        """Run it in the connection's transaction, which begins with its first statement."""
        name, texts = self._prepared(sql), self._texts(values)
        if self._server.transaction_status == pq.TransactionStatus.IDLE:
            return self._journey((self._prepared("BEGIN"), None), (name, texts))[-1]
        return _checked(self._server.exec_prepared(name, texts))

    def _journey(self, *statements: tuple[bytes, Any]) -> list[pq.abc.PGresult]:
        """Run several and wait once; nothing is run that comes after one which is refused."""
        server, results = self._server, []
        server.enter_pipeline_mode()
        try:
            for name, texts in statements:
                server.send_query_prepared(name, texts)
            server.pipeline_sync()
            while (result := self._next_result()) is None or result.status != pq.ExecStatus.PIPELINE_SYNC:
                if result is not None:  # which ends the results of one statement
                    results.append(result)
        finally:
            server.exit_pipeline_mode()
        return [_checked(result) for result in results]

    def _next_result(self) -> pq.abc.PGresult | None:
        while self._server.is_busy():
            self._answer.poll()  # the other threads go on meanwhile
            self._server.consume_input()
        return self._server.get_result()

    def _prepared(self, sql: str) -> bytes:
        if (name := self._names.get(sql)) is None:
            name = f"convenor_{len(self._names)}".encode()
            _checked(self._server.prepare(name, sql.encode()))
            self._names[sql] = name
        return name

    def _texts(self, values: Sequence[Any]) -> Any:
        return self._values.dump_sequence(values, [PyFormat.TEXT] * len(values))

    def _found(self, result: pq.abc.PGresult) -> list[tuple[Any, ...]]:
        self._values.set_pgresult(result)
        return self._values.load_rows(0, result.ntuples, tuple)


def joined(writes: Sequence[str], reading: str, *, needed: Iterable[int] = ()) -> str:
    """One statement of several writes and one that reads, none of which sees what another does.

    Its rows begin with the number of rows that each write changed, then whether the reading found something; there
    is one row also where it found nothing. Of a write that is `needed` (by its place) it is not the number: PostgreSQL
    refuses the whole, as a division by zero, where it changed none.
    """
    *changing, reading = _numbered_through([*writes, reading])
    named = (f"written_{place} AS ({sql} RETURNING 1)" for place, sql in enumerate(changing))
    counts = (
        f"{'1 / ' if place in needed else ''}(SELECT count(*) FROM written_{place})"  # noqa: S608 - no value is in it
        for place in range(len(changing))
    )
    found = f"(SELECT true, one.* FROM ({reading}) AS one) AS found"  # noqa: S608 - nor in this
    whole = f"SELECT {', '.join(counts)}, found.* FROM (SELECT) AS always LEFT JOIN {found} ON true"  # noqa: S608
    return f"WITH {', '.join(named)} {whole}"


def _numbered_through(parts: Sequence[str]) -> list[str]:
    """The same statements, with no `$1` twice."""
    numbered, before = [], 0
    for sql in parts:
        numbered.append(_PLACE.sub(lambda place, add=before: f"${int(place[1]) + add}", sql))  # type: ignore[misc]
        before += max((int(place) for place in _PLACE.findall(sql)), default=0)
    return numbered


def _checked(result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status not in _FINE:
        raise errors.error_from_result(result)
    return result
