"""Calendar feeds: building them against bare icalendar, serving them against an empty handler."""

import asyncio
import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import uvicorn
from sqlmodel import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.bots.convenor import stage
from benchmarks.table import ROUNDS, Row, interleaved, ratio
from handlers.calendar import Event, feed, files, meeting_event
from handlers.web import feeds
from rules.meetings import Kind, Mode, Plan, State
from storage import migrate
from storage.groups import Group
from storage.meetings import Meeting
from storage.transaction import Store, Tx

MEETINGS = 1_000
REQUESTS = 400
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
LONDON = "Europe/London"


def calendars(_url: str) -> list[Row]:
    """A feed of 1,000 meetings, cold and warm, and what a reader who has it already costs."""
    return [*_building(), _asking_again()]


def _building() -> list[Row]:
    cold, bare = interleaved(ROUNDS, lambda: _seconds(_cold), lambda: _seconds(_bare))
    events = _events()
    feed(events, "Year")
    warm = [_seconds(lambda: feed(events, "Year")) * 1000 for _ in range(ROUNDS)]
    told = f"{statistics.median(cold) * 1000:.0f} against {statistics.median(bare) * 1000:.0f} ms"
    return [
        Row("feed of 1,000 meetings, cold", ratio(cold, bare), "× bare", 1.1, at_least=False, told=told),
        Row("feed of 1,000 meetings, warm", statistics.median(warm), "ms", 2.0, at_least=False),
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _plans() -> list[Plan]:
    starts = [NOW + timedelta(days=number, hours=1) for number in range(MEETINGS)]
    return [Plan(at, at + timedelta(hours=2), LONDON, Mode.VIRTUAL, theme=f"Theme {at:%j}") for at in starts]


def _events() -> list[Event]:
    return [
        meeting_event(
            plan,
            group="Reviews",
            uid=f"{number}@convenor",
            sequence=1,
            created_at=NOW,
            revised_at=NOW,
            public=True,
            agenda=("Apologies", "Quorum", "Minutes of the last meeting"),
        )
        for number, plan in enumerate(_plans())
    ]


def _cold() -> bytes:
    files.event_bytes.cache_clear()
    return feed(_events(), "Year")


def _bare() -> bytes:
    """The same components, as anyone would build them with icalendar alone."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//bare//EN")
    for event in _events():
        entry = icalendar.Event()
        entry.add("uid", event.uid)
        entry.add("sequence", event.sequence)
        entry.add("dtstamp", event.revised_at)
        entry.add("created", event.created_at)
        entry.add("last-modified", event.revised_at)
        entry.add("dtstart", event.starts_at)
        entry.add("dtend", event.ends_at)
        entry.add("summary", event.summary)
        entry.add("status", event.status.value)
        entry.add("description", "\n".join(event.description))
        entry.add("location", event.location)
        calendar.add_component(entry)
    built: bytes = calendar.to_ical()
    return built


def _asking_again() -> Row:
    with (
        tempfile.TemporaryDirectory() as folder,
        _served(f"sqlite:///{Path(folder) / 'c.db'}") as (port, path),
    ):
        tag = _asked(port, path, {})[1]
        known = {"If-None-Match": tag or ""}
        assert _asked(port, path, known)[0] == 304
        ours, empty = interleaved(
            ROUNDS, lambda: _per_second(port, path, known), lambda: _per_second(port, "/empty", {})
        )
    told = f"{statistics.median(ours):.0f} against {statistics.median(empty):.0f} a second"
    return Row("304 for a feed of 1,000", ratio(ours, empty), "× empty handler", 0.8, told=told)


@contextmanager
def _served(url: str) -> Iterator[tuple[int, str]]:
    """The feeds and an empty handler on one server in a thread."""
    migrate.upgrade(url)
    store = Store.open(url, clock=lambda: NOW)
    group_id = asyncio.run(store.perform(_plant))

    async def empty(_request: Request) -> Response:
        return Response(status_code=304)

    app = Starlette(
        routes=[*feeds.routes(store, "https://sig.example", fresh_for=5.0), Route("/empty", empty)]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1], feeds.group_path(group_id)
    server.should_exit = True
    thread.join()
    store.close()


def _plant(tx: Tx) -> str:
    stage(tx)
    group = tx.session.exec(select(Group)).one()
    for plan in _plans():
        meeting = Meeting(
            group_id=group.id,
            kind=Kind.ORDINARY,
            state=State.PUBLISHED,
            mode=plan.mode,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            zone=plan.zone,
            theme=plan.theme,
            created_at=NOW,
            revised_at=NOW,
            published_at=NOW,
        )
        tx.session.add(meeting)
    return group.id


def _asked(port: int, path: str, headers: dict[str, str]) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.getheader("ETag")


def _per_second(port: int, path: str, headers: dict[str, str]) -> float:
    """Requests a second over one kept-open connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    for _ in range(REQUESTS):
        connection.request("GET", path, headers=headers)
        connection.getresponse().read()
    took = time.perf_counter() - began
    connection.close()
    return REQUESTS / took
