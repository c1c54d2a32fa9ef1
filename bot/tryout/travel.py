"""Time travel: the clock goes on step by step, and what falls due on the way is sent at its time."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.assembly import Convenor
from bot.tryout.clock import TravellingClock
from handlers.clock import next_wake, tick
from rules.meetings import State
from sandbox.pages import Jump
from storage.meetings import Meeting
from storage.transaction import Tx

BEFORE_A_MEETING = timedelta(minutes=5)
STEPS = 1_000


class Travel:
    """The jumps that the page offers; `goes_with` says whose reminders follow the clock."""

    def __init__(self, clock: TravellingClock) -> None:
        self._clock = clock
        self._convenor: Convenor | None = None
        self._under_way = asyncio.Lock()

    def goes_with(self, convenor: Convenor) -> None:
        """From now on the clock takes this bot along."""
        self._convenor = convenor

    def jumps(self) -> Sequence[Jump]:
        """What can be jumped to; where exactly is looked up when it is asked for."""
        return (
            Jump("reminder", "Next reminder", "to when something is next sent"),
            Jump("day", "A day on", "to this time tomorrow"),
            Jump("week", "A week on", "to this time next week"),
            Jump("meeting", "Before a meeting", "to five minutes before the next one starts"),
        )

    async def jump(self, key: str) -> None:
        """Go where a jump leads; one that leads nowhere changes nothing."""
        now = self._clock()
        match key:
            case "reminder":
                target = await self._next_reminder()
            case "meeting":
                target = await self._next_meeting()
            case "week":
                target = now + timedelta(weeks=1)
            case _:
                target = now + timedelta(days=1)
        if target is not None:
            await self.to(target)

    async def to(self, moment: datetime) -> None:
        """Go to an instant (UTC) by way of everything that falls due before it."""
        async with self._under_way:
            for _ in range(STEPS):
                due = await self._next_reminder()
                if due is None or due > moment:
                    break
                await self._step(due)
            await self._step(moment)

    async def _step(self, moment: datetime) -> None:
        """Go there, and on only when everything that is due by then has arrived: nothing is said late."""
        self._clock.to(moment)
        if self._convenor is not None:
            await tick(self._convenor.store, tidying=False)
            await self._convenor.delivery.courier.until_idle()

    async def _next_reminder(self) -> datetime | None:
        return await next_wake(self._convenor.store) if self._convenor is not None else None

    async def _next_meeting(self) -> datetime | None:
        if self._convenor is None:
            return None
        starts_at = await self._convenor.store.look(_coming, after=self._clock() + 2 * BEFORE_A_MEETING)
        return starts_at - BEFORE_A_MEETING if starts_at is not None else None


def _coming(tx: Tx, *, after: datetime) -> datetime | None:
    found = tx.session.exec(
        select(Meeting.starts_at)
        .where(Meeting.state == State.PUBLISHED, col(Meeting.starts_at) > after)
        .order_by(col(Meeting.starts_at))
        .limit(1)
    )
    return found.first()
