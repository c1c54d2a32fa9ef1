"""Kills delivering processes at chosen and at random moments, and counts what arrived."""

import asyncio
import multiprocessing
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from itertools import count
from multiprocessing.context import ForkServerProcess
from typing import Any

from sqlalchemy import func, select

from sandbox import Slack
from sandbox.faults import ConnectionReset
from storage import outbox
from storage.notices import NoticeState
from storage.outbox import NOTICES
from storage.transaction import Store, Tx
from tests.crash import process
from tests.crash.process import Orders

NOTICES_TOLD, CHANNELS, KILLS, RESETS = 500, 40, 50, 20

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.crash.process"])


class Blow(Enum):
    """What befalls a post, or whoever sent it."""

    AT_STORING = auto()
    NEARBY = auto()
    CUT = auto()


@dataclass
class Tally:
    """What came of it all."""

    lost: int
    doubled: int
    out_of_order: int
    kills: int
    kills_after_storing: int
    resets: int

    def __str__(self) -> str:
        return (
            f"{self.lost} lost, {self.doubled} doubled, {self.out_of_order} out of order; {self.kills} kills, "
            f"{self.kills_after_storing} of them between stored and settled; {self.resets} connections cut after storing"
        )


@dataclass
class Carnage:
    """One run: `slack` stands in this process, `processes` are killed and replaced by name."""

    slack: Slack
    store: Store
    database_url: str
    looks: bool
    chance: random.Random
    processes: dict[str, ForkServerProcess] = field(default_factory=dict)
    posted: int = 0
    kills: int = 0
    kills_after_storing: int = 0
    resets: int = 0
    never_back: str | None = None

    def __post_init__(self) -> None:
        self._numbers = count(1)
        # Which posts end in a kill just after they are stored, which in a kill at a random moment nearby,
        # and which lose only their connection
        blows = [Blow.AT_STORING] * (KILLS // 2) + [Blow.NEARBY] * (KILLS - KILLS // 2) + [Blow.CUT] * RESETS
        moments = self.chance.sample(range(5, NOTICES_TOLD - 30), len(blows))
        self._blows = dict(zip(moments, blows, strict=True))
        self._later: set[asyncio.Task[None]] = set()

    async def run(self, processes: int) -> Tally:
        """Tell everything, deliver it through all the killing, and count."""
        channels = self._channels()
        await self.store.perform(_tell, channels=channels, team_id=self.slack.workspace.team_id)
        self.slack.faults.hook = self._strike
        for _ in range(processes):
            self._start()
        if processes > 1:
            self.never_back = next(iter(self.processes))
        try:
            async with asyncio.timeout(100):
                while await self.store.look(_unfinished):  # noqa: ASYNC110 - told by other processes
                    await asyncio.sleep(0.05)
        finally:
            for each in list(self.processes):
                self._kill(each)
            self.slack.faults.hook = None
        return self._count(channels)

    def _channels(self) -> list[str]:
        workspace = self.slack.workspace
        made = [workspace.add_channel(f"sig-{n}", members=[workspace.bot.id]) for n in range(CHANNELS)]
        return [channel.id for channel in made]

    def _start(self) -> None:
        name = f"p{next(self._numbers)}"
        orders = Orders(
            self.database_url, self.slack.api_url, self.slack.workspace.bot_token, name, self.looks
        )
        started = _forks.Process(target=process.run, args=(orders,), daemon=True)
        started.start()
        self.processes[name] = started

    def _kill(self, name: str) -> None:
        victim = self.processes.pop(name)
        victim.kill()
        victim.join()

    def _kill_and_replace(self, name: str) -> None:
        self.kills += 1
        self._kill(name)
        if name == self.never_back:
            self.never_back = None
        else:
            self._start()

    async def _strike(self, method: str, args: dict[str, Any], moment: str) -> None:
        if method != "chat.postMessage" or moment != "after":
            return
        self.posted += 1
        match self._blows.pop(self.posted, None):
            case Blow.AT_STORING:
                await self._kill_owner_of(args["metadata"]["event_payload"]["notice"])
            case Blow.NEARBY:
                task = asyncio.create_task(self._kill_soon())
                self._later.add(task)
                task.add_done_callback(self._later.discard)
            case Blow.CUT:
                self.resets += 1
                raise ConnectionReset

    async def _kill_owner_of(self, notice: str) -> None:
        owner = await self.store.look(_owner_of, notice=notice)
        if owner in self.processes:
            self.kills_after_storing += 1
            self._kill_and_replace(owner)
        else:  # killed already, while this call was on its way: the next post without a blow has it instead
            free = next(n for n in count(self.posted + 1) if n not in self._blows)
            self._blows[free] = Blow.AT_STORING

    async def _kill_soon(self) -> None:
        await asyncio.sleep(self.chance.uniform(0, 0.05))
        if self.processes:
            self._kill_and_replace(self.chance.choice(list(self.processes)))

    def _count(self, channels: list[str]) -> Tally:
        lost = doubled = out_of_order = 0
        for number, channel_id in enumerate(channels):
            texts = [message.text for message in self.slack.workspace.channels[channel_id].messages.values()]
            wanted = [str(n) for n in range(number, NOTICES_TOLD, len(channels))]
            seen = Counter(texts)
            lost += sum(seen[text] == 0 for text in wanted)
            doubled += sum(seen[text] > 1 for text in wanted)
            out_of_order += list(dict.fromkeys(texts)) != [text for text in wanted if seen[text]]
        return Tally(lost, doubled, out_of_order, self.kills, self.kills_after_storing, self.resets)


def _tell(tx: Tx, channels: list[str], team_id: str) -> None:
    now = datetime.now(UTC)
    outbox.plan(
        tx,
        [
            {
                "kind": "say",
                "key": f"crash:{number}",
                "team_id": team_id,
                "destination": f"channel:{channels[number % len(channels)]}",
                "facts": {"text": str(number)},
                "due_at": now,
            }
            for number in range(NOTICES_TOLD)
        ],
    )


def _unfinished(tx: Tx) -> int:
    waiting = NOTICES.c.state.in_([NoticeState.DUE, NoticeState.SENDING])
    return tx.connection.execute(select(func.count()).select_from(NOTICES).where(waiting)).scalar_one()


def _owner_of(tx: Tx, notice: str) -> str:
    owner = tx.connection.execute(select(NOTICES.c.owner).where(NOTICES.c.id == notice)).scalar()
    return str(owner).partition("/")[0]
