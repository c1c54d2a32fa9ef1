"""Telling: one row for each thing to say, however often it is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from storage import outbox
from storage.notices import Destination, Notice, NoticeState, Redraw
from storage.transaction import Store, Tx
from usecases import notice_rows, notices

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
CHANNEL = "channel:C1"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url, clock=lambda: NOW)
    yield opened
    opened.close()


def _tell(tx: Tx, key: str = "meeting:1:card", kind: str = "card", **facts: Any) -> None:
    notices.tell(tx, kind, key=key, destination=CHANNEL, team_id="T1", **facts)


def _notices(tx: Tx) -> list[dict[str, Any]]:
    return [row.model_dump() for row in tx.session.exec(select(Notice).order_by(Notice.key))]


def _mark(tx: Tx, state: NoticeState) -> None:
    for notice in tx.session.exec(select(Notice)):
        notice.state = state


async def test_telling_twice_is_telling_once_with_the_newer_plan(store: Store) -> None:
    await store.perform(_tell, due_at=NOW + timedelta(days=3))
    await store.perform(_tell, due_at=NOW + timedelta(days=1), facts={"was": "May"})

    (row,) = await store.look(_notices)
    assert (row["due_at"], row["facts"], row["state"]) == (NOW + timedelta(days=1), {"was": "May"}, "due")


@pytest.mark.parametrize(
    "state", [NoticeState.SENT, NoticeState.SKIPPED, NoticeState.SENDING, NoticeState.DEAD]
)
async def test_what_was_said_or_skipped_is_not_told_again(store: Store, state: NoticeState) -> None:
    await store.perform(_tell, facts={"told": "first"})
    await store.perform(_mark, state=state)
    await store.perform(_tell, facts={"told": "again"})

    (row,) = await store.look(_notices)
    assert (row["state"], row["facts"]) == (state, {"told": "first"})


async def test_what_was_dropped_comes_back_when_it_is_told_again(store: Store) -> None:
    await store.perform(_tell)
    await store.perform(outbox.withdraw, which=Notice.kind == "card", because="paused")
    (row,) = await store.look(_notices)
    assert (row["state"], row["outcome"]) == ("dropped", "paused")

    await store.perform(_tell)

    (row,) = await store.look(_notices)
    assert (row["state"], row["outcome"]) == ("due", "")


async def test_a_destination_expects_the_first_of_its_notices(store: Store) -> None:
    woken: list[datetime] = []
    store.on_due = woken.append
    await store.perform(_tell, key="b", due_at=NOW + timedelta(hours=2))
    await store.perform(_tell, key="a", due_at=NOW + timedelta(hours=1))
    await store.perform(_tell, key="c", due_at=NOW + timedelta(hours=3))

    def first_due(tx: Tx) -> datetime | None:
        return tx.session.get_one(Destination, CHANNEL).next_due_at

    assert await store.look(first_due) == NOW + timedelta(hours=1)
    assert woken == [NOW + timedelta(hours=n) for n in (2, 1, 3)]


async def test_a_fact_that_is_refused_takes_its_notice_with_it(store: Store) -> None:
    def told_then_refused(tx: Tx) -> None:
        _tell(tx)
        raise LookupError

    with pytest.raises(LookupError):
        await store.perform(told_then_refused)
    assert await store.look(_notices) == []


async def test_notices_of_one_transaction_keep_the_order_in_which_they_were_told(store: Store) -> None:
    def told(tx: Tx) -> None:
        for key in ("z", "a", "m"):
            _tell(tx, key=key)

    await store.perform(told)

    rows = sorted(await store.look(_notices), key=lambda row: row["turn"])
    assert [row["key"] for row in rows] == ["z", "a", "m"]


async def test_a_changed_card_leaves_a_mark_and_wakes_the_heartbeat(store: Store) -> None:
    woken: list[datetime] = []
    store.on_due = woken.append
    await store.perform(notices.card_changed, meeting_id="m1")

    def marks(tx: Tx) -> list[str]:
        return [row.key for row in tx.session.exec(select(Redraw))]

    assert await store.look(marks) == [notice_rows.card_key("m1")]
    assert woken == [NOW]
