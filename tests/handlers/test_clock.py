"""What the clock tidies away."""

from datetime import timedelta

import pytest

from handlers import clock
from storage.inbox import AlreadyHandled
from storage.transaction import Store, Tx
from tests.handlers.delivering import Clock


def _nothing(_tx: Tx) -> None:
    """An event that changes nothing."""


async def test_handled_events_are_forgotten_after_thirty_days_and_not_before(sqlite_url: str) -> None:
    time = Clock()
    store = Store.open(sqlite_url, clock=time)
    await store.perform_once("slack:Ev1", _nothing)
    time.now += timedelta(days=29)
    await clock.tick(store, tidying=True)
    with pytest.raises(AlreadyHandled):
        await store.perform_once("slack:Ev1", _nothing)
    time.now += timedelta(days=2)
    await clock.tick(store, tidying=True)
    await store.perform_once("slack:Ev1", _nothing)
    store.close()
