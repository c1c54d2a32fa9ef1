"""Signed POSTs to the app's request URL."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.delivery.answers import Answer, Kind


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(kind: Kind, payload: dict[str, Any]) -> tuple[bytes, str]:
    """The body and content type that Slack uses for this kind of request."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signed(
    secret: str, kind: Kind, payload: dict[str, Any], *, now: float | None = None
) -> tuple[bytes, dict[str, str]]:
    """A body and its headers; signed with the real time, because the app compares it with its own."""
    body, content_type = encode(kind, payload)
    timestamp = str(int(time.time() if now is None else now))
    headers = {
        "content-type": content_type,
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign(secret, timestamp, body),
    }
    return body, headers


class HttpDoor:
    """Posts to the app. Used inside its own `async with`."""

    def __init__(self, *, seconds: float = 3.0) -> None:
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "HttpDoor":
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Send one signed body and wait for the acknowledgement, three seconds at most."""
        if self._session is None:
            raise RuntimeError("the door is not open")
        started = time.perf_counter()
        try:
            async with self._session.post(url, data=body, headers=headers) as response:
                text = await response.text()
                took = (time.perf_counter() - started) * 1000
                error = "" if response.status == 200 else "dispatch_failed"
                return Answer(response.status, text, error, took)
        except TimeoutError:
            return Answer(error="operation_timeout", took_ms=self._seconds * 1000)
        except aiohttp.ClientError as broken:
            took = (time.perf_counter() - started) * 1000
            return Answer(text=type(broken).__name__, error="dispatch_failed", took_ms=took)

    async def post_many(self, url: str, body: bytes, headers: dict[str, str], *, copies: int) -> list[Answer]:
        """The same signed body, `copies` times at once."""
        return list(await asyncio.gather(*(self.post(url, body, headers) for _ in range(copies))))
