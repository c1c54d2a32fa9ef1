"""Putting the process together: every part is made here, once, and handed what it needs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from starlette.types import ASGIApp

from bot import slack_app, web_app
from bot.clock import wall_clock
from bot.delivery import Delivery, delivering
from bot.settings import Settings
from handlers.meters import Meters
from handlers.outcomes import Pace
from handlers.slack.access import Access
from handlers.slack.door import PATIENCE_SECONDS, Door
from storage.transaction import Store
from usecases.closed_days import use_school_weeks

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Convenor:
    """A running Convenor: its database, its Slack app and the web app to be served."""

    store: Store
    slack: AsyncApp
    web: ASGIApp
    door: Door
    delivery: Delivery


@asynccontextmanager
async def assembled(
    settings: Settings,
    *,
    clock: Clock = wall_clock,
    pace: Pace | None = None,
    patience: float = PATIENCE_SECONDS,
) -> AsyncIterator[Convenor]:
    """Everything but the listening socket; the database must be migrated. Closes in the reverse order.

    `pace` is for tests whose clock stands still: by default messages to one channel are a second apart. So is
    `patience`, the seconds after which a person is told that the work goes on.
    """
    use_school_weeks(settings.school_weeks)
    store = Store.open(settings.database_url, clock=clock)
    meters = Meters()
    door = Door(patience, meters.ack.observe)
    access = Access(asyncio.get_running_loop().time)
    slack = slack_app.build(settings, store, door, access)
    socket = None
    try:
        async with delivering(settings, store, meters=meters, access=access, pace=pace) as delivery:
            socket = await _connected(settings, slack) if settings.socket_mode else None
            web = web_app.build(settings, slack, store, delivery, access)
            yield Convenor(store, slack, web, door, delivery)
    finally:
        if socket is not None:
            await socket.close_async()  # type: ignore[no-untyped-call]  # Bolt's adapter has no types
        await door.close()
        if slack.client.session is not None:
            await slack.client.session.close()
        store.close()


async def _connected(settings: Settings, slack: AsyncApp) -> AsyncSocketModeHandler:
    token = settings.slack_app_token
    assert token is not None
    handler = AsyncSocketModeHandler(slack, token.get_secret_value())
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's adapter has no types
    return handler
