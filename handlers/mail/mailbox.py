"""The mailbox that replies come to, read over IMAP: waiting where the server offers it, else looking again.

imap-tools is synchronous, so every call runs in a thread; a wait under way ends when its socket is shut.
"""

import asyncio
import contextlib
import re
import socket
from collections.abc import Awaitable, Callable
from io import BufferedReader
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import structlog
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags

from handlers.mail.replies import LARGEST_LETTER

log = structlog.get_logger("mail")

P = ParamSpec("P")
T = TypeVar("T")

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_TRIES = 3


class Server(Protocol):
    """Where the mailbox is (the setting IMAP_URL)."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def tls(self) -> bool: ...
    @property
    def starttls(self) -> bool | None: ...
    @property
    def username(self) -> str | None: ...
    @property
    def password(self) -> str | None: ...


class Mailbox:
    """Reads each new letter once. `take` is called with its bytes, and says whether it may stay, marked as seen.

    Seconds: `look_again` between looks where the server can't tell of news, `wait` for news otherwise,
    `backoff` after a connection was lost.
    """

    def __init__(
        self,
        server: Server,
        take: Callable[[bytes], Awaitable[bool]],
        *,
        look_again: float = 60.0,
        wait: float = 300.0,
        backoff: float = 10.0,
        timeout: float = 20.0,
    ) -> None:
        self._server = server
        self._take = take
        self._look_again = look_again
        self._wait = wait
        self._backoff = backoff
        self._timeout = timeout
        self._failed: dict[str, int] = {}
        self._under_way: asyncio.Future[Any]

    async def run(self) -> None:
        """Read until cancelled; a lost connection is made again."""
        while True:
            try:
                await self._session()
            except Exception:  # whatever the network or the server did, the mailbox is read again
                log.warning("mailbox lost", exc_info=True)
            await asyncio.sleep(self._backoff)

    async def _session(self) -> None:
        box = await self._in_thread(self._opened)
        try:
            while True:
                while await self.read_new(box):
                    continue  # what came meanwhile was announced where nobody listens: look again
                await self._news(box)
        finally:
            await self._close(box)

    async def read_new(self, box: BaseMailBox) -> int:
        """Take every letter that was not seen yet, the oldest first; says how many there were."""
        uids = await self._in_thread(box.uids, "UNSEEN")
        for uid in uids:
            raw = await self._in_thread(_raw, box, uid)
            stays = True
            try:
                stays = await self._take(raw)
            except Exception:  # the letter stays unseen, and is taken again
                log.exception("letter not taken")
                self._failed[uid] = self._failed.get(uid, 0) + 1
                if self._failed[uid] < _TRIES:
                    raise
                await self._in_thread(box.flag, uid, [MailMessageFlags.FLAGGED], True)
            if stays:
                await self._in_thread(box.flag, uid, [MailMessageFlags.SEEN], True)
            else:
                await self._in_thread(box.delete, uid)
        return len(uids)

    async def _news(self, box: BaseMailBox) -> None:
        if "IDLE" in box.client.capabilities:
            await self._in_thread(_wait_for_news, box, self._wait)
        else:
            await asyncio.sleep(self._look_again)
            await self._in_thread(box.client.noop)

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Run one call of the library. Being cancelled leaves it running, for `_close` to end."""
        self._under_way = asyncio.ensure_future(asyncio.to_thread(work, *args, **options))
        return await asyncio.shield(self._under_way)

    async def _close(self, box: BaseMailBox) -> None:
        with contextlib.suppress(OSError):  # it may be gone already
            box.client.sock.shutdown(socket.SHUT_RDWR)
        await asyncio.gather(self._under_way, return_exceptions=True)
        with contextlib.suppress(OSError):
            box.client.shutdown()

    def _opened(self) -> BaseMailBox:
        server, box = self._server, _connected(self._server, self._timeout)
        try:
            return box.login(server.username or "", server.password or "")
        except BaseException:
            box.client.shutdown()
            raise


def _connected(server: Server, timeout: float) -> BaseMailBox:
    kind = MailBox if server.tls else MailBoxStartTls if server.starttls else MailBoxUnencrypted
    return kind(server.host, server.port, timeout=timeout)


def _wait_for_news(box: BaseMailBox, seconds: float) -> None:
    """Until the server tells of something, or the time is over."""
    with box.idle as idle:
        if not _was_told_already(box):
            idle.poll(seconds)


def _was_told_already(box: BaseMailBox) -> bool:
    """Whether news came together with the server's go-ahead: imap-tools looks at the socket alone for it."""
    client = box.client
    timeout = client.sock.gettimeout()
    client.sock.settimeout(0)
    try:
        return bool(cast("BufferedReader", client.file).peek(1))
    except OSError:  # over TLS, "nothing yet" is an error
        return False
    finally:
        client.sock.settimeout(timeout)


def _raw(box: BaseMailBox, uid: str) -> bytes:
    """The letter's bytes; of one that is too large only so many that reading it says so."""
    _, found = box.client.uid("fetch", uid, "(RFC822.SIZE)")
    size = _SIZE.search(found[0] if isinstance(found[0], bytes) else b"")
    part = (
        "BODY.PEEK[]" if size and int(size[1]) <= LARGEST_LETTER else f"BODY.PEEK[]<0.{LARGEST_LETTER + 1}>"
    )
    _, found = box.client.uid("fetch", uid, f"({part})")
    return next((bytes(each[1]) for each in found if isinstance(each, tuple)), b"")
