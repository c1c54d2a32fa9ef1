"""Killed between "paused" and the next heartbeat: nothing goes out to anybody who should hear nothing."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from handlers.courier import Courier
from handlers.outcomes import Pace
from storage import leases
from storage.leases import Taken
from storage.transaction import Store
from tests.usecases.learning_world import UNIT, Clock, World
from usecases import learning_events
from usecases.delivery import Address
from usecases.kinds import KINDS

ROOT = Path(__file__).parents[2]


class Recorder:
    """A carrier that takes down what it is given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def pause(self, _notice: Taken, _address: Address) -> float:
        return 0.0

    async def find(self, _notice: Taken, _address: Address) -> dict[str, Any] | None:
        return None

    async def send(self, notice: Taken, _address: Address, value: Any) -> dict[str, Any]:
        self.texts.append(value.text)
        return {"channel": "D1", "ts": notice.id}


@pytest.mark.parametrize(
    ("killed", "practitioners_hear"),
    [("after the pause was committed", []), ("before it was committed", ["practitioner/purpose"])],
)
async def test_process_killed_beside_a_pause(
    database_url: str, killed: str, practitioners_hear: list[str]
) -> None:
    clock = Clock()
    world = World(Store.open(database_url, clock=clock), clock)
    await world.convene()
    await world.add("Sam")
    world.store.close()

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.test_paused_then_killed", database_url, world.event_id, killed),
        cwd=ROOT,
    )
    assert await process.wait() == -signal.SIGKILL

    clock.to(5, 5, 10)
    assert await _what_is_sent(database_url, clock) == practitioners_hear


async def _what_is_sent(url: str, clock: Clock) -> list[str]:
    """What a process that starts afterwards delivers to practitioners."""
    store, recorder = Store.open(url, clock=clock), Recorder()
    await store.perform(leases.recover, everything=True)
    courier = Courier(store, {"slack": recorder}, KINDS, "after", pace=Pace(between=0.0, backoff=0.0))
    await courier.start()
    await courier.until_idle()
    await courier.stop()
    store.close()
    return [text for text in recorder.texts if text.startswith("practitioner/")]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _pause_and_die_before_committing(tx: Any, **facts: Any) -> None:
    learning_events.pause(tx, **facts)
    tx.session.flush()
    _die()


async def _pause(url: str, event_id: str, killed: str) -> None:
    clock = Clock()
    clock.to(5, 5, 8)
    store = Store.open(url, clock=clock)
    early = killed.startswith("before")
    verb: Any = _pause_and_die_before_committing if early else learning_events.pause
    await store.perform(verb, caller=UNIT, event_id=event_id)
    _die()


if __name__ == "__main__":
    asyncio.run(_pause(*sys.argv[1:]))
