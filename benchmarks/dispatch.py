"""Notices taken from the outbox and marked, against the bare claim-and-mark loop; and a process that waits."""

import asyncio
import multiprocessing
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import delete

from benchmarks.table import ROUNDS, Row, interleaved, ratio
from bot.heartbeat import Heartbeat
from handlers.carriers import Carrier
from handlers.courier import Courier
from handlers.outcomes import Pace
from storage import migrate, outbox
from storage.leases import Taken
from storage.outbox import DESTINATIONS, NOTICES
from storage.transaction import Store, Tx
from usecases.delivery import Address
from usecases.kinds import Kind

NOTICES_DUE, CHANNELS = 300, 100
WAITING, IDLE_SECONDS = 100_000, 20.0
PACE = Pace(between=0.0, at_once=64)

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["benchmarks.dispatch"])


class _Nowhere:
    """A carrier that is there at once."""

    def pause(self, _notice: Taken, _address: Address, /) -> float:
        return 0.0

    async def find(self, _notice: Taken, _address: Address, /) -> dict[str, Any] | None:
        return None

    async def send(self, _notice: Taken, address: Address, _value: Any, /) -> dict[str, Any]:
        return {"channel": address.channel_id, "ts": "1"}


def dispatch(url: str) -> list[Row]:
    """Every row taken, read once more, and marked; then a process with a hundred thousand to come."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "convenor.db"
        sqlite = f"sqlite:///{file}"
        migrate.upgrade(sqlite)
        migrate.upgrade(url)
        return [
            _against(sqlite, lambda: _raw_sqlite(file), 0.65, "sqlite"),
            _against(url, lambda: _raw_postgresql(url), 0.80, "postgresql"),
            _two_processes(url),
            *_idle(f"sqlite:///{Path(folder) / 'idle.db'}"),
        ]


def _against(url: str, raw: Callable[[], float], goal: float, name: str) -> Row:
    def ours() -> float:
        with _filled(url):
            return asyncio.run(_deliver(url))

    def bare() -> float:
        with _filled(url):
            return raw()

    measured, loop = interleaved(ROUNDS, ours, bare)
    told = f"{statistics.median(measured):.0f} against {statistics.median(loop):.0f} a second"
    return Row(f"dispatch, each marked, {name}", ratio(measured, loop), "× raw", goal, told=told)


def _two_processes(url: str) -> Row:
    """The same rows, shared by two processes that start together."""

    def one() -> float:
        with _filled(url):
            return asyncio.run(_deliver(url))

    def two() -> float:
        with _filled(url), _forks.Manager() as manager:
            gate = manager.Barrier(3)
            workers = [_forks.Process(target=_deliver_with_others, args=(url, gate)) for _ in range(2)]
            for worker in workers:
                worker.start()
            gate.wait()
            began = time.perf_counter()
            gate.wait()
            taken = time.perf_counter() - began
            for worker in workers:
                worker.join()
            return NOTICES_DUE / taken

    both, alone = interleaved(3, two, one)
    return Row("dispatch by two processes, postgresql", ratio(both, alone), "× one process")


def _deliver_with_others(url: str, gate: Any) -> None:
    async def deliver() -> None:
        store, courier = _courier(url, f"bench{multiprocessing.current_process().pid}")
        await courier.start()
        await store.look(outbox_is_open)
        gate.wait()
        await courier.until_idle()
        gate.wait()
        await courier.stop()
        store.close()

    asyncio.run(deliver())


def outbox_is_open(tx: Tx) -> None:
    """Connect, so that connecting is not measured."""
    tx.connection.execute(DESTINATIONS.select().limit(1))


async def _deliver(url: str) -> float:
    store, courier = _courier(url, "bench")
    await courier.start()
    await store.look(outbox_is_open)
    began = time.perf_counter()
    await courier.until_idle()
    taken = time.perf_counter() - began
    await courier.stop()
    store.close()
    return NOTICES_DUE / taken


def _courier(url: str, name: str) -> tuple[Store, Courier]:
    store = Store.open(url, clock=lambda: datetime.now(UTC))
    carriers: Mapping[str, Carrier] = {"slack": _Nowhere()}
    kinds = {"say": Kind(lambda _tx, notice: notice.facts["text"])}
    return store, Courier(store, carriers, kinds, name, pace=replace(PACE))


# Filling and the bare loops


@contextmanager
def _filled(url: str, count: int = NOTICES_DUE, *, due_in: timedelta = timedelta(0)) -> Iterator[None]:
    store = Store.open(url, clock=lambda: datetime.now(UTC))
    asyncio.run(store.perform(_fill, count=count, due_in=due_in))
    store.close()
    yield
    store = Store.open(url, clock=lambda: datetime.now(UTC))
    asyncio.run(store.perform(_empty))
    store.close()


def _fill(tx: Tx, count: int, due_in: timedelta) -> None:
    outbox.plan(
        tx,
        [
            {
                "kind": "say",
                "key": f"bench:{number}",
                "team_id": "T1",
                "destination": f"channel:C{number % CHANNELS}",
                "facts": {"text": "hello"},
                "due_at": tx.now + due_in,
            }
            for number in range(count)
        ],
    )


def _empty(tx: Tx) -> None:
    tx.connection.execute(delete(NOTICES))
    tx.connection.execute(delete(DESTINATIONS))


_CLAIM = (
    "UPDATE notices SET state = 'sending', attempts = attempts + 1 WHERE id = "
    "(SELECT id FROM notices WHERE state = 'due' ORDER BY due_at LIMIT 1{lock}) RETURNING id"
)


def _raw_sqlite(file: Path) -> float:
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    began, marked = time.perf_counter(), 0
    while True:
        raw.execute("BEGIN IMMEDIATE")
        found = raw.execute(_CLAIM.format(lock="")).fetchone()
        raw.execute("COMMIT")
        if found is None:
            break
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE notices SET state = 'sent' WHERE id = ?", found)
        raw.execute("COMMIT")
        marked += 1
    taken = time.perf_counter() - began
    raw.close()
    return marked / taken


def _raw_postgresql(url: str) -> float:
    with psycopg.connect(url.replace("+psycopg", "")) as raw:
        began, marked = time.perf_counter(), 0
        while True:
            found = raw.execute(_CLAIM.format(lock=" FOR UPDATE SKIP LOCKED")).fetchone()
            raw.commit()
            if found is None:
                break
            raw.execute("UPDATE notices SET state = 'sent' WHERE id = %s", found)
            raw.commit()
            marked += 1
        return marked / (time.perf_counter() - began)


# Waiting


def _idle(url: str) -> list[Row]:
    """CPU and memory of a process that has nothing to do for now."""
    migrate.upgrade(url)
    with _filled(url, WAITING, due_in=timedelta(days=30)):
        ours, theirs = _forks.Pipe()
        waiting = _forks.Process(target=_wait, args=(url, theirs))
        waiting.start()
        cpu, memory = ours.recv()
        waiting.join()
    told = f"{WAITING:,} notices to come"
    return [
        Row("CPU of a process that waits", cpu * 100, "% of a core", 1.0, at_least=False, told=told),
        Row("its memory", memory, "MB", 95.0, at_least=False, told=told),
    ]


def _wait(url: str, results: Any) -> None:
    async def wait() -> None:
        store, courier = _courier(url, "idle")
        heartbeat = Heartbeat(store, courier)
        await heartbeat.start()
        await asyncio.sleep(2.0)
        before = time.process_time()
        await asyncio.sleep(IDLE_SECONDS)
        results.send(((time.process_time() - before) / IDLE_SECONDS, _memory()))
        await heartbeat.stop()
        store.close()

    asyncio.run(wait())


def _memory() -> float:
    """Resident memory in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
