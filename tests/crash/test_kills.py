"""Killed fifty times while it delivers: nothing is lost, nothing is said twice, and order holds."""

import random
from datetime import UTC, datetime

import pytest

from sandbox import Workspace, serve
from storage.transaction import Store
from tests.crash.carnage import Carnage, Tally

pytestmark = pytest.mark.xdist_group("crash")


async def _carnage(database_url: str, *, processes: int, looks: bool = True) -> Tally:
    store = Store.open(database_url, clock=lambda: datetime.now(UTC))
    try:
        async with serve(Workspace()) as slack:
            chance = random.Random(20270301)
            tally = await Carnage(slack, store, database_url, looks, chance).run(processes)
    finally:
        store.close()
    print(f"\n{database_url.partition(':')[0]}, {processes} processes, looks: {looks}: {tally}")  # noqa: T201 - its report
    return tally


async def test_one_process_on_sqlite_loses_and_doubles_nothing(sqlite_url: str) -> None:
    tally = await _carnage(sqlite_url, processes=1)
    assert (tally.lost, tally.doubled, tally.out_of_order) == (0, 0, 0)
    assert tally.kills >= 50
    assert tally.kills_after_storing >= 10


async def test_two_processes_on_postgresql_of_which_one_never_comes_back(postgresql_url: str) -> None:
    tally = await _carnage(postgresql_url, processes=2)
    assert (tally.lost, tally.doubled, tally.out_of_order) == (0, 0, 0)
    assert tally.kills >= 50
    assert tally.kills_after_storing >= 10


async def test_without_looking_before_sending_again_there_are_doubles(sqlite_url: str) -> None:
    tally = await _carnage(sqlite_url, processes=1, looks=False)
    assert tally.lost == 0
    assert tally.doubled > 0
