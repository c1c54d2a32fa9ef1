"""The courier: takes what is due from the outbox, carries it, and writes down what came of it.

No transaction is open while something is on the network. A destination is leased for as long as its
notice travels, so that order is kept and nobody else sends the same; a send never begins when it might
outlast its lease. What may have arrived, for all anyone knows, is looked for before it is sent again.
"""

import asyncio
import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from handlers.carriers import Carrier, TryAgain, Undeliverable
from handlers.meters import Meters
from handlers.outcomes import Outcomes, Pace
from storage import leases
from storage.leases import Settlement, Taken
from storage.transaction import Store
from usecases import delivery
from usecases.delivery import Parcel
from usecases.kinds import Kinds

log = structlog.get_logger("courier")

NO_CARRIER = (
    "No mail server is set up. Tell the person yourself and skip this; or ask whoever runs Convenor to set "
    "SMTP_URL, then retry."
)
OUR_FAULT = "Something broke on our side. Please tell whoever runs Convenor, then retry."


@dataclass(frozen=True)
class _Job:
    notice: Taken
    ends_at: float  # by the loop's clock, which never jumps: when a call can't be sure to end in the lease


@dataclass
class Courier:
    """One of perhaps several, each with a `name` that no other process uses at any time.

    `looks` is there for the crash test, which shows what happens without looking.
    """

    store: Store
    carriers: Mapping[str, Carrier]
    kinds: Kinds
    name: str
    meters: Meters = field(default_factory=Meters)
    pace: Pace = field(default_factory=Pace)
    chance: random.Random = field(default_factory=random.Random)
    on_settled: Callable[[], None] | None = None
    looks: bool = True

    def __post_init__(self) -> None:
        self._turns = itertools.count(1)
        self._outcomes = Outcomes(self.pace, self.store.clock, self.chance)
        self._open = 0  # taken and not settled yet
        self._done = 0
        self._under_way: set[asyncio.Task[None]] = set()
        self._settled: asyncio.Queue[Settlement] = asyncio.Queue()
        self._taking = asyncio.Lock()
        self._settler: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to write down what comes of notices."""
        self._settler = asyncio.create_task(self._settle_all(), name="settler")

    async def stop(self) -> None:
        """Let what is under way arrive, write it down, and stop."""
        while self._under_way:
            await asyncio.gather(*self._under_way)
        await self._settled.join()
        if self._settler is not None:
            self._settler.cancel()
            await asyncio.gather(self._settler, return_exceptions=True)

    async def fill(self) -> None:
        """Take as much of what is due as can be under way at once."""
        async with self._taking:
            while room := self.pace.at_once - len(self._under_way):
                ends_at = asyncio.get_running_loop().time() + self.pace.lease - self.pace.call
                taken = await self.store.perform(
                    leases.take,
                    owner=f"{self.name}/{next(self._turns)}",
                    limit=room,
                    lease_seconds=self.pace.lease,
                )
                self._open += len(taken)
                for notice in taken:
                    task = asyncio.create_task(self._carry(_Job(notice, ends_at)))
                    self._under_way.add(task)
                    task.add_done_callback(self._under_way.discard)
                if not taken:
                    return

    async def until_idle(self) -> None:
        """Carry what is due now, until nothing is due and nothing under way; for tests and commands."""
        while True:
            before = self._done
            await self.fill()
            # What was done while we looked may have planned something after we had looked
            if not self._open and self._done == before:
                return
            await asyncio.gather(*self._under_way)
            await self._settled.join()

    async def _carry(self, job: _Job) -> None:
        notice = job.notice
        try:
            if delivery.in_the_house(notice):
                await self.store.perform(delivery.do_in_the_house, notice=notice, kinds=self.kinds)
                self._finished(1)
                await self._go_on()
                return
            settlement = await self._outcome(job)
        except Exception:  # whatever broke, the destination must be freed and the fault be seen
            log.exception("notice failed", notice=notice.id, kind=notice.kind)
            settlement = self._outcomes.postponed(notice, TryAgain(OUR_FAULT, uncertain=notice.uncertain))
        self._settled.put_nowait(settlement)

    async def _outcome(self, job: _Job) -> Settlement:
        notice = job.notice
        if notice.uncertain and not notice.remote and self.looks:
            found = await self._looked_for(job)
            if found is not None:
                return found
        parcel = await self.store.look(
            delivery.unwrap, notice=notice, kinds=self.kinds, letters=self._letters
        )
        return await self._sent(job, parcel) if isinstance(parcel, Parcel) else parcel

    async def _looked_for(self, job: _Job) -> Settlement | None:
        """The settlement of a notice that did arrive, or that can't be looked for now."""
        notice = job.notice
        address = await self.store.look(
            delivery.address_of,
            notice=notice,
            in_slack=self.kinds[notice.kind].in_slack or not self._letters,
        )
        carrier = self.carriers.get(address.by) if address else None
        if address is None or carrier is None:
            return None
        try:
            async with asyncio.timeout_at(job.ends_at):
                remote = await carrier.find(notice, address)
        except TimeoutError:
            return self._outcomes.postponed(notice, TryAgain("looking for it took too long", uncertain=True))
        except TryAgain as problem:
            problem.uncertain = True
            return self._outcomes.postponed(notice, problem)
        except Undeliverable as problem:
            return self._outcomes.buried(notice, str(problem), uncertain=True)
        if remote is None:
            return None
        self.meters.found.inc()
        log.info("notice had arrived", notice=notice.id, kind=notice.kind)
        return self._outcomes.arrived(notice, remote)

    async def _sent(self, job: _Job, parcel: Parcel) -> Settlement:
        notice, address = job.notice, parcel.address
        carrier = self.carriers.get(address.by)
        if carrier is None:
            return self._outcomes.buried(notice, NO_CARRIER)
        pause = carrier.pause(notice, address)
        if pause > 0 or asyncio.get_running_loop().time() > job.ends_at:
            return self._outcomes.handed_back(notice, pause)
        try:
            remote = await carrier.send(notice, address, parcel.value)
        except TryAgain as problem:
            self.meters.retried.labels(address.by).inc()
            return self._outcomes.postponed(notice, problem)
        except Undeliverable as problem:
            self.meters.dead.labels(address.by).inc()
            return self._outcomes.buried(notice, str(problem), remote={} if problem.gone else None)
        self.meters.sent.labels(address.by).inc()
        return self._outcomes.arrived(notice, remote)

    @property
    def _letters(self) -> bool:
        """Whether letters can be sent at all."""
        return "mail" in self.carriers

    async def _settle_all(self) -> None:
        """Write down outcomes, as many in one transaction as have come in meanwhile."""
        while True:
            batch = [await self._settled.get()]
            while not self._settled.empty():
                batch.append(self._settled.get_nowait())
            try:
                await self.store.perform(leases.settle, settlements=batch)
            except Exception:  # the leases run out, and what was sent is found when it is looked for
                log.exception("outcomes were not written", count=len(batch))
            finally:
                self._finished(len(batch))
                for _ in batch:
                    self._settled.task_done()
            await self._go_on()

    def _finished(self, notices: int) -> None:
        self._open -= notices
        self._done += notices

    async def _go_on(self) -> None:
        """A destination is free again: take what is next, and let the heartbeat know."""
        try:
            await self.fill()
        except Exception:  # the heartbeat tries again
            log.exception("nothing could be taken")
        if self.on_settled is not None:
            self.on_settled()
