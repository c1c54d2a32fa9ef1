"""Statements that go straight through libpq, on a real PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from storage.libpq import Statements

ECHO = "SELECT $1::VARCHAR, $2::INTEGER, $3::TIMESTAMP WITH TIME ZONE"


@pytest.fixture
def connection(postgresql_url: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    address = postgresql_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address, prepare_threshold=None) as connection:
        yield connection


def test_values_come_back_as_they_went_in(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    noon = datetime(2027, 3, 28, 12, 0, tzinfo=UTC)
    for words in ("Llanfair’s “quote”; --", "$1 %s \\", "🙂", "", None):
        assert Statements(connection).rows(ECHO, [words, None, noon]) == [(words, None, noon)]
        connection.rollback()
        connection.execute("DEALLOCATE ALL")


def test_statement_is_one_transaction_with_what_follows(
    connection: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    connection.execute("CREATE TABLE kept (word VARCHAR PRIMARY KEY)")
    connection.commit()
    statements = Statements(connection)
    assert statements.change("INSERT INTO kept VALUES ($1::VARCHAR)", ["one"]) == 1
    connection.rollback()
    assert statements.change("INSERT INTO kept VALUES ($1::VARCHAR)", ["two"]) == 1
    connection.commit()
    assert connection.execute("SELECT word FROM kept").fetchall() == [("two",)]


def test_refused_statement_raises_what_psycopg_raises_and_can_be_tried_again(
    connection: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    connection.execute("CREATE TABLE kept (word VARCHAR PRIMARY KEY)")
    connection.commit()
    statements = Statements(connection)
    statements.change("INSERT INTO kept VALUES ($1::VARCHAR)", ["one"])
    with pytest.raises(psycopg.errors.UniqueViolation):
        statements.change("INSERT INTO kept VALUES ($1::VARCHAR)", ["one"])
    connection.rollback()
    assert statements.change("INSERT INTO kept VALUES ($1::VARCHAR)", ["one"]) == 1
