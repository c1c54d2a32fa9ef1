"""Statements of the hot paths: written in Core, compiled once, then handed straight to the driver.

SQLAlchemy's work around a statement costs several times what SQLite needs for it, and one answer makes
six. What remains of it here are the types: enums, instants and JSON go in and come out as elsewhere.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.dialects import InDialect
from storage.errors import without_detail

T = TypeVar("T")

DRIVER = "driver"
WAITED = "what waited"
REMEMBERED = 512
Convert = Callable[[Any], Any] | None


class Write(NamedTuple):
    """A statement that only writes; `otherwise` is raised where it changes no row.

    `aside`: nothing in the same unit of work reads what it writes.
    """

    sql: str
    values: Sequence[Any]
    otherwise: Exception | None
    aside: bool


class Driver(Protocol):
    """What executes, and lives as long as its connection. It raises the driver's `error`, and what a `Write` says."""

    @property
    def error(self) -> type[Exception]:
        """What the driver's errors have in common."""
        ...

    def rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What a statement finds."""
        ...

    def later(self, write: Write) -> None:
        """Run it, with what comes next at the latest."""
        ...

    def send(self) -> None:
        """Run what waits."""
        ...

    def commit(self) -> None:
        """Run what waits, and commit if that spares a journey."""
        ...

    def forget(self) -> None:
        """Drop what waits."""
        ...


class Prepared:
    """One statement; `columns` are those an insert fills."""

    def __init__(self, statement: Any, *, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, **values: Any) -> list[Any]:
        """Run a query; its rows are named tuples."""
        compiled, driver = self._for(connection.dialect), _driver(connection)
        found = _asked(connection, compiled.sql, driver, driver.rows, compiled.sql, compiled.bound(values))
        return [compiled.row(one) for one in found]

    def later(
        self,
        connection: Connection,
        *,
        otherwise: Exception | None = None,
        aside: bool = False,
        **values: Any,
    ) -> None:
        """Run a statement that writes, with the next one or at the end of the unit of work: it spares PostgreSQL a journey.

        `otherwise` is raised where it changes no row, then or at once. `aside` says that nothing in this unit of
        work reads what is written.
        """
        compiled, driver = self._for(connection.dialect), _driver(connection)
        write = Write(compiled.sql, compiled.bound(values), otherwise, aside)
        _asked(connection, compiled.sql, driver, driver.later, write)

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            statement = self._statement
            if isinstance(statement, InDialect):
                statement = statement.of(dialect)
            compiled = _Compiled(statement, self._columns, dialect)
            self._compiled[dialect.name] = compiled
        return compiled


class _Compiled:
    """A statement in one dialect: its SQL, and how values go in and come out."""

    def __init__(self, statement: Any, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=_numbering(dialect), column_keys=columns)
        self.sql = str(compiled)
        self._constant = {name: bound.value for name, bound in compiled.binds.items() if not bound.required}
        self._going_in: list[tuple[str, Convert]] = [
            (name, _going_in(compiled.binds[name].type, dialect)) for name in compiled.positiontup
        ]
        shown = list(statement.selected_columns) if hasattr(statement, "selected_columns") else []
        self._row: Any = namedtuple("Row", [column.key for column in shown]) if shown else tuple
        self._coming_out = [
            (place, convert)
            for place, column in enumerate(shown)
            if (convert := _coming_out(column.type, dialect)) is not None
        ]

    def bound(self, values: dict[str, Any]) -> list[Any]:
        """The values as the driver takes them, each in its place."""
        given = {**self._constant, **values} if self._constant else values
        return [given[name] if convert is None else convert(given[name]) for name, convert in self._going_in]

    def row(self, found: Sequence[Any]) -> Any:
        """A row as the types have it."""
        values = list(found)
        for place, convert in self._coming_out:
            values[place] = convert(values[place])
        return self._row._make(values)


class _Sqlite:
    """sqlite3's own connection; the database is no journey away, so nothing waits."""

    error = sqlite3.Error

    def __init__(self, connection: Any) -> None:
        self._execute = connection.execute

    def rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._execute(sql, values).fetchall()
        return found

    def later(self, write: Write) -> None:
        if not self._execute(write.sql, write.values).rowcount and write.otherwise is not None:
            raise write.otherwise

    def send(self) -> None:
        pass

    def commit(self) -> None:
        pass

    def forget(self) -> None:
        pass


def send(connection: Connection) -> None:
    """Run what was to be run later, before anything that SQLAlchemy sends itself in the same transaction."""
    if (driver := connection.info.get(DRIVER)) is not None:
        _asked(connection, WAITED, driver, driver.send)


def commit(connection: Connection) -> None:
    """Run what was to be run later and commit; what the connection itself commits afterwards is nothing more."""
    if (driver := connection.info.get(DRIVER)) is not None:
        _asked(connection, WAITED, driver, driver.commit)


def forget(connection: Connection) -> None:
    """Drop what was to be run later: the transaction is rolled back."""
    if not connection.invalidated and (driver := connection.info.get(DRIVER)) is not None:
        driver.forget()


def _driver(connection: Connection) -> Driver:
    kept = connection.info
    driver: Driver | None = kept.get(DRIVER)
    if driver is None:
        driver = kept[DRIVER] = _new_driver(connection.dialect, connection.connection.driver_connection)
    return driver


def _new_driver(dialect: Dialect, connection: Any) -> Driver:
    if dialect.name == "sqlite":
        return _Sqlite(connection)
    from storage.libpq import Statements  # psycopg is loaded where there is a PostgreSQL

    return Statements(connection)


def _numbering(dialect: Dialect) -> Dialect:
    """The same dialect with its parameters by their place."""
    if dialect.positional:
        return dialect
    made: Callable[..., Dialect] = type(dialect)  # every dialect that names its parameters takes this
    return made(paramstyle="numeric_dollar")


def _going_in(declared: TypeEngine[Any], dialect: Dialect) -> Convert:
    return _remembering("in", declared, dialect, declared.dialect_impl(dialect).bind_processor(dialect))


def _coming_out(declared: TypeEngine[Any], dialect: Dialect) -> Convert:
    made = declared.dialect_impl(dialect).result_processor(dialect, None)
    return _remembering("out", declared, dialect, made)


def _remembering(way: str, declared: TypeEngine[Any], dialect: Dialect, convert: Convert) -> Convert:
    """Words and instants are the same few over and over: an answer writes its own instant four times."""
    plain = declared.impl_instance if isinstance(declared, TypeDecorator) else declared
    if convert is None or not issubclass(plain.python_type, Enum | date):
        return convert
    remembering = lru_cache(REMEMBERED, typed=True)(convert)
    return _CONVERTERS.setdefault((way, dialect.name, repr(declared)), remembering)


_CONVERTERS: dict[tuple[str, str, str], Callable[[Any], Any]] = {}


def _asked(connection: Connection, sql: str, driver: Driver, ask: Callable[..., T], *what: Any) -> T:
    """What the driver answers; its errors are told as SQLAlchemy tells them elsewhere, so that whoever runs the
    transaction knows when to try again."""
    try:
        return ask(*what)
    except driver.error as problem:
        raise _told(connection, sql, problem) from problem


def _told(connection: Connection, sql: str, problem: Any) -> StatementError:
    lost = connection.dialect.is_disconnect(problem, connection.connection, None)
    if lost:
        connection.invalidate(problem)
    told: StatementError = DBAPIError.instance(
        sql,
        None,
        without_detail(problem),
        connection.dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=connection.dialect,
    )
    return told
