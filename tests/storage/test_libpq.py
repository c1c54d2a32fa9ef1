"""Statements that go straight through libpq, on a real PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from storage.libpq import Statements
from storage.prepared import Write

ECHO = "SELECT $1::VARCHAR, $2::INTEGER, $3::TIMESTAMP WITH TIME ZONE"
KEEP = "INSERT INTO kept VALUES ($1::VARCHAR) ON CONFLICT DO NOTHING"
FIND = "SELECT word FROM kept WHERE word = $1::VARCHAR"


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


def _keep(statements: Statements, word: str) -> None:
    statements.later(Write("INSERT INTO kept VALUES ($1::VARCHAR)", [word], None, aside=False))
    statements.send()


def test_statement_is_one_transaction_with_what_follows(
    connection: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    connection.execute("CREATE TABLE kept (word VARCHAR PRIMARY KEY)")
    connection.commit()
    statements = Statements(connection)
    _keep(statements, "one")
    connection.rollback()
    _keep(statements, "two")
    connection.commit()
    assert connection.execute("SELECT word FROM kept").fetchall() == [("two",)]


def test_refused_statement_raises_what_psycopg_raises_and_can_be_tried_again(
    connection: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    connection.execute("CREATE TABLE kept (word VARCHAR PRIMARY KEY)")
    connection.commit()
    statements = Statements(connection)
    _keep(statements, "one")
    with pytest.raises(psycopg.errors.UniqueViolation):
        _keep(statements, "one")
    connection.rollback()
    _keep(statements, "one")
    assert statements.rows(FIND, ["one"]) == [("one",)]


class TooLate(Exception):
    """Somebody kept the word before."""


@pytest.fixture
def kept(connection: "psycopg.Connection[tuple[object, ...]]") -> Statements:
    connection.execute("CREATE TABLE kept (word VARCHAR PRIMARY KEY)")
    connection.commit()
    return Statements(connection)


def _words(connection: "psycopg.Connection[tuple[object, ...]]") -> list[object]:
    return [word for (word,) in connection.execute("SELECT word FROM kept ORDER BY word")]


def test_what_waits_is_read_by_what_comes_after_it(kept: Statements) -> None:
    kept.later(Write(KEEP, ["one"], None, aside=False))
    assert kept.rows(FIND, ["one"]) == [("one",)]


def test_what_is_written_aside_travels_with_a_reading_that_finds_nothing(
    kept: Statements, connection: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    kept.later(Write(KEEP, ["one"], TooLate(), aside=True))
    assert kept.rows(FIND, ["two"]) == []
    connection.commit()
    assert _words(connection) == ["one"]


@pytest.mark.parametrize("aside", [True, False])
def test_write_that_changes_nothing_says_so_at_the_next_reading(kept: Statements, *, aside: bool) -> None:
    _keep(kept, "one")
    kept.later(Write(KEEP, ["one"], TooLate(), aside=aside))
    with pytest.raises(TooLate):
        kept.rows(FIND, ["one"])


def test_nothing_is_committed_with_a_write_that_changes_nothing(
    kept: Statements, connection: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    _keep(kept, "one")
    connection.commit()
    kept.later(Write(KEEP.replace("$1", "lower($1)"), ["Two"], None, aside=False))
    kept.later(Write(KEEP, ["one"], TooLate(), aside=False))
    with pytest.raises(TooLate):
        kept.commit()
    connection.rollback()
    assert _words(connection) == ["one"]


def test_what_waits_is_committed_on_the_same_journey(
    kept: Statements, connection: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    kept.later(Write(KEEP, ["one"], TooLate(), aside=False))
    kept.later(Write(KEEP, ["two"], TooLate(), aside=False))
    kept.commit()
    connection.rollback()
    assert _words(connection) == ["one", "two"]


def test_what_waited_is_forgotten_with_its_transaction(
    kept: Statements, connection: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    kept.later(Write(KEEP, ["one"], None, aside=False))
    kept.forget()
    kept.commit()
    assert _words(connection) == []
