"""PostgreSQL is started again, or lets a connection go: the work is done on a new one, once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from rules.refusals import Refusal
from storage.inbox import AlreadyHandled, Inbox, is_recorded, record_once
from storage.transaction import Store, Tx

NOW = datetime(2027, 1, 1, tzinfo=UTC)
ENOUGH_FOR_ALL = 20  # so that each of the few threads, and its connection, has some
LET_GO = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture
async def store(postgresql_url: str) -> AsyncIterator[Store]:
    opened = Store.open(postgresql_url, clock=lambda: NOW)
    yield opened
    opened.close()


def _let_go_of_all(store: Store) -> None:
    address = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as operator:
        operator.execute(LET_GO)


def _remember(tx: Tx, *, key: str) -> None:
    record_once(tx.connection, key, tx.now)


def _remember_slowly(tx: Tx, *, key: str) -> None:
    tx.connection.execute(text("SELECT pg_sleep(0.02)"))  # so that every thread has its share
    _remember(tx, key=key)


async def _remembered(store: Store) -> int:
    def count(tx: Tx) -> int:
        return int(tx.connection.execute(text("SELECT count(*) FROM inbox")).scalar_one())

    return await store.perform(count)


async def _all_at_once(store: Store, prefix: str) -> None:
    keys = [f"{prefix}:{number}" for number in range(ENOUGH_FOR_ALL)]
    await asyncio.gather(*(store.perform(_remember_slowly, key=key) for key in keys))


async def test_connections_lost_between_two_answers_are_replaced(store: Store) -> None:
    await _all_at_once(store, "before")
    _let_go_of_all(store)
    await _all_at_once(store, "after")
    assert await _remembered(store) == 2 * ENOUGH_FOR_ALL


async def test_connection_lost_in_the_middle_of_the_work_does_it_again_on_another(store: Store) -> None:
    runs: list[str] = []

    def remember(tx: Tx) -> None:
        runs.append("begun")
        _remember(tx, key=f"run {len(runs)}")
        if len(runs) == 1:
            _let_go_of_all(store)
        assert is_recorded(tx.connection, f"run {len(runs)}")

    await store.perform(remember)
    assert len(runs) == 2
    assert await _remembered(store) == 1


async def test_connection_lost_while_it_commits_is_told_and_not_tried_again(store: Store) -> None:
    """Whether it was committed can't be known; whoever asked is told, and the next is served."""
    runs: list[str] = []

    def remember(tx: Tx) -> None:
        runs.append("begun")
        _remember(tx, key="asked")
        _let_go_of_all(store)

    with pytest.raises(DBAPIError, match=r"terminating connection|closed the connection"):
        await store.perform(remember)
    assert runs == ["begun"]
    await _all_at_once(store, "next")
    assert await _remembered(store) == ENOUGH_FOR_ALL


def _refused(_tx: Tx) -> None:
    raise Refusal("not today")


def _a_row_that_is_there(tx: Tx) -> None:
    tx.session.add(Inbox(key="there", received_at=NOW))
    tx.session.flush()


def _an_unsound_statement(tx: Tx) -> None:
    tx.connection.execute(text("SELECT 1 / 0"))


def _found_at_the_end(tx: Tx) -> None:
    _remember(tx, key="there")


@pytest.mark.parametrize(
    ("fail", "problem"),
    [
        (_refused, Refusal),
        (_a_row_that_is_there, IntegrityError),
        (_an_unsound_statement, DataError),
        (_found_at_the_end, AlreadyHandled),
    ],
)
async def test_work_that_fails_leaves_nothing_to_the_next_on_its_connection(
    store: Store, fail: Callable[[Tx], None], problem: type[Exception]
) -> None:
    await store.perform(_remember, key="there")

    def half_done(tx: Tx) -> None:
        _remember(tx, key="half done")
        fail(tx)

    for _ in range(ENOUGH_FOR_ALL):
        with pytest.raises(problem):
            await store.perform(half_done)
    await _all_at_once(store, "next")
    assert await _remembered(store) == 1 + ENOUGH_FOR_ALL
