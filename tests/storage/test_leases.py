"""Leases: one courier at a destination, in order, and nothing lost when a courier is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from storage import leases, outbox
from storage.leases import Settlement, Taken
from storage.notices import Destination, Notice, NoticeState
from storage.transaction import Store, Tx

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PACE = timedelta(seconds=1)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database_url: str, clock: Clock) -> Iterator[Store]:
    opened = Store.open(database_url, clock=clock)
    yield opened
    opened.close()


def _plan(tx: Tx, *keys: str, **facts: Any) -> None:
    """Plan notices; `a1` and `a2` go to one destination, `b1` to another."""
    outbox.plan(
        tx,
        [
            {
                "kind": "card",
                "team_id": "T1",
                "key": key,
                "destination": f"channel:{key[0]}",
                "due_at": tx.now,
                **facts,
            }
            for key in keys
        ],
    )


async def _planned(store: Store, *keys: str, **facts: Any) -> None:
    def plan(tx: Tx) -> None:
        _plan(tx, *keys, **facts)

    await store.perform(plan)


async def _take(store: Store, owner: str = "me", limit: int = 10, seconds: float = 60) -> list[Taken]:
    return await store.perform(leases.take, owner=owner, limit=limit, lease_seconds=seconds)


async def _settle(store: Store, notice: Taken, state: NoticeState = NoticeState.SENT, **more: Any) -> None:
    settlement = Settlement(notice, state, **{"not_before": store.clock(), **more})
    await store.perform(leases.settle, settlements=[settlement])


def _row(tx: Tx, key: str) -> dict[str, Any]:
    return tx.session.exec(select(Notice).where(Notice.key == key)).one().model_dump()


def _destination(tx: Tx, key: str) -> dict[str, Any]:
    return tx.session.get_one(Destination, key).model_dump()


async def test_one_notice_of_each_destination_is_taken_in_the_order_of_writing(store: Store) -> None:
    await _planned(store, "a2", "b1", "a1")

    assert [notice.key for notice in await _take(store)] == ["a2", "b1"]
    assert await _take(store, owner="other") == []


async def test_what_falls_due_first_goes_first_whatever_was_written_first(store: Store, clock: Clock) -> None:
    await _planned(store, "a1", due_at=NOW + timedelta(hours=2))
    await _planned(store, "a2", due_at=NOW + timedelta(hours=1))
    assert await _take(store) == []

    clock.now += timedelta(hours=3)
    assert [notice.key for notice in await _take(store)] == ["a2"]


async def test_a_sent_notice_frees_its_destination_for_the_next_at_its_pace(
    store: Store, clock: Clock
) -> None:
    await _planned(store, "a1", "a2")
    (first,) = await _take(store)
    await _settle(store, first, not_before=NOW + PACE, remote={"ts": "1.2"})
    sent = await store.look(_row, key="a1")
    assert (sent["state"], sent["remote"], sent["settled_at"], sent["owner"]) == (
        "sent",
        {"ts": "1.2"},
        NOW,
        None,
    )

    assert await _take(store) == []
    assert await store.look(leases.next_wake) == NOW + PACE
    clock.now += PACE
    assert [notice.key for notice in await _take(store)] == ["a2"]


async def test_a_postponed_notice_keeps_those_behind_it_waiting(store: Store, clock: Clock) -> None:
    await _planned(store, "a1", "a2", "b1")
    first, _other = await _take(store)
    await _settle(
        store, first, NoticeState.DUE, not_before=NOW + PACE, attempts=first.attempts, uncertain=True
    )
    assert await _take(store) == []

    clock.now += PACE
    (again,) = await _take(store)
    assert (again.key, again.attempts, again.uncertain) == ("a1", 2, True)
    assert again.first_tried_at == NOW


async def test_a_dead_notice_does_not_hold_up_the_ones_behind_it(store: Store) -> None:
    await _planned(store, "a1", "a2")
    (first,) = await _take(store)
    await _settle(store, first, NoticeState.DEAD, outcome="The channel was archived.")

    assert [notice.key for notice in await _take(store)] == ["a2"]


async def test_a_courier_that_is_gone_loses_its_lease_and_its_notice_is_looked_for(store: Store) -> None:
    await _planned(store, "a1", "b1")
    await _take(store, owner="gone", limit=1, seconds=-1)
    (held,) = await _take(store, owner="here")

    assert await store.perform(leases.recover) == 1

    (again,) = await _take(store, owner="here again")
    assert (again.key, again.uncertain, held.key) == ("a1", True, "b1")


async def test_a_process_that_is_alone_takes_everything_back_at_its_start(store: Store) -> None:
    await _planned(store, "a1")
    await _take(store, owner="killed", seconds=60)

    assert await store.perform(leases.recover, everything=True) == 1
    assert [notice.uncertain for notice in await _take(store)] == [True]


async def test_whoever_lost_the_lease_settles_nothing(store: Store) -> None:
    await _planned(store, "a1")
    (late,) = await _take(store, owner="late", seconds=-1)
    await store.perform(leases.recover)
    (taken,) = await _take(store, owner="new")

    await _settle(store, late, NoticeState.DEAD)

    row = await store.look(_row, key="a1")
    assert (row["state"], row["owner"]) == ("sending", "new")
    assert (await store.look(_destination, key="channel:a"))["owner"] == "new"
    await _settle(store, taken)
    assert (await store.look(_row, key="a1"))["state"] == "sent"


async def test_a_change_while_the_card_is_being_sent_is_drawn_afterwards(store: Store) -> None:
    await _planned(store, "a1")
    (card,) = await _take(store)
    await _change(store, "a1")
    await _settle(store, card)

    row = await store.look(_row, key="a1")
    assert (row["state"], row["wanted"], row["shown"]) == ("due", 2, 1)


async def test_many_changes_of_a_posted_card_are_one_redraw(store: Store, clock: Clock) -> None:
    await _planned(store, "a1", "a2")
    for _ in range(2):
        (notice,) = await _take(store)
        await _settle(store, notice)
    clock.now += timedelta(hours=1)
    for _ in range(5):
        await store.perform(outbox.mark_changed, key="a1")
    assert await store.perform(outbox.absorb_changes) == 1
    assert await store.perform(outbox.absorb_changes) == 0

    (card,) = await _take(store)
    assert (card.key, card.due_at) == ("a1", clock.now)
    await _settle(store, card)
    assert await _take(store) == []
    assert await store.look(leases.next_wake) is None


@pytest.mark.parametrize("state", [NoticeState.SKIPPED, NoticeState.DROPPED, NoticeState.DEAD])
async def test_a_card_that_is_not_to_be_seen_is_not_redrawn(store: Store, state: NoticeState) -> None:
    await _planned(store, "a1")
    (card,) = await _take(store)
    await _settle(store, card, state)
    await _change(store, "a1")
    assert await _take(store) == []


async def test_what_is_past_its_best_before_is_dropped_with_the_reason(store: Store, clock: Clock) -> None:
    await _planned(store, "a1", best_before=NOW + timedelta(hours=1))
    await _planned(store, "a2", best_before=NOW + timedelta(hours=9))
    clock.now += timedelta(hours=8)

    assert await store.perform(outbox.drop_what_is_past) == 1

    dropped = await store.look(_row, key="a1")
    assert (dropped["state"], dropped["outcome"]) == ("dropped", outbox.TOO_LATE)
    assert [notice.key for notice in await _take(store)] == ["a2"]


async def test_a_destination_with_nothing_due_any_more_is_set_free(store: Store) -> None:
    await _planned(store, "a1")
    await store.perform(outbox.withdraw, which=Notice.key == "a1", because="cancelled")

    assert await _take(store) == []
    assert await store.look(leases.next_wake) is None


async def test_a_notice_told_while_its_destination_is_being_settled_is_not_forgotten(
    postgresql_url: str,
) -> None:
    """PostgreSQL only: there, the teller may hold the destination's row while the courier settles."""
    store = Store.open(postgresql_url, clock=lambda: NOW)
    await _planned(store, "a1")
    (first,) = await _take(store)
    with store.engine.connect() as teller:
        transaction = teller.begin()
        tx = Tx(teller, NOW)
        _plan(tx, "a2")
        tx.finish()
        settling = _started(store, first)
        _wait_for_a_lock(store)
        transaction.commit()
    await settling

    assert [notice.key for notice in await _take(store)] == ["a2"]
    store.close()


async def _change(store: Store, key: str) -> None:
    await store.perform(outbox.mark_changed, key=key)
    await store.perform(outbox.absorb_changes)


def _started(store: Store, notice: Taken) -> Any:
    import asyncio

    return asyncio.get_running_loop().run_in_executor(None, lambda: asyncio.run(_settle(store, notice)))


def _wait_for_a_lock(store: Store) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while True:
        with store.engine.connect() as connection:
            if connection.execute(waiting).scalar():
                return
