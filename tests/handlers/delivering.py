"""A courier between a database and the stand-in Slack, with a clock that a test moves."""

import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import select

from handlers.carriers import Carrier
from handlers.courier import Courier
from handlers.outcomes import Pace
from handlers.pacing import Pacing
from handlers.slack import carrier as slack_carrier
from handlers.slack.access import Access
from handlers.slack.blocks.kit import Message
from handlers.slack.carrier import SlackCarrier
from sandbox import Slack, Workspace, serve
from sandbox.state import Channel
from storage import leases
from storage.leases import Taken
from storage.notices import Notice
from storage.people import Person
from storage.transaction import Store, Tx
from usecases import notices
from usecases.kinds import Kind, Kinds

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
AT_ONCE = Pace(call=1.0, lease=2.5, between=0.0, backoff=0.0, doubt=0.0)


def _text(_tx: Tx, notice: Taken) -> str:
    return str(notice.facts["text"])


# A kind of notice that says its fact "text": delivery doesn't care what is said.
SAYING: Kinds = {"say": Kind(_text)}


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        """The same, as seconds that only go on."""
        return self.now.timestamp()


@dataclass
class World:
    """What a test of the couriers holds in its hands."""

    slack: Slack
    store: Store
    courier: Courier
    clock: Clock
    carriers: dict[str, Carrier]

    def channel(self, name: str) -> Channel:
        """A channel of the workspace with the bot in it, made when it is first named."""
        workspace = self.slack.workspace
        for each in workspace.channels.values():
            if each.name == name:
                return each
        return workspace.add_channel(name, members=[workspace.bot.id])

    async def say(self, text: str, *, channel: str = "sig", key: str | None = None, **facts: Any) -> None:
        """Tell something to a channel."""
        await self.store.perform(
            notices.tell,
            kind="say",
            key=key or text,
            destination=f"channel:{self.channel(channel).id}",
            team_id=self.slack.workspace.team_id,
            facts={"text": text},
            **facts,
        )

    async def person(self, name: str, **facts: Any) -> Person:
        """Someone of the workspace whom the group knows."""
        user = self.slack.workspace.add_person(name)
        person = Person(
            team_id=user.team_id, slack_id=user.id, email=user.email, name=name, first_seen_at=NOW, **facts
        )

        def add(tx: Tx) -> None:
            tx.session.add(person)
            tx.session.flush()
            tx.session.refresh(person)
            tx.session.expunge(person)

        await self.store.perform(add)
        return person

    async def tell_person(self, person: Person, text: str, *, whither: str = "person", **facts: Any) -> None:
        """Tell something to one person."""
        await self.store.perform(
            notices.tell,
            kind="say",
            key=text,
            destination=f"{whither}:{person.id}",
            team_id=person.team_id,
            person_id=person.id,
            facts={"text": text},
            **facts,
        )

    async def deliver(self, *, seconds: float = 0) -> None:
        """Let some time pass, then have everything delivered that is due."""
        self.clock.now += timedelta(seconds=seconds)
        await self.courier.until_idle()

    def read(self, channel: str = "sig") -> list[str]:
        """What stands in a channel, from the top."""
        return [message.text for message in self.channel(channel).messages.values()]

    async def row(self, key: str) -> dict[str, Any]:
        """A notice as it stands in the database."""

        def find(tx: Tx) -> dict[str, Any]:
            return tx.session.exec(select(Notice).where(Notice.key == key)).one().model_dump()

        return await self.store.look(find)

    async def restart(self, **changes: Any) -> None:
        """The process was killed: another takes its place, with nothing but the database."""
        await self.store.perform(leases.recover, everything=True)
        self.courier = _courier(self.store, self.carriers, **changes)
        await self.courier.start()


@asynccontextmanager
async def delivering(
    database_url: str,
    *,
    kinds: Kinds = SAYING,
    builders: Mapping[str, Any] | None = None,
    pace: Pace = AT_ONCE,
    pacing: Pacing | None = None,
    access: Access | None = None,
) -> AsyncIterator[World]:
    """A world whose courier is started; nothing is delivered until the test says so."""
    clock = Clock()
    store = Store.open(database_url, clock=clock)
    session = slack_carrier.http_session(pace.call)
    try:
        async with serve(Workspace(clock=clock)) as slack:
            web = slack_carrier.client(slack.workspace.bot_token, api_url=slack.api_url, session=session)

            async def client_for(_team_id: str) -> AsyncWebClient:
                return web

            unpaced = pacing or Pacing(lambda: 0.0, per_minute={})
            carriers: dict[str, Carrier] = {
                "slack": SlackCarrier(
                    client_for, builders or {"say": Message}, unpaced, access or Access(clock.seconds)
                )
            }
            world = World(slack, store, _courier(store, carriers, kinds=kinds, pace=pace), clock, carriers)
            await world.courier.start()
            try:
                yield world
            finally:
                slack.faults.clear()
                await world.courier.stop()
    finally:
        await session.close()
        store.close()


def _courier(store: Store, carriers: Mapping[str, Carrier], **changes: Any) -> Courier:
    facts: dict[str, Any] = {"kinds": SAYING, "pace": AT_ONCE, **changes}
    return Courier(store, carriers, name="test", chance=random.Random(1), **facts)
