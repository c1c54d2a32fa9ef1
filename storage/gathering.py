"""What is handed in while the event loop is busy, passed on together when nothing more comes.

Two threads share one interpreter. A thread that is woken at once, while requests still come in, gets it for a few
microseconds between two of them, and each time finds its caches full of the other's: the same work took it twice as
long.
"""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

# Turns of the loop without anything new. A request that has arrived by now is here after three: its bytes are read, its
# task begins, its listener's begins.
TURNS = 4


class Gathering(Generic[T]):
    """Passes on what was added, `most` at a time or sooner, in the order in which it came."""

    def __init__(self, pass_on: Callable[[list[T]], None], *, most: int) -> None:
        self._pass_on = pass_on
        self._most = most
        self._gathered: list[T] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def add(self, one: T) -> None:
        """Hand something in, on the event loop."""
        self._gathered.append(one)
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            loop.call_soon(self._look_again, len(self._gathered), TURNS)

    def close(self) -> None:
        """Pass on what is there."""
        self._loop = None
        if self._gathered:
            gathered, self._gathered = self._gathered, []
            self._pass_on(gathered)

    def _look_again(self, before: int, turns: int) -> None:
        if self._loop is not asyncio.get_running_loop():
            return
        now = len(self._gathered)
        turns = TURNS if now > before else turns - 1
        if turns and now < self._most:
            self._loop.call_soon(self._look_again, now, turns)
        else:
            self.close()
