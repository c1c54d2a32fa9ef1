"""The heartbeat: wakes the clock and the couriers when something is due. It owns no reminders: rows do.

APScheduler beats once a minute whatever happens, and at the instant when the next row falls due; `wake`
is for what is written now, by this process. On PostgreSQL it beats once a second, since another process
may have written. Suspend and changes of the clock cost at most one beat.
"""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # APScheduler 3 has none

from handlers import clock
from handlers.courier import Courier
from storage.transaction import Store

log = structlog.get_logger("heartbeat")

AT_LEAST_SECONDS = 60
WITH_OTHERS_SECONDS = 1
# Many people who click at once are one beat, not one each
REST_SECONDS = 0.1


class Heartbeat:
    """Beats until it is stopped. `alive_at` is when it last did (by the store's clock)."""

    def __init__(self, store: Store, courier: Courier) -> None:
        self._store = store
        self._courier = courier
        self._rung = asyncio.Event()
        self._tidying = True
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beating: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self.alive_at: datetime | None = None

    async def start(self) -> None:
        """Begin to beat, and let the store and the courier wake it."""
        self._loop = asyncio.get_running_loop()
        self._store.on_due = self.wake
        self._courier.on_settled = self._rung.set
        await self._courier.start()
        alone = self._store.engine.dialect.name == "sqlite"
        seconds = AT_LEAST_SECONDS if alone else WITH_OTHERS_SECONDS
        every: dict[str, object] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler.add_job(self._ring, "interval", seconds=seconds, id="at-least", **every)
        self._scheduler.start()
        self._beating = asyncio.create_task(self._beat(), name="heartbeat")
        self._ring()

    async def stop(self) -> None:
        """Stop beating, and let what is under way arrive."""
        self._store.on_due = None
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)
        self._courier.on_settled = None
        await self._courier.stop()

    def wake(self, due_at: datetime) -> None:
        """Something falls due at this instant (UTC); may be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._expect, due_at)

    def _ring(self) -> None:
        self._tidying = True
        self._rung.set()

    def _expect(self, due_at: datetime) -> None:
        """Ring when it is due: at once, or sooner than planned if nothing earlier is."""
        wait = due_at - self._store.clock()
        if wait <= timedelta(0):
            self._rung.set()
            return
        rings_at = datetime.now(UTC) + wait  # the store's clock may be a simulated one; the scheduler's isn't
        planned = self._scheduler.get_job("next")
        if planned is None or planned.next_run_time > rings_at:
            self._scheduler.add_job(
                self._ring,
                "date",
                run_date=rings_at,
                id="next",
                replace_existing=True,
                misfire_grace_time=None,
            )

    async def _beat(self) -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            tidying, self._tidying = self._tidying, False
            try:
                await clock.tick(self._store, tidying=tidying)
                await self._courier.fill()
                following = await clock.next_wake(self._store)
                self.alive_at = self._store.clock()
                if following is not None:
                    self._expect(following)
            except Exception:  # the database may be away for a moment: the next beat tries again
                log.exception("heartbeat missed")
            await asyncio.sleep(REST_SECONDS)
