"""Rows for every table that there is or will be, with every column filled by its type."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    String,
    select,
)
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from storage.tables import metadata

WORDS = "Siân Ŵyn; O'Hara “quoted” \\ back\nslash 🗓️ 東京 'x'"
ROWS = 4
LAST_MOMENT = datetime(2027, 3, 28, 0, 59, 59, 999_999, tzinfo=UTC)  # before the clocks change
LEAP_DAY = date(2028, 2, 29)


def fill(connection: Connection, seed: int = 1) -> None:
    """Some rows in every table; references point at rows that are there."""
    rng = random.Random(seed)
    for table in metadata.sorted_tables:
        rows = [
            {column.name: _value(connection, column, number, rng) for column in table.columns}
            for number in range(ROWS)
        ]
        connection.execute(table.insert(), rows)


def everything(connection: Connection) -> dict[str, list[Any]]:
    """All that the tables hold, for comparing."""
    return {
        name: sorted(map(repr, connection.execute(select(table)))) for name, table in metadata.tables.items()
    }


def _value(connection: Connection, column: Column[Any], number: int, rng: random.Random) -> Any:
    if column.foreign_keys:
        (reference,) = column.foreign_keys
        if reference.column.table is column.table:
            return None
        return connection.scalars(select(reference.column).order_by(reference.column)).all()[number]
    if column.nullable and number == 0:
        return None
    for kind, value in _VALUES:
        if isinstance(column.type, kind):
            return value(column, number, rng)
    raise TypeError(f"no value for {column!r}")


def _word(column: Column[Any], number: int, _rng: random.Random) -> str:
    text = f"{number} {column.table.name} {column.name} {WORDS}"
    return text[: getattr(column.type, "length", None) or len(text)]


def _choice(column: Column[Any], number: int, _rng: random.Random) -> str:
    words = column.type.enums
    return words[number % len(words)]


_VALUES: list[tuple[type[TypeEngine[Any]], Callable[[Column[Any], int, random.Random], Any]]] = [
    (Enum, _choice),
    (AutoString, _word),
    (String, _word),
    (Boolean, lambda _column, number, _rng: number % 2 == 0),
    (Integer, lambda column, number, rng: number if column.primary_key else rng.randrange(2**31)),
    (Float, lambda _column, _number, rng: rng.random() * 10 ** rng.randrange(9)),
    (
        UTCDateTime,
        lambda _column, number, rng: LAST_MOMENT + timedelta(hours=number, microseconds=rng.random()),
    ),
    (Date, lambda _column, number, _rng: LEAP_DAY + timedelta(days=number)),
    (JSON, lambda _column, number, _rng: [{"words": WORDS}, [], {}, ["x", None, 1.5, True]][number % 4]),
    (LargeBinary, lambda _column, number, _rng: bytes(range(256)) * number),
]
