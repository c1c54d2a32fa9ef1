"""The live quorum: a rule judged again at each arrival, and three hundred people who check in in half a minute."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bots import serving
from benchmarks.bots.convenor import MEETING
from benchmarks.load import TEAM, command, send
from benchmarks.table import Row, interleaved
from rules.professions import ROLES
from rules.quorum import DEFAULT
from rules.quorum_count import Present, Tally
from rules.quorum_verdict import judge
from storage import attendance, migrate
from storage.meetings import Meeting
from storage.transaction import Store, Tx
from usecases import sittings
from usecases.callers import Caller

PRESENT = 1_000
CHANGES = 400
PEOPLE = 300
SECONDS = 30.0


def judging(_url: str) -> list[Row]:
    """A rule over a thousand people, judged again at each arrival and departure, against counting a set."""
    roles = list(ROLES)
    people = [Present(f"p{number}", roles[number % len(roles)]) for number in range(PRESENT)]
    tally, bare = Tally(people), {person.person_id for person in people}

    def ours() -> float:
        def change(person: Present) -> None:
            tally.leave(person.person_id)
            judge(DEFAULT, tally)
            tally.arrive(person)
            judge(DEFAULT, tally)

        return _milliseconds(change, people)

    def counting() -> float:
        def change(person: Present) -> None:
            bare.discard(person.person_id)
            len(bare)
            bare.add(person.person_id)
            len(bare)

        return _milliseconds(change, people)

    measured, counted = interleaved(9, ours, counting)
    told = f"a bare set takes {statistics.median(counted) * 1000:.2f} µs"
    row = Row("quorum of 1,000 per change", statistics.median(measured), "ms", 1, at_least=False, told=told)
    return [row]


def checking_in(url: str) -> list[Row]:
    """Three hundred people in thirty seconds, against the same command with nothing else going on."""
    with tempfile.TemporaryDirectory() as folder, serving.bot("benchmarks.bots.slack") as slack:
        api = f"http://127.0.0.1:{slack.port}/api/"
        databases = {"sqlite": f"sqlite:///{Path(folder) / 'convenor.db'}", "postgresql": url}
        return [row for name, database in databases.items() for row in _hall(name, api, database)]


def _hall(name: str, api: str, database: str) -> list[Row]:
    migrate.upgrade(database)
    with serving.bot("benchmarks.bots.convenor", api, database) as bot:
        send(bot.port, [command("help", "U0WARM") for _ in range(100)], at_once=4)
        asyncio.run(_with(database, _open))
        alone = [_one(bot.port, f"UALONE{number}") for number in range(40)]
        began, loaded = time.perf_counter(), []
        for number in range(PEOPLE):
            due = began + number * SECONDS / PEOPLE
            time.sleep(max(0.0, due - time.perf_counter()))
            loaded.append(_one(bot.port, f"UHALL{number:03}"))
        kept = asyncio.run(_with(database, _stays))
    if kept != PEOPLE + len(alone):
        raise RuntimeError(f"{kept} of {PEOPLE + len(alone)} stays were kept")
    slower = statistics.median(loaded) / statistics.median(alone)
    told = f"{statistics.median(loaded):.1f} ms; all {PEOPLE} stays kept"
    work = f"{PEOPLE} check-ins in {SECONDS:.0f} s, {name}"
    return [Row(work, slower, "× the ack without load", 3, at_least=False, told=told)]


def _one(port: int, user: str) -> float:
    load = send(port, [command("check in", user)], at_once=1)
    if load.errors:
        raise RuntimeError("a check-in was not answered")
    return load.milliseconds[0]


def _milliseconds(change: Callable[[Present], None], people: list[Present]) -> float:
    began = time.perf_counter()
    for person in people[:CHANGES]:
        change(person)
    return (time.perf_counter() - began) / (2 * CHANGES) * 1000


async def _with(database: str, verb: Callable[[Tx], int]) -> int:
    store = Store.open(database, clock=lambda: datetime.now(UTC))
    try:
        return await store.perform(verb)
    finally:
        store.close()


def _open(tx: Tx) -> int:
    """The meeting is on now, and its secretary opens it."""
    meeting = tx.session.get_one(Meeting, MEETING)
    meeting.starts_at, meeting.ends_at = tx.now, tx.now.replace(year=tx.now.year + 1)
    tx.session.add(meeting)
    tx.session.flush()
    sittings.open_meeting(tx, caller=Caller(TEAM, "U0FOUNDER"), meeting_id=MEETING)
    return 1


def _stays(tx: Tx) -> int:
    return len(attendance.stays(tx, MEETING))
