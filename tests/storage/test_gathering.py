"""What is handed in while the event loop is busy goes on together, in order, and nothing is ever left behind."""

import asyncio
from datetime import UTC, datetime

from sqlmodel import func, select

from storage.gathering import Gathering
from storage.people import Person
from storage.transaction import Store, Tx

NOW = datetime(2027, 1, 1, tzinfo=UTC)


async def test_a_crowd_is_passed_on_together_and_in_order() -> None:
    passed_on: list[list[int]] = []
    gathering: Gathering[int] = Gathering(passed_on.append, most=1000)

    async def hand_in(number: int) -> None:
        for _ in range(number % 3):  # some take a turn of the loop longer than others
            await asyncio.sleep(0)
        gathering.add(number)

    await asyncio.gather(*(hand_in(number) for number in range(300)))
    gathering.close()
    assert passed_on == [sorted(range(300), key=lambda number: number % 3)]


async def test_whoever_comes_without_end_does_not_keep_the_others_waiting() -> None:
    passed_on: list[list[int]] = []
    gathering: Gathering[int] = Gathering(passed_on.append, most=10)
    for number in range(25):
        gathering.add(number)
        await asyncio.sleep(0)
    gathering.close()
    assert [one for some in passed_on for one in some] == list(range(25))
    assert len(passed_on) > 1
    assert all(len(some) <= 11 for some in passed_on)


def _known(tx: Tx, *, number: int) -> None:
    tx.session.add(Person(team_id="T1", slack_id=f"U{number}", name="Somebody", first_seen_at=NOW))


def _count(tx: Tx) -> int:
    return tx.session.exec(select(func.count()).select_from(Person)).one()


def test_work_of_a_loop_that_ended_early_neither_is_lost_nor_holds_up_the_next(database_url: str) -> None:
    store = Store.open(database_url, clock=lambda: NOW)

    async def given_up() -> None:
        handed_in = asyncio.create_task(store.perform(_known, number=1))
        await asyncio.sleep(0)
        handed_in.cancel()

    asyncio.run(given_up())
    asyncio.run(store.perform(_known, number=2))
    store.close()

    again = Store.open(database_url, clock=lambda: NOW)
    assert asyncio.run(again.look(_count)) == 2
    again.close()


async def test_closing_finishes_what_was_just_handed_in(database_url: str) -> None:
    store = Store.open(database_url, clock=lambda: NOW)
    handed_in = asyncio.create_task(store.perform(_known, number=1))
    await asyncio.sleep(0)
    store.close()
    await handed_in

    again = Store.open(database_url, clock=lambda: NOW)
    assert await again.look(_count) == 1
    again.close()
