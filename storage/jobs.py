"""Units of work on threads of their own, handed over and answered several at a time."""

import asyncio
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from storage.gathering import Gathering

T = TypeVar("T")

# At most about so many are handed over or committed together: they hold each other up by a tenth of a second.
GROUP = 512


@dataclass(slots=True)
class Job:
    """A unit of work, what came of it, and who waits for that."""

    unit: Callable[[Connection], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    problem: BaseException | None = None

    def resolve(self) -> None:
        """Tell who waits, on their loop."""
        if self.future.cancelled():
            return
        if self.problem is not None:
            self.future.set_exception(self.problem)
        else:
            self.future.set_result(self.result)


class Workers(ABC):
    """Threads that run units of work; `_work` is what each of them does until it finds no further job."""

    def __init__(self, name: str, threads: int) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._coming: Gathering[Job] = Gathering(self._hand_over, most=GROUP)
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}_{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, unit: Callable[[Connection], T]) -> T:
        """Run `unit` on one of the threads and return what it returned, once it is committed."""
        if self._closed:
            raise RuntimeError("the database is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._coming.add(Job(unit, loop, future))
        return await future

    def close(self) -> None:
        """Finish the work that was handed in, then stop the threads; on the event loop, or after it."""
        if self._closed:
            return
        self._closed = True
        self._coming.close()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    @abstractmethod
    def _work(self) -> None: ...

    def _next(self) -> Job | None:
        """The next job, waited for; None at the end."""
        return self._jobs.get()

    def _another(self) -> Job | None:
        """A job that is there already; None if there is none."""
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            return None
        if job is None:
            self._jobs.put(None)  # the end is for `_next` to find
        return job

    def _hand_over(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self._jobs.put(job)


def answer(jobs: Sequence[Job]) -> None:
    """Tell who waits for these jobs, from any thread: each loop is woken once."""
    loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        loops.setdefault(job.loop, []).append(job)
    for loop, theirs in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve_all, theirs)


def _resolve_all(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.resolve()
