"""The carrier of letters: SMTP, one letter to one person.

A letter can't be looked for once the server has taken it. So the promise is one Message-ID for each
notice: should the connection break after the last byte, the same letter goes again under the same name.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Protocol

import aiosmtplib

from handlers.calendar import Party
from handlers.carriers import TryAgain, Undeliverable
from handlers.mail.letter import Envelope, Letter, Stop, compose
from storage.leases import Taken
from usecases.delivery import Address

REFUSED = "The mailbox refused the letter. Ask the person for another address, then retry."
SENDER_REFUSED = "Our mail server refuses us. Ask whoever runs Convenor to check SMTP_URL, then retry."


class Post(Protocol):
    """Hands a letter in at our mail server; raises `TryAgain` or `Undeliverable`."""

    async def hand_in(self, letter: EmailMessage) -> None: ...


Writer = Callable[[Any, Envelope], EmailMessage]


class Server(Protocol):
    """Where letters are handed in (the setting SMTP_URL)."""

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


def written(build: Callable[[Any], Letter]) -> Writer:
    """The writer of a letter without a calendar part."""
    return lambda value, envelope: compose(build(value), envelope)


class MailCarrier:
    """Carries notices to mailboxes. `stop_for` says how the reader ends such letters."""

    def __init__(
        self,
        server: Server,
        sender: Party,
        writers: Mapping[str, Writer],
        *,
        stop_for: Callable[[Taken], Stop],
        clock: Callable[[], datetime],
        timeout_seconds: float,
    ) -> None:
        self._server = server
        self._sender = sender
        self._writers = writers
        self._stop_for = stop_for
        self._clock = clock
        self._timeout = timeout_seconds

    def pause(self, notice: Taken, address: Address) -> float:  # noqa: ARG002 - servers set no pace
        """Mail servers say themselves when they are busy."""
        return 0.0

    async def find(self, notice: Taken, address: Address) -> dict[str, Any] | None:  # noqa: ARG002
        """Nobody can look into another's mailbox."""
        return None

    async def send(self, notice: Taken, address: Address, value: Any) -> dict[str, Any]:
        """Write the letter and hand it in."""
        if notice.kind not in self._writers:
            raise Undeliverable("This kind of notice has no letter. Skip it, or tell the person yourself.")
        envelope = Envelope(
            sender=self._sender,
            to=Party(address.name, address.email),
            written_at=self._clock(),
            key=f"notice {notice.id}",
            stop=self._stop_for(notice),
            thread=f"meeting {notice.meeting_id}" if notice.meeting_id else "",
        )
        letter = self._writers[notice.kind](value, envelope)
        await self.hand_in(letter)
        return {"message_id": letter["Message-ID"]}

    async def hand_in(self, letter: EmailMessage) -> None:
        """Give a letter to the mail server; raises `TryAgain` or `Undeliverable`."""
        server = self._server
        try:
            await aiosmtplib.send(
                letter,
                hostname=server.host,
                port=server.port,
                use_tls=server.tls,
                start_tls=server.starttls,
                username=server.username,
                password=server.password,
                timeout=self._timeout,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            code = min((each.code for each in refused.recipients), default=550)
            raise _refusal(code, REFUSED) from refused
        except aiosmtplib.SMTPResponseException as refused:
            advice = REFUSED if isinstance(refused, aiosmtplib.SMTPDataError) else SENDER_REFUSED
            raise _refusal(refused.code, advice) from refused
        except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPConnectTimeoutError) as broken:
            raise TryAgain("the mail server could not be reached") from broken
        except (aiosmtplib.SMTPException, OSError) as broken:
            problem = f"the connection to the mail server failed ({type(broken).__name__})"
            raise TryAgain(problem, uncertain=True) from broken


def _refusal(code: int, advice: str) -> TryAgain | Undeliverable:
    """4xx passes by itself; 5xx does not."""
    if code < 500:
        return TryAgain(f"the mail server asked us to come back (it says {code})", after=60.0)
    return Undeliverable(f"{advice} (The mail server says: {code})")
