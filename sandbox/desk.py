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
    """Everything around one workspace. `ack_seconds` is how long the app has to acknowledge.

    Workspaces `beside` the first one have the same app: they share its faults, limits, inspector and the
    ways to it.
    """

    def __init__(
        self, workspace: Workspace, *, ack_seconds: float = 3.0, beside: "Desk | None" = None
    ) -> None:
        self.workspace = workspace
        self.desks: list[Desk] = beside.desks if beside else []
        self.desks.append(self)
        self.inspector: Inspector = beside.inspector if beside else Inspector()
        self.anything: Bell = beside.anything if beside else Bell()  # rings for people and for the inspector
        self.faults: Faults = beside.faults if beside else Faults()
        self.limits: RateLimits = beside.limits if beside else RateLimits()
        self.closing: asyncio.Event = beside.closing if beside else asyncio.Event()
        self.http: HttpDoor = beside.http if beside else HttpDoor(seconds=ack_seconds)
        self.sockets: Sockets = beside.sockets if beside else Sockets(workspace, seconds=ack_seconds)
        workspace.bell.echoes.append(self.anything)
        if beside is None:
            self.inspector.bell.echoes.append(self.anything)
        self.dispatch = Dispatch(
            workspace,
            inspector=self.inspector,
            faults=self.faults,
            http=self.http,
            sockets=self.sockets,
        )
        self.acts = Acts(workspace, self.dispatch)

    def at(self, team_id: str) -> "Desk":
        """The desk of this workspace; the first one where there is no such workspace."""
        return next((desk for desk in self.desks if desk.workspace.team_id == team_id), self.desks[0])

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Desk"]:
        """Open the ways to the app; closing them leaves nothing behind."""
        async with self.http:
            try:
                yield self
            finally:
                self.closing.set()
                self.faults.clear()
                for desk in self.desks:
                    await desk.dispatch.close()
                await self.sockets.close()
