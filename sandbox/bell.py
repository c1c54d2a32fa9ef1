"""Rings whenever something that a person could see has changed."""

import asyncio
from collections.abc import Callable


class Bell:
    """Lets a test or a page wait for a change instead of sleeping."""

    def __init__(self) -> None:
        self.count = 0
        self.echoes: list[Bell] = []
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wake everyone who waits."""
        self.count += 1
        heard, self._next = self._next, asyncio.Event()
        heard.set()
        for bell in self.echoes:
            bell.ring()

    async def wait(self, seen: int) -> int:
        """Return as soon as it has rung since `seen`; the answer is what to wait from next."""
        while self.count == seen:
            await self._next.wait()
        return self.count

    async def until(self, holds: Callable[[], bool], *, seconds: float) -> bool:
        """Wait until `holds()`, asked again at every ring; False when `seconds` have passed."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    await self.wait(self.count)
        except TimeoutError:
            return holds()
        return True
