"""A small app for the tests: it records what arrives, checks the signature, and answers as it is told."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

Act = Callable[[dict[str, Any]], Awaitable[Any]]


@dataclass
class Bot:
    """`on[kind]` answers requests of that kind: a command's name, `block_actions`, an event's type …"""

    secret: str
    on: dict[str, Act] = field(default_factory=dict)
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        timestamp = request.headers["x-slack-request-timestamp"]
        base = b"v0:" + timestamp.encode() + b":" + body
        good = "v0=" + hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()
        if request.headers["x-slack-signature"] != good:
            return PlainTextResponse("bad signature", status_code=401)
        self.headers.append(dict(request.headers))
        self.bodies.append(body)
        kind, payload = parse(body, request.headers["content-type"])
        self.heard.append((kind, payload))
        if self.statuses:
            return PlainTextResponse("", status_code=self.statuses.pop(0))
        return as_response(await self.answer(kind, payload))

    async def answer(self, kind: str, payload: dict[str, Any]) -> Any:
        return await self.on[kind](payload) if kind in self.on else None

    def last(self, kind: str) -> dict[str, Any]:
        return [payload for name, payload in self.heard if name == kind][-1]


def parse(body: bytes, content_type: str) -> tuple[str, dict[str, Any]]:
    if "json" in content_type:
        payload = json.loads(body)
        return payload["event"]["type"], payload
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    if "payload" in form:
        payload = json.loads(form["payload"])
        return payload["type"], payload
    return form["command"], form


def as_response(said: Any) -> Response:
    if said is None:
        return PlainTextResponse("")
    return PlainTextResponse(said) if isinstance(said, str) else JSONResponse(said)


async def forever(_payload: dict[str, Any]) -> None:
    await asyncio.Event().wait()
