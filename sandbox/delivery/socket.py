"""Socket Mode: the app's WebSockets, the envelopes sent over them and their acknowledgements."""

import asyncio
import itertools
import json
import time
import uuid
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.answers import Answer, Kind
from sandbox.workspace import Workspace

MOST_CONNECTIONS = 10


class Sockets:
    """The app's open connections; each envelope goes to one of them, in turn."""

    def __init__(self, workspace: Workspace, *, seconds: float = 3.0) -> None:
        self._workspace = workspace
        self._seconds = seconds
        self._open: list[WebSocket] = []
        self._turn = itertools.count()
        self._waiting: dict[str, asyncio.Future[str]] = {}

    @property
    def connected(self) -> int:
        """How many connections the app holds."""
        return len(self._open)

    async def serve(self, socket: WebSocket) -> None:
        """Greet one connection and listen to its acknowledgements until it goes."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._workspace.socket_tickets or self.connected >= MOST_CONNECTIONS:
            await socket.close(code=4000)
            return
        self._workspace.socket_tickets.discard(ticket)
        await socket.accept()
        self._open.append(socket)
        try:
            await socket.send_text(json.dumps(self._hello()))
            self._workspace.bell.ring()
            while True:
                self._heard(await socket.receive_text())
        except WebSocketDisconnect:
            return
        finally:
            self._forget(socket)

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._open:
            self._open.remove(socket)
        self._workspace.bell.ring()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": self.connected,
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._workspace.app.id},
        }

    def _heard(self, text: str) -> None:
        try:
            message = json.loads(text)
        except json.JSONDecodeError:
            return  # the SDK's own pings are not JSON
        waiting = self._waiting.pop(message.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            payload = message.get("payload")
            waiting.set_result(_as_body(payload))

    async def send(
        self, kind: Kind, payload: dict[str, Any], *, attempt: int = 0, reason: str = ""
    ) -> Answer:
        """Send one envelope and wait for its acknowledgement."""
        envelope: dict[str, Any] = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        acknowledged = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = acknowledged
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._seconds):
                await self._open[next(self._turn) % len(self._open)].send_text(json.dumps(envelope))
                text = await acknowledged
        except TimeoutError:
            return Answer(error="operation_timeout", took_ms=self._seconds * 1000)
        except (WebSocketDisconnect, RuntimeError, ZeroDivisionError) as gone:
            return Answer(text=type(gone).__name__, error="dispatch_failed")
        finally:
            self._waiting.pop(envelope["envelope_id"], None)
        return Answer(200, text, took_ms=(time.perf_counter() - started) * 1000)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come back, as Slack does every few hours, and close it."""
        for socket in list(self._open):
            await socket.send_text(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {}}))
            await socket.close()
            self._forget(socket)

    async def close(self) -> None:
        """Close every connection."""
        for socket in list(self._open):
            await socket.close()


def _as_body(payload: Any) -> str:
    if payload is None or payload == {}:
        return ""
    return payload if isinstance(payload, str) else json.dumps(payload)
