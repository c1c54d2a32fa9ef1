"""What is measured without a server in between: writes alone, starting, memory."""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlmodel import col, select

from benchmarks import quorum
from benchmarks.bots import serving
from benchmarks.bots.convenor import MEETING, stage
from benchmarks.calendars import calendars
from benchmarks.dispatch import dispatch
from benchmarks.load import TEAM, command, send
from benchmarks.table import ROUNDS, Row, interleaved, ratio
from benchmarks.tryout import trying_out
from rules.rsvp import Answer, Place
from storage import booking, migrate
from storage.people import Person
from storage.transaction import Store, Tx

WRITES = 400
AT_ONCE = 16


def writes(url: str) -> list[Row]:
    """The answer's row alone, sixteen people at a time, against the bare driver committing one by one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "convenor.db"
        return [
            _writes(f"sqlite:///{file}", _raw_sqlite(Path(folder) / "raw.db"), 1.5, "sqlite"),
            _writes(url, _raw_postgresql(url), 0.30, "postgresql"),
        ]


def _writes(url: str, raw: Callable[[], float], goal: float, name: str) -> Row:
    migrate.upgrade(url)
    store = Store.open(url, clock=lambda: datetime.now(UTC))
    people = asyncio.run(store.perform(_people))

    async def ours() -> float:
        turns = iter(range(WRITES))

        async def person() -> None:
            for turn in turns:
                await store.perform(_answered, person_id=people[turn % len(people)])

        began = time.perf_counter()
        await asyncio.gather(*(person() for _ in range(AT_ONCE)))
        return WRITES / (time.perf_counter() - began)

    measured, bare = interleaved(ROUNDS, lambda: asyncio.run(ours()), raw)
    store.close()
    told = f"{statistics.median(measured):.0f} against {statistics.median(bare):.0f} a second"
    return Row(f"answers written alone at {AT_ONCE}, {name}", ratio(measured, bare), "× raw", goal, told=told)


def _people(tx: Tx) -> list[str]:
    stage(tx)
    for number in range(100):
        tx.session.add(Person(team_id=TEAM, slack_id=f"W{number}", name="x", first_seen_at=tx.now))
    tx.session.flush()
    return list(tx.session.exec(select(Person.id).where(col(Person.slack_id).startswith("W"))))


def _answered(tx: Tx, *, person_id: str) -> None:
    row = dict.fromkeys(
        (
            "queued",
            "offer_expires_at",
            "member_pence",
            "non_member_pence",
            "standing",
            "price_pence",
            "guest_of",
        )
    )
    booking.save(
        tx,
        {
            **row,
            "meeting_id": MEETING,
            "person_id": person_id,
            "answer": Answer.ATTENDING,
            "place": Place.BOOKED,
            "answered_at": tx.now,
            "booked_at": tx.now,
        },
    )


_UPSERT = (
    "INSERT INTO answers VALUES ({0}, {0}, {0}, {0}) ON CONFLICT (meeting, person) DO UPDATE SET at = {0}"
)
_TABLE = "CREATE TABLE {0} (meeting TEXT, person TEXT, answer TEXT, at TEXT, PRIMARY KEY (meeting, person))"


def _raw_sqlite(file: Path) -> Callable[[], float]:
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(_TABLE.format("answers"))
    return lambda: _one_by_one(db.execute, _UPSERT.format("?"))


def _raw_postgresql(url: str) -> Callable[[], float]:
    """Bare psycopg as fast as it goes at the same concurrency: sixteen connections in sixteen threads."""
    address = url.replace("postgresql+psycopg://", "postgresql://")
    statement = _UPSERT.format("%s").replace("INTO answers", "INTO raw_answers")
    with psycopg.connect(address, autocommit=True) as db:
        db.execute(_TABLE.format("raw_answers"))

    def measure() -> float:
        connections = [psycopg.connect(address, autocommit=True) for _ in range(AT_ONCE)]
        each = WRITES // AT_ONCE

        def work(number: int) -> None:
            for turn in range(each):
                now = datetime.now(UTC).isoformat()
                values = ("m", f"{number}-{turn % 7}", "attending", now, now)
                connections[number].execute(statement, values)

        began = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(work, range(AT_ONCE)))
        took = time.perf_counter() - began
        for connection in connections:
            connection.close()
        return WRITES / took

    return measure


def _one_by_one(execute: Callable[..., object], statement: str) -> float:
    began = time.perf_counter()
    for turn in range(WRITES):
        now = datetime.now(UTC).isoformat()
        execute(statement, ("m", f"p{turn % 100}", "attending", now, now))
    return WRITES / (time.perf_counter() - began)


def starting(_url: str) -> list[Row]:
    """From nothing to the first answer, with bytecode, and the memory before and after a load."""
    with tempfile.TemporaryDirectory() as folder, serving.bot("benchmarks.bots.slack") as slack:
        api, database = f"http://127.0.0.1:{slack.port}/api/", f"sqlite:///{Path(folder) / 'convenor.db'}"
        migrate.upgrade(database)
        took = []
        for _ in range(5):
            began = time.perf_counter()
            with serving.bot("benchmarks.bots.convenor", api, database) as bot:
                send(bot.port, [command("help", "U1")], at_once=1)
                took.append(time.perf_counter() - began)
        with serving.bot("benchmarks.bots.convenor", api, database) as bot:
            send(bot.port, [command("help", "U1")], at_once=1)
            idle = bot.memory_megabytes()
            send(bot.port, [command("attend", f"U{n:05}") for n in range(3_000)], at_once=64)
            loaded = bot.memory_megabytes()
    return [
        Row(
            "cold start to the first answer, with bytecode", statistics.median(took), "s", 1.5, at_least=False
        ),
        Row("memory idle", idle, "MB", 95, at_least=False),
        Row("memory loaded", loaded, "MB", 120, at_least=False),
    ]


ALL: dict[str, Callable[[str], list[Row]]] = {
    "writes": writes,
    "dispatch": dispatch,
    "starting": starting,
    "calendars": calendars,
    "judging": quorum.judging,
    "checking-in": quorum.checking_in,
    "trying-out": trying_out,
}
