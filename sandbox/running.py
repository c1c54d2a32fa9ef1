"""Runs an ASGI application on a real port inside the current event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox.server import ABORT


class CuttableProtocol(HttpToolsProtocol):
    """HTTP whose connection the application may cut without an answer (see `sandbox.server.cut`)."""

    def on_message_begin(self) -> None:
        """Put the cutting into the request's scope."""
        super().on_message_begin()
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]  # a TypedDict without our extension
        scope["extensions"] = {ABORT: self.transport.abort}


class Server(uvicorn.Server):
    """A server inside a running loop: Ctrl-C stays with whoever runs it, and it never wakes by itself."""

    async def start(self, listener: socket.socket) -> None:
        """Take requests from now on."""
        self.config.load()
        self.lifespan = self.config.lifespan_class(self.config)
        await self.startup(sockets=[listener])

    async def stop(self) -> None:
        """Take no more, finish what is under way within a second, and close every connection."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        _done, late = await asyncio.wait(self._tasks(), timeout=1) if self._tasks() else (set(), set())
        for task in late:
            task.cancel()
        await self.lifespan.shutdown()

    def _tasks(self) -> list[asyncio.Task[None]]:
        return list(self.server_state.tasks)


def listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A listening socket; port 0 takes any that is free."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(2048)
    listener.setblocking(False)
    return listener


@asynccontextmanager
async def running(app: Any, listener: socket.socket | None = None) -> AsyncIterator[str]:
    """Serve `app` until the block ends; yields its address, `http://127.0.0.1:port`."""
    listener = listener or listen()
    host, port = listener.getsockname()[:2]
    config = uvicorn.Config(
        app,
        http=CuttableProtocol,
        ws="websockets-sansio",
        lifespan="auto",
        log_config=None,
        log_level="error",
        access_log=False,
    )
    server = Server(config)
    await server.start(listener)
    try:
        yield f"http://{host}:{port}"
    finally:
        await server.stop()
        listener.close()
