"""A process that does nothing but deliver, made to be killed. It is Convenor's own courier and heartbeat."""

import asyncio
import random
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.heartbeat import Heartbeat
from handlers.courier import Courier
from handlers.outcomes import Pace
from handlers.pacing import Pacing
from handlers.slack import carrier as slack_carrier
from handlers.slack.access import Access
from handlers.slack.blocks.kit import Message
from handlers.slack.carrier import SlackCarrier
from storage import leases
from storage.alone import alone
from storage.leases import Taken
from storage.transaction import Store, Tx
from usecases.kinds import Kind

# Quick, so that fifty kills fit into a test; a lease still outlasts two and a half calls.
PACE = Pace(call=1.0, lease=2.5, between=0.0, backoff=0.05, longest_backoff=0.5, doubt=0.5, at_once=4)


@dataclass(frozen=True)
class Orders:
    """What a process is told: where the database and Slack are, its name, and whether it looks."""

    database_url: str
    api_url: str
    token: str
    name: str
    looks: bool = True


def run(orders: Orders) -> None:
    """Deliver until killed."""
    asyncio.run(_deliver(orders))


def text_of(_tx: Tx, notice: Taken) -> str:
    """What a notice of the crash test says."""
    return str(notice.facts["text"])


async def _deliver(orders: Orders) -> None:
    store = Store.open(orders.database_url, clock=lambda: datetime.now(UTC))
    with alone(orders.database_url) as by_itself:
        if by_itself:
            await store.perform(leases.recover, everything=True)
        web = slack_carrier.client(
            orders.token, api_url=orders.api_url, session=slack_carrier.http_session(PACE.call)
        )

        async def client_for(_team_id: str) -> AsyncWebClient:
            return web

        carrier = SlackCarrier(
            client_for, {"say": Message}, Pacing(lambda: 0.0, per_minute={}), Access(lambda: 0.0)
        )
        courier = Courier(
            store,
            {"slack": carrier},
            {"say": Kind(text_of)},
            orders.name,
            pace=PACE,
            chance=random.Random(orders.name),
            looks=orders.looks,
        )
        await Heartbeat(store, courier).start()
        await asyncio.Event().wait()
