"""The heartbeat: it sleeps until something is due, and wakes at once for what is told now."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
from starlette.applications import Starlette

from bot.heartbeat import Heartbeat
from handlers.web import health
from sandbox import running
from tests.handlers.delivering import World, delivering


@asynccontextmanager
async def beating(database_url: str) -> AsyncIterator[tuple[World, Heartbeat]]:
    """A world that delivers by itself."""
    async with delivering(database_url) as world:
        await world.courier.stop()
        heartbeat = Heartbeat(world.store, world.courier)
        await heartbeat.start()
        try:
            yield world, heartbeat
        finally:
            world.slack.faults.clear()
            await heartbeat.stop()


async def test_what_is_told_now_arrives_without_waiting_for_a_beat(database_url: str) -> None:
    async with beating(database_url) as (world, _):
        await world.say("hello")
        await world.slack.until(lambda: world.read() == ["hello"], seconds=30)


async def test_what_is_due_in_a_moment_arrives_then(sqlite_url: str) -> None:
    """By the store's clock it is due at once when the scheduler, by real time, has waited as long."""
    async with beating(sqlite_url) as (world, _):
        await world.say("in a moment", due_at=world.clock() + timedelta(seconds=0.3))
        world.clock.now += timedelta(seconds=0.3)
        await world.slack.until(lambda: world.read() == ["in a moment"], seconds=30)


async def test_after_a_long_sleep_what_is_late_is_said_once_and_what_is_past_is_dropped(
    sqlite_url: str,
) -> None:
    async with beating(sqlite_url) as (world, heartbeat):
        now = world.clock()
        await world.say("still useful", due_at=now + timedelta(hours=1), best_before=now + timedelta(days=9))
        await world.say("too late", due_at=now + timedelta(hours=1), best_before=now + timedelta(hours=2))
        world.clock.now += timedelta(days=3)
        heartbeat._ring()  # the suspend is over, and the next minute begins
        await world.slack.until(lambda: world.read() == ["still useful"], seconds=30)
        await world.courier.until_idle()
        assert (await world.row("too late"))["state"] == "dropped"


async def test_a_heartbeat_that_meets_a_broken_database_goes_on_beating(sqlite_url: str) -> None:
    async with beating(sqlite_url) as (world, heartbeat):
        look, broken = world.store.look, asyncio.Event()

        async def breaks_once(*args: object, **facts: object) -> object:
            world.store.look = look  # type: ignore[method-assign]  # the database is back
            broken.set()
            raise OSError("the disk is away")

        world.store.look = breaks_once  # type: ignore[assignment,method-assign]  # the fault of the test
        heartbeat._ring()
        await broken.wait()
        await world.say("hello")
        await world.slack.until(lambda: world.read() == ["hello"], seconds=30)


async def test_health_says_what_is_wrong_and_metrics_count(sqlite_url: str) -> None:
    async with beating(sqlite_url) as (world, heartbeat):
        await world.say("hello")
        await world.slack.until(lambda: world.read() == ["hello"], seconds=30)
        await world.courier.until_idle()
        world.channel("gone").is_archived = True
        await world.say("nowhere", channel="gone")
        await world.courier.until_idle()
        await world.say("later", due_at=world.clock())
        await world.courier.until_idle()
        routes = health.routes(world.store, world.courier.meters, alive_at=lambda: heartbeat.alive_at)
        async with running(Starlette(routes=routes)) as url, aiohttp.ClientSession(url) as web:
            assert await _get(web, "/healthz") == (200, '{"status":"ok"}')
            assert await _get(web, "/readyz") == (200, '{"status":"ok"}')
            _, page = await _get(web, "/metrics")
            assert 'convenor_notices_sent_total{by="slack"} 2.0' in page
            assert "convenor_notices_dead 1.0" in page
            assert "hello" not in page
            world.clock.now += timedelta(minutes=10)
            status, silent = await _get(web, "/readyz")
            assert (status, "the heartbeat is silent" in silent) == (503, True)


async def _get(web: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    async with web.get(path) as answer:
        return answer.status, await answer.text()
