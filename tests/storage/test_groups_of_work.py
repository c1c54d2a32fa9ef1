"""Units of work that are committed together: one that fails takes nothing of the others with it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from storage.people import Person
from storage.transaction import Store, Tx

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = Store.open(database_url, clock=lambda: NOW)
    yield opened
    opened.close()


def _known(tx: Tx, *, number: int) -> None:
    tx.session.add(Person(team_id="T1", slack_id=f"U{number}", name="Somebody", first_seen_at=NOW))


async def test_flush_that_fails_fails_alone(store: Store) -> None:
    await store.perform(_known, number=0)
    numbers = [1, 2, 3, 0, 4, 5, 6]
    outcomes = await asyncio.gather(
        *(store.perform(_known, number=n) for n in numbers), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [
        IntegrityError if n == 0 else type(None) for n in numbers
    ]

    def kept(tx: Tx) -> set[str | None]:
        return set(tx.session.exec(select(Person.slack_id)))

    assert await store.look(kept) == {f"U{n}" for n in numbers}
