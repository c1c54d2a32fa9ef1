"""Runs an ASGI application on a real port inside the current event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
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


class _Server(uvicorn.Server):
    """A server that leaves Ctrl-C to whoever runs the loop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


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
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if task.done():
                await task
            await asyncio.sleep(0.005)
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        await task
        listener.close()
