"""The stand-in as one thing: the workspace with its limits, faults, inspector and ways to the app."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox import api as _methods  # noqa: F401 - importing registers every API method
from sandbox.bell import Bell
from sandbox.delivery.dispatch import Dispatch
from sandbox.delivery.http import HttpDoor
from sandbox.delivery.socket import Sockets
from sandbox.faults import Faults
from sandbox.inspector import Inspector
from sandbox.people.acts import Acts
from sandbox.ratelimits import RateLimits
from sandbox.workspace import Workspace


class Desk:
    """Everything around one workspace. `ack_seconds` is how long the app has to acknowledge."""

    def __init__(self, workspace: Workspace, *, ack_seconds: float = 3.0) -> None:
        self.workspace = workspace
        self.inspector = Inspector()
        self.anything = Bell()  # rings for what people see and for what the inspector shows
        for bell in (workspace.bell, self.inspector.bell):
            bell.echoes.append(self.anything)
        self.faults = Faults()
        self.closing = asyncio.Event()
        self.limits = RateLimits()
        self.http = HttpDoor(seconds=ack_seconds)
        self.sockets = Sockets(workspace, seconds=ack_seconds)
        self.dispatch = Dispatch(
            workspace,
            inspector=self.inspector,
            faults=self.faults,
            http=self.http,
            sockets=self.sockets,
        )
        self.acts = Acts(workspace, self.dispatch)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Desk"]:
        """Open the ways to the app; closing them leaves nothing behind."""
        async with self.http:
            try:
                yield self
            finally:
                self.closing.set()
                self.faults.clear()
                await self.dispatch.close()
                await self.sockets.close()
