"""Statements of the hot paths: written in Core, compiled once, then handed straight to the driver.

SQLAlchemy's work around a statement costs several times what SQLite needs for it, and one answer makes
six. What remains of it here are the types: enums, instants and JSON go in and come out as elsewhere.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from storage.errors import without_detail

if TYPE_CHECKING:
    from storage.libpq import Statements

STATEMENTS = "prepared"
Convert = Callable[[Any], Any] | None


class Prepared:
    """One statement, in both databases' dialects where they differ. `columns` are those an insert fills."""

    def __init__(self, sqlite: Any, postgresql: Any = None, *, columns: Sequence[str] | None = None) -> None:
        self._statements = {"sqlite": sqlite, "postgresql": sqlite if postgresql is None else postgresql}
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, **values: Any) -> list[Any]:
        """Run a query; its rows are named tuples."""
        compiled = self._for(connection.dialect)
        return [compiled.row(found) for found in compiled.find(connection, values)]

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """Run a query for the first value of its first row; None if there is none."""
        found = self.rows(connection, **values)
        return found[0][0] if found else None

    def run(self, connection: Connection, **values: Any) -> int:
        """Run a statement that writes; says how many rows it changed."""
        return self._for(connection.dialect).change(connection, values)

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
        self._for(connection.dialect).later(connection, values, otherwise, aside=aside)

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = _Compiled(self._statements[dialect.name], self._columns, dialect)
            self._compiled[dialect.name] = compiled
        return compiled


class _Compiled:
    """A statement in one dialect: its SQL, and how values go in and come out."""

    def __init__(self, statement: Any, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=_numbering(dialect), column_keys=columns)
        self.sql = str(compiled)
        self._constant = {name: bound.value for name, bound in compiled.binds.items() if not bound.required}
        self._going_in: list[tuple[str, Convert]] = [
            (name, _type_of(compiled.binds[name].type, dialect).bind_processor(dialect))
            for name in compiled.positiontup
        ]
        shown = list(statement.selected_columns) if hasattr(statement, "selected_columns") else []
        self._row: Any = namedtuple("Row", [column.key for column in shown]) if shown else tuple
        self._coming_out = [
            (place, convert)
            for place, column in enumerate(shown)
            if (convert := _type_of(column.type, dialect).result_processor(dialect, None)) is not None
        ]

    def find(self, connection: Connection, values: dict[str, Any]) -> list[Any]:
        """The rows as the driver has them."""
        with _told_as_sqlalchemy_does(connection, self.sql):
            if connection.dialect.name == "sqlite":
                found: list[Any] = _sqlite(connection).execute(self.sql, self._bound(values)).fetchall()
                return found
            return _postgresql(connection).rows(self.sql, self._bound(values))

    def change(self, connection: Connection, values: dict[str, Any]) -> int:
        """How many rows were changed."""
        with _told_as_sqlalchemy_does(connection, self.sql):
            if connection.dialect.name == "sqlite":
                return int(_sqlite(connection).execute(self.sql, self._bound(values)).rowcount)
            return _postgresql(connection).change(self.sql, self._bound(values))

    def later(
        self, connection: Connection, values: dict[str, Any], otherwise: Exception | None, *, aside: bool
    ) -> None:
        """SQLite is no journey away: there it is done at once."""
        if connection.dialect.name == "sqlite":
            if not self.change(connection, values) and otherwise is not None:
                raise otherwise
            return
        from storage.libpq import Write

        with _told_as_sqlalchemy_does(connection, self.sql):
            _postgresql(connection).later(Write(self.sql, self._bound(values), otherwise, aside))

    def _bound(self, values: dict[str, Any]) -> list[Any]:
        given = {**self._constant, **values}
        return [given[name] if convert is None else convert(given[name]) for name, convert in self._going_in]

    def row(self, found: Sequence[Any]) -> Any:
        """A row as the types have it."""
        values = list(found)
        for place, convert in self._coming_out:
            values[place] = convert(values[place])
        return self._row._make(values)


def _numbering(dialect: Dialect) -> Dialect:
    """The same dialect with its parameters by their place."""
    if dialect.positional:
        return dialect
    made: Callable[..., Dialect] = type(dialect)  # every dialect that names its parameters takes this
    return made(paramstyle="numeric_dollar")


def send(connection: Connection) -> None:
    """Run what was to be run later; before anything else of the same transaction that does not come from here."""
    if (statements := connection.info.get(STATEMENTS)) is not None:
        with _told_as_sqlalchemy_does(connection, "(several)"):
            statements.send()


def commit(connection: Connection) -> None:
    """Run what was to be run later and commit; what the connection itself commits afterwards is nothing more."""
    if (statements := connection.info.get(STATEMENTS)) is not None:
        with _told_as_sqlalchemy_does(connection, "(several)"):
            statements.commit()


def forget(connection: Connection) -> None:
    """Drop what was to be run later: the transaction is rolled back."""
    if not connection.invalidated and (statements := connection.info.get(STATEMENTS)) is not None:
        statements.forget()


def _sqlite(connection: Connection) -> Any:
    """sqlite3's own connection."""
    return connection.connection.driver_connection


def _postgresql(connection: Connection) -> "Statements":
    """libpq's prepared statements, which live as long as their connection."""
    statements = connection.info.get(STATEMENTS)
    if statements is None:
        from storage.libpq import Statements  # psycopg is loaded where there is a PostgreSQL

        driver: Any = connection.connection.driver_connection
        statements = connection.info[STATEMENTS] = Statements(driver)
    return statements


def _type_of(declared: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return declared.dialect_impl(dialect)


@contextmanager
def _told_as_sqlalchemy_does(connection: Connection, sql: str) -> Iterator[None]:
    """The same exceptions as elsewhere, so that whoever runs the transaction can tell when to try again."""
    try:
        yield
    except connection.dialect.loaded_dbapi.Error as problem:
        lost = connection.dialect.is_disconnect(problem, connection.connection, None)
        if lost:
            connection.invalidate(problem)
        raise DBAPIError.instance(
            sql,
            None,
            without_detail(problem),
            connection.dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=connection.dialect,
        ) from problem
