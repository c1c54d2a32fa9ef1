"""Serves the stand-in: `async with serve(Workspace()) as slack:`."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sandbox.desk import Desk
from sandbox.driver import Person
from sandbox.running import listen, running
from sandbox.server import create_app
from sandbox.workspace import Workspace


class Slack:
    """A running stand-in: where the app finds it, and the people in it."""

    def __init__(self, desk: Desk, url: str, *, patience: float) -> None:
        self.desk = desk
        self.workspace = desk.workspace
        self.url = url
        self.faults = desk.faults
        self.limits = desk.limits
        self.inspector = desk.inspector
        self._patience = patience

    @property
    def api_url(self) -> str:
        """What `SLACK_API_URL` is set to."""
        return f"{self.url}/api/"

    def person(self, name: str) -> Person:
        """Someone in the workspace, by full name, first name, handle or id."""
        return Person(self.desk, name, patience=self._patience)

    def at(self, workspace: Workspace) -> "Slack":
        """The same stand-in, seen from another of its workspaces."""
        return Slack(self.desk.at(workspace.team_id), self.url, patience=self._patience)

    async def until(self, holds: Callable[[], bool], *, seconds: float | None = None) -> None:
        """Wait, without polling, until `holds()`; AssertionError when it doesn't in time."""
        limit = self._patience if seconds is None else seconds
        if not await self.workspace.bell.until(holds, seconds=limit):
            raise AssertionError(f"did not come true within {limit} s")

    async def settled(self, *, seconds: float | None = None) -> None:
        """Wait until nothing is on its way to the app."""
        await self.until(lambda: self.desk.dispatch.idle, seconds=seconds)

    async def bot_connected(self, *, connections: int = 1, seconds: float = 10.0) -> None:
        """Wait until the app holds a socket."""
        await self.until(lambda: self.desk.sockets.connected >= connections, seconds=seconds)


@asynccontextmanager
async def serve(
    workspace: Workspace,
    *beside: Workspace,
    bot_url: str = "",
    host: str = "127.0.0.1",
    port: int = 0,
    patience: float = 3.0,
    ack_seconds: float = 3.0,
    pages: Callable[[Desk], list[Any]] | None = None,
) -> AsyncIterator[Slack]:
    """Serve the workspace (and others beside it) inside this event loop until the block ends.

    `bot_url` is the app's request URL; it can be set later as `workspace.app.request_url`, and is not
    needed in Socket Mode. `pages` makes further routes, such as the browser page's.
    """
    desk = Desk(workspace, ack_seconds=ack_seconds)
    for other in beside:
        other.app = workspace.app
        Desk(other, beside=desk)
    if bot_url:
        workspace.app.request_url = bot_url
    listener: socket.socket = listen(host, port)
    app = create_app(desk, pages=pages(desk) if pages else None)
    async with running(app, listener) as url, desk.open():
        for each in desk.desks:
            each.workspace.base_url = url
        yield Slack(desk, url, patience=patience)
