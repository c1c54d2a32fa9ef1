"""Faults that a test orders: answers that fail, hang or never arrive, and deliveries that come twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.errors import SlackError

Moment = Literal["before", "after"]
Hook = Callable[[str, dict[str, Any], Moment], Awaitable[None]]


class ConnectionReset(Exception):
    """The connection is to be cut without an answer."""


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of `method` (`*`: any), before or after storing."""

    method: str
    kind: Literal["status", "error", "hang", "reset"]
    when: Moment = "before"
    times: int = 1
    status: int = 500
    code: str = ""
    retry_after: int = 1


@dataclass
class Faults:
    """The faults in force. `hook`, when set, is awaited before and after every call is carried out.

    `copies` is how often each delivery is sent to the app (the same signed body).
    """

    hook: Hook | None = None
    copies: int = 1
    waiting: list[Fault] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def fail(
        self,
        method: str,
        status: int,
        *,
        after_storing: bool = False,
        times: int = 1,
        retry_after: int = 1,
    ) -> None:
        """Answer with an HTTP status: 429 (with Retry-After), 500, 503 …"""
        when: Moment = "after" if after_storing else "before"
        self.waiting.append(Fault(method, "status", when, times, status, retry_after=retry_after))

    def refuse(self, method: str, code: str, *, times: int = 1) -> None:
        """Answer `{"ok": false, "error": code}`."""
        self.waiting.append(Fault(method, "error", times=times, code=code))

    def hang(self, method: str, *, after_storing: bool = False, times: int = 1) -> None:
        """Don't answer until `clear`."""
        self.waiting.append(Fault(method, "hang", "after" if after_storing else "before", times))

    def reset(self, method: str, *, after_storing: bool = False, times: int = 1) -> None:
        """Cut the connection, before or after what was asked has been stored."""
        self.waiting.append(Fault(method, "reset", "after" if after_storing else "before", times))

    def clear(self) -> None:
        """End every fault; what hangs goes on."""
        self.hook, self.copies = None, 1
        self.waiting.clear()
        self.released.set()
        self.released = asyncio.Event()

    async def strike(self, method: str, args: dict[str, Any], when: Moment) -> None:
        """Carry out the first fault that fits, if any."""
        if self.hook is not None:
            await self.hook(method, args, when)
        fault = next((f for f in self.waiting if f.method in (method, "*") and f.when == when), None)
        if fault is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self.waiting.remove(fault)
        await self._carry_out(fault)

    async def _carry_out(self, fault: Fault) -> None:
        match fault.kind:
            case "hang":
                await self.released.wait()
            case "reset":
                raise ConnectionReset(fault.method)
            case "error":
                raise SlackError(fault.code)
            case "status":
                raise http_failure(fault.status, fault.retry_after)


def http_failure(status: int, retry_after: int) -> SlackError:
    """What Slack's edge answers when it is busy or broken."""
    if status == 429:
        headers = {"retry-after": str(retry_after)}
        return SlackError("ratelimited", status=429, headers=headers)
    code = {500: "internal_error", 503: "service_unavailable"}.get(status, "fatal_error")
    return SlackError(code, status=status)
