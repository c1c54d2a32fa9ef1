"""The mailbox of replies on a real Dovecot: each letter once, with IDLE and without, whatever breaks."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from handlers.mail.mailbox import Mailbox
from handlers.mail.replies import LARGEST_LETTER
from tests.handlers.mail import dovecot
from tests.handlers.mail.dovecot import Dovecot
from tests.handlers.mail.letters_in import google, words

pytestmark = pytest.mark.skipif(dovecot.absent(), reason="no Dovecot here: install the package dovecot-imapd")


class Desk:
    """Whoever takes letters; `broken` makes it fail that many times, `stays` says whether they may stay."""

    def __init__(self, broken: int = 0, *, stays: bool = True) -> None:
        self.taken: list[bytes] = []
        self.stays = stays
        self.broken = broken
        self.changed = asyncio.Condition()

    async def take(self, raw: bytes) -> bool:
        if self.broken:
            self.broken -= 1
            raise ConnectionError("no database")
        async with self.changed:
            self.taken.append(raw)
            self.changed.notify_all()
        return self.stays

    async def has(self, count: int) -> None:
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(lambda: len(self.taken) >= count)


@asynccontextmanager
async def reading(server: Dovecot, desk: Desk) -> AsyncIterator[Mailbox]:
    mailbox = Mailbox(server, desk.take, look_again=0.1, wait=10, backoff=0.1)
    task = asyncio.create_task(mailbox.run())
    try:
        yield mailbox
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def all_seen(server: Dovecot, count: int) -> None:
    """Until the server has it in writing; cut off before, a letter is taken again, as it must be."""
    async with asyncio.timeout(20):
        while server.flags() != ["S"] * count:  # noqa: ASYNC110 -- a file changes, which tells nobody
            await asyncio.sleep(0.02)


@pytest.fixture(params=[True, False], ids=["idle", "polling"])
def server(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    with dovecot.running(idle=request.param) as running:
        yield running


async def test_letters_are_taken_once_as_they_arrive_and_marked_as_seen(server: Dovecot) -> None:
    server.deliver(google())
    desk = Desk()
    async with reading(server, desk):
        await desk.has(1)
        server.deliver(words())
        await desk.has(2)
        await all_seen(server, 2)
    async with reading(server, desk):
        server.deliver(words("another"))
        await desk.has(3)
    assert desk.taken == [google(), words(), words("another")]


async def test_letter_that_may_not_stay_leaves_nothing_in_the_mailbox(server: Dovecot) -> None:
    desk = Desk(stays=False)
    server.deliver(words())
    async with reading(server, desk):
        await desk.has(1)
        async with asyncio.timeout(20):
            while server.flags():  # noqa: ASYNC110 -- a file goes, which tells nobody
                await asyncio.sleep(0.02)
    assert not [
        file
        for file in (server.folder / "mail").rglob("*")
        if file.is_file() and b"eleven" in file.read_bytes()
    ]


async def test_letter_that_could_not_be_taken_is_taken_later(server: Dovecot) -> None:
    desk = Desk(broken=2)
    server.deliver(google())
    async with reading(server, desk):
        await desk.has(1)
    assert desk.taken == [google()]


async def test_letter_that_never_can_be_taken_is_flagged_and_holds_up_nothing(server: Dovecot) -> None:
    desk = Desk(broken=3)
    server.deliver(google())
    async with reading(server, desk):
        async with asyncio.timeout(20):
            while desk.broken:  # noqa: ASYNC110 -- what is awaited is that nothing comes of it
                await asyncio.sleep(0.02)
        server.deliver(words())
        await desk.has(1)
    assert desk.taken == [words()]
    assert "FS" in server.flags()


async def test_oversized_letter_is_fetched_only_so_far_as_to_be_refused(server: Dovecot) -> None:
    desk = Desk()
    server.deliver(words() + b"x" * 70 + b"\r\n" * LARGEST_LETTER)
    async with reading(server, desk):
        await desk.has(1)
    assert len(desk.taken[0]) == LARGEST_LETTER + 1
