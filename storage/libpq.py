"""Statements straight through libpq: one call of C each, where a cursor's work costs twice as much.

psycopg's own types turn values into text and rows into Python, and its connection stays the one that commits, rolls
back and is pooled.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection, errors, pq
from psycopg.abc import Transformer
from psycopg.adapt import PyFormat
from psycopg.adapt import Transformer as Converter

_FINE = {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK}


class Statements:
    """One connection's prepared statements, by the text that has `$1`, `$2`… in it."""

    def __init__(self, connection: "Connection[Any]") -> None:
        self._connection = connection
        self._values: Transformer = Converter(connection)
        self._names: dict[str, bytes] = {}

    def execute(self, sql: str, values: Sequence[Any]) -> "Result":
        """Run a statement in the connection's transaction, which begins with its first. Raises psycopg's errors."""
        server = self._connection.pgconn
        if server.transaction_status == pq.TransactionStatus.IDLE:
            _checked(server.exec_(b"BEGIN"))
        if (name := self._names.get(sql)) is None:
            name = f"convenor_{len(self._names)}".encode()
            _checked(server.prepare(name, sql.encode()))
            self._names[sql] = name
        texts: Any = self._values.dump_sequence(values, [PyFormat.TEXT] * len(values))
        return Result(_checked(server.exec_prepared(name, texts)), self._values)


class Result:
    """What a statement found or changed."""

    def __init__(self, found: pq.abc.PGresult, values: Transformer) -> None:
        self._found, self._values = found, values

    @property
    def rowcount(self) -> int:
        """The rows that were found, or changed."""
        return self._found.command_tuples or 0

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Every row."""
        self._values.set_pgresult(self._found)
        return self._values.load_rows(0, self._found.ntuples, tuple)


def _checked(result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status not in _FINE:
        raise errors.error_from_result(result)
    return result
