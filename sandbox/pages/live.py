"""The live connection: regions are sent again when they have changed, and only those."""

import asyncio
import json
from collections.abc import AsyncIterator

from sandbox.desk import Desk
from sandbox.pages.look import Look
from sandbox.pages.screen import Screen

CALM_SECONDS = 0.03  # several changes in a row are shown as one
TICK_SECONDS = 30.0  # the clock at the top goes on while nothing else happens


def event(regions: dict[str, str]) -> str:
    """One server-sent event."""
    return f"data: {json.dumps(regions)}\n\n"


async def changes(desk: Desk, screen: Screen, look: Look, *, closing: asyncio.Event) -> AsyncIterator[str]:
    """Changed regions, as server-sent events, until the stand-in closes."""
    shown: dict[str, str] = {}
    while not closing.is_set():
        seen = desk.anything.count
        now = screen.regions(look)
        changed = {name: html for name, html in now.items() if shown.get(name) != html}
        shown = now
        if changed:
            yield event(changed)
        await _next_change(desk, seen, closing)


async def _next_change(desk: Desk, seen: int, closing: asyncio.Event) -> None:
    waits = [asyncio.create_task(desk.anything.wait(seen)), asyncio.create_task(closing.wait())]
    await asyncio.wait(waits, timeout=TICK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    await asyncio.sleep(CALM_SECONDS)
