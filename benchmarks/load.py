"""A load of signed Slack requests, from prepared bytes over kept-open connections."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvloop

SECRET = "benchmark-signing-secret"
TEAM = "T0BENCH"
CHANNEL = "C0BENCH"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Load:
    """What came of a load: seconds in all, each request's milliseconds, and answers that were not 200."""

    seconds: float
    milliseconds: list[float]
    errors: int

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return len(self.milliseconds) / self.seconds

    def percentile(self, share: float) -> float:
        """The milliseconds within which this share was answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def command(text: str, user: str) -> bytes:
    """A signed `/sig` request, unlike any other."""
    form = {
        "token": "t",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": CHANNEL,
        "channel_name": "reviews",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/sig",
        "text": text,
        "api_app_id": "A0BENCH",
        "response_url": "http://127.0.0.1:9/none",
        "trigger_id": f"{next(_numbers)}.1.a",
    }
    return _request(urlencode(form))


def click(action: str, value: str, user: str, response_url: str) -> bytes:
    """A signed click on a button of a message, unlike any other."""
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": user, "username": user.lower(), "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "container": {"type": "message", "message_ts": "1.2", "channel_id": CHANNEL},
        "trigger_id": f"{next(_numbers)}.1.a",
        "channel": {"id": CHANNEL, "name": "reviews"},
        "response_url": response_url,
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
    }
    return _request(urlencode({"payload": json.dumps(payload)}))


def _request(body: str) -> bytes:
    now = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {now}\r\nX-Slack-Signature: v0={signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def send(port: int, requests: Sequence[bytes], *, at_once: int) -> Load:
    """Send all requests over `at_once` connections, one after another on each."""
    return uvloop.run(_send(port, requests, at_once))


async def _send(port: int, requests: Sequence[bytes], at_once: int) -> Load:
    load = _Sending(iter(requests))
    loop = asyncio.get_running_loop()
    connections = [_Connection(load, loop.create_future()) for _ in range(at_once)]
    began = time.perf_counter()
    await asyncio.gather(
        *(loop.create_connection(lambda one=one: one, "127.0.0.1", port) for one in connections)  # type: ignore[misc]
    )
    await asyncio.gather(*(one.done for one in connections))
    return Load(time.perf_counter() - began, load.milliseconds, load.errors)


@dataclass
class _Sending:
    """What is still to be sent, and what came of the rest."""

    waiting: Iterator[bytes]
    milliseconds: list[float] = field(default_factory=list)
    errors: int = 0


class _Connection(asyncio.Protocol):
    """One request after another; as little work as can be, since it shares the processor with what it measures."""

    def __init__(self, load: _Sending, done: asyncio.Future[None]) -> None:
        self.done = done
        self._load = load
        self._got = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, end, body = self._got.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self._load.milliseconds.append((time.perf_counter() - self._began) * 1000)
        self._load.errors += not head.startswith(b"HTTP/1.1 200")
        self._got = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the bot hung up"))

    def _next(self) -> None:
        request = next(self._load.waiting, None)
        if request is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
