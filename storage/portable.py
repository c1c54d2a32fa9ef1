"""Values that mean the same on SQLite and on PostgreSQL, and in a file of JSON lines.

A table is taken as the database has it, not as this version's models have it, so that a backup can be
taken before a migration, and an older one restored after it.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    TableClause,
    column,
    inspect,
    table,
)
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

VERSION_TABLE = "alembic_version"


@dataclass(frozen=True)
class Kind:
    """One kind of value: the type it has in either database, and how it is written as JSON and read back."""

    type: TypeEngine[Any]
    write: Callable[[Any], Any] = lambda value: value
    read: Callable[[Any], Any] = lambda value: value


KINDS = {
    "text": Kind(String()),
    "integer": Kind(Integer()),
    "real": Kind(Float()),
    "boolean": Kind(Boolean()),
    "instant": Kind(UTCDateTime(), datetime.isoformat, datetime.fromisoformat),
    "day": Kind(Date(), date.isoformat, date.fromisoformat),
    "json": Kind(JSON(none_as_null=True)),
    "bytes": Kind(LargeBinary(), lambda value: base64.b64encode(value).decode(), base64.b64decode),
}

# What a reflected column's type is, the narrower before the wider
_REFLECTED: list[tuple[type[TypeEngine[Any]], str]] = [
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "real"),
    (DateTime, "instant"),
    (Date, "day"),
    (JSON, "json"),
    (LargeBinary, "bytes"),
    (String, "text"),
]

Columns = dict[str, str]


def tables(connection: Connection) -> dict[str, Columns]:
    """The tables that hold facts, each with its columns and their kinds; search indexes are left out."""
    return {name: _columns(connection, name) for name in sorted(table_names(connection) - {VERSION_TABLE})}


def table_names(connection: Connection) -> set[str]:
    """Every ordinary table that there is."""
    if connection.dialect.name == "sqlite":  # a full-text index is a virtual table with shadows
        rows = connection.exec_driver_sql("SELECT name FROM pragma_table_list WHERE type = 'table'")
        return {name for name in rows.scalars() if not name.startswith("sqlite_")}
    return set(inspect(connection).get_table_names())


def clause(name: str, columns: Columns) -> TableClause:
    """The table, for a `select` or an `insert` that speaks in these kinds."""
    return table(name, *(column(field, KINDS[kind].type) for field, kind in columns.items()))


def _columns(connection: Connection, name: str) -> Columns:
    found = inspect(connection).get_columns(name)
    return {field["name"]: _kind(name, field["type"]) for field in found if not field.get("computed")}


def _kind(name: str, reflected: TypeEngine[Any]) -> str:
    for family, kind in _REFLECTED:
        if isinstance(reflected, family):
            return kind
    raise TypeError(f"{name} has a column of a type that backups do not know: {reflected!r}")
