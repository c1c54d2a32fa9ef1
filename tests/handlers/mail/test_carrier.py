"""Letters handed to a real mail server, which takes them, is busy, refuses, or is not there."""

import asyncio
import email
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from handlers.calendar import Party
from handlers.carriers import TryAgain, Undeliverable
from handlers.mail.carrier import MailCarrier, written
from handlers.mail.letter import Letter, Stop
from storage.leases import Taken
from usecases.delivery import Address

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
TO = Address("mail", "T1", email="iona@example.org", name="Iona Macrae")


@dataclass
class Box:
    """A mail server's answer, and what it took."""

    answer: str = "250 OK"
    taken: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        return "250 OK"


@dataclass(frozen=True)
class Server:
    """The setting SMTP_URL."""

    port: int
    host: str = "127.0.0.1"
    tls: bool = False
    starttls: bool | None = None
    username: str | None = None
    password: str | None = None


@pytest.fixture
async def served() -> AsyncIterator[tuple[Box, int]]:
    box = Box()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop, hostname="mail.test"), "127.0.0.1", 0)
    yield box, server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


def _carrier(port: int) -> MailCarrier:
    return MailCarrier(
        Server(port),
        Party("Convenor", "sig@example.org"),
        {"say": written(lambda value: Letter(subject=value, opening=("Hello.",)))},
        stop_for=lambda notice: Stop(subject=f"stop {notice.id}"),
        clock=lambda: NOW,
        timeout_seconds=5.0,
    )


def _notice(kind: str = "say") -> Taken:
    facts: dict[str, Any] = dict.fromkeys(Taken.__slots__)
    return Taken(**{**facts, "id": "n1", "kind": kind, "remote": {}})


async def test_a_letter_arrives_and_the_same_notice_always_has_the_same_name(
    served: tuple[Box, int],
) -> None:
    box, port = served
    first = await _carrier(port).send(_notice(), TO, "A place for you")
    again = await _carrier(port).send(_notice(), TO, "A place for you")
    assert first == again
    message = email.message_from_bytes(box.taken[0])
    assert (message["Message-ID"], message["Subject"]) == (first["message_id"], "A place for you")
    assert "stop%20n1" in message["List-Unsubscribe"]


async def test_a_busy_server_is_tried_again_later(served: tuple[Box, int]) -> None:
    box, port = served
    box.answer = "451 come back"
    with pytest.raises(TryAgain) as busy:
        await _carrier(port).send(_notice(), TO, "Hello")
    assert (busy.value.after, busy.value.uncertain) == (60.0, False)


async def test_a_refused_mailbox_is_a_dead_letter(served: tuple[Box, int]) -> None:
    box, port = served
    box.answer = "550 nobody here"
    with pytest.raises(Undeliverable, match="another address"):
        await _carrier(port).send(_notice(), TO, "Hello")


async def test_a_server_that_is_not_there_is_tried_again(unused_tcp_port: int) -> None:
    with pytest.raises(TryAgain) as away:
        await _carrier(unused_tcp_port).send(_notice(), TO, "Hello")
    assert not away.value.uncertain


async def test_a_kind_without_a_letter_says_so(served: tuple[Box, int]) -> None:
    with pytest.raises(Undeliverable, match="has no letter"):
        await _carrier(served[1]).send(_notice("card"), TO, "Hello")
