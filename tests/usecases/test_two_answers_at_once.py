"""One person answers twice in the same instant: one of the answers stands, and so does its price."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine, text

from rules.rsvp import Answer, Place
from storage import prepared
from storage.engines import open_engine
from storage.transaction import Store, Tx
from tests.usecases.world import NOW, World, a_world
from usecases import rsvp
from usecases.callers import Caller
from usecases.rsvp import Receipt

PATIENCE_SECONDS = 20
LOOKS = 20_000


def _until_somebody_waits(engine: Engine) -> None:
    """Until a transaction waits for another one's row."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(LOOKS):
        with engine.connect() as connection:
            if connection.execute(waiting).scalar():
                return
    raise AssertionError("nobody waits")


def _at_once(url: str, caller: Caller, meeting_id: str, first: Answer, second: Answer) -> Receipt:
    """The second answer is worked out before the first is committed, and written after it."""
    engine, store = open_engine(url), Store.open(url, clock=lambda: NOW)
    asked = {"caller": caller, "meeting_id": meeting_id}

    def answers_too() -> Receipt:
        return asyncio.run(store.perform(rsvp.answer, **asked, answer=second))

    with engine.connect() as connection, ThreadPoolExecutor(1) as elsewhere:
        transaction = connection.begin()
        tx = Tx(connection, NOW)
        rsvp.answer(tx, **asked, answer=first)
        tx.finish()
        prepared.send(connection)
        also = elsewhere.submit(answers_too)
        _until_somebody_waits(engine)
        transaction.commit()
        receipt = also.result(PATIENCE_SECONDS)
    store.close()
    engine.dispose()
    return receipt


@pytest.mark.parametrize("before", [(), (Answer.ATTENDING, Answer.APOLOGIES)], ids=["first", "withdrawn"])
def test_of_two_answers_at_once_the_later_stands_with_its_own_price(
    postgresql_url: str, before: tuple[Answer, ...]
) -> None:
    with a_world(postgresql_url) as world:
        ana, meeting_id = _a_guest(world)
        for each in before:
            rsvp.answer(world.tx, caller=ana, meeting_id=meeting_id, answer=each)
        world.commit()
    later = _at_once(postgresql_url, ana, meeting_id, Answer.ATTENDING, Answer.MAYBE)
    assert (later.answer, later.place, later.owed_pence) == (Answer.MAYBE, Place.NONE, 0)


def _a_guest(world: World) -> tuple[Caller, str]:
    """Somebody who pays, and a meeting far enough ahead that a withdrawal keeps nothing."""
    return world.person("Ana Costa", declared_non_member=date(2027, 1, 1)), world.meeting().id
