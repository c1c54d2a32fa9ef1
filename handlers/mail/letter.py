"""A letter: what it says, and the MIME message that says it to one person.

Every letter has a plain and an HTML part with the same words. A letter with a calendar part is built as
calendar programs expect it: the calendar is the last alternative, and once more an attachment for those
that only open files.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from pathlib import Path

from handlers.calendar import Party, plain
from handlers.templates import templates_in

_FOLDER = Path(__file__).with_name("templates")


class _WebAddresses(UnstructuredHeader, BaseHeader):
    """A header kept on one line: folding encodes an address longer than the line, and so breaks it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _WebAddresses)
_POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True)
class Fact:
    """One thing to know, such as when or where; a line that is a web address becomes a link."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """The words: first what this is about, then the facts, then what the reader can do."""

    subject: str
    opening: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stop:
    """How the reader ends such letters: a page that needs one click, an address to write to, or both.

    `page` takes the one-click POST of RFC 8058; `subject` is what a letter to the sender must say.
    """

    page: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom and when; `key` names the letter: made twice, it has the same Message-ID.

    `thread` names what the letter is about, so that later letters about it stand together. `mark` is what
    replies to it are known by: it takes the place of the key.
    """

    sender: Party
    to: Party
    written_at: datetime
    key: str
    stop: Stop
    thread: str = ""
    mark: str = ""


@dataclass(frozen=True)
class CalendarPart:
    """The bytes of an iTIP message, with the method that they carry."""

    method: str
    body: bytes


def compose(letter: Letter, envelope: Envelope, calendar: CalendarPart | None = None) -> EmailMessage:
    """The letter as a message, ready to hand to a mail server."""
    message = EmailMessage(policy=_POLICY)
    _address(message, letter, envelope)
    words = {
        "letter": letter,
        "name": plain(envelope.to.name, one_line=True),
        "sender": plain(envelope.sender.name, one_line=True),
        "stop": envelope.stop,
        "stop_address": envelope.sender.email,
        "mark": envelope.mark,
    }
    message.set_content(_rendered("letter.txt", words), cte="quoted-printable")
    message.add_alternative(_rendered("letter.html", words), subtype="html", cte="quoted-printable")
    if calendar:
        _enclose(message, calendar)
    return message


def message_id(key: str, sender: Party) -> str:
    """The Message-ID of the letter with this key: always the same one, and telling nobody the key."""
    domain = sender.email.rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _address(message: EmailMessage, letter: Letter, envelope: Envelope) -> None:
    message["From"] = _mailbox(envelope.sender)
    message["To"] = _mailbox(envelope.to)
    message["Subject"] = plain(letter.subject, one_line=True)
    message["Date"] = envelope.written_at
    domain = envelope.sender.email.rpartition("@")[2]
    message["Message-ID"] = (
        f"<{envelope.mark}@{domain}>" if envelope.mark else message_id(envelope.key, envelope.sender)
    )
    if envelope.thread:
        message["References"] = message_id(envelope.thread, envelope.sender)
    message["Auto-Submitted"] = "auto-generated"  # so that no absence note answers it
    _say_how_to_stop(message, envelope)


def _mailbox(party: Party) -> Address:
    return Address(plain(party.name, one_line=True), addr_spec=party.email)


def _say_how_to_stop(message: EmailMessage, envelope: Envelope) -> None:
    stop = envelope.stop
    ways = [f"<{stop.page}>"] if stop.page else []
    if stop.subject:
        ways.append(f"<mailto:{envelope.sender.email}?subject={stop.subject.replace(' ', '%20')}>")
    if ways:
        message["List-Unsubscribe"] = ", ".join(ways)
    if stop.page:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _rendered(template: str, words: dict[str, object]) -> str:
    return templates_in(_FOLDER, last_newline=True).get_template(template).render(words)


def _enclose(message: EmailMessage, calendar: CalendarPart) -> None:
    """Add the calendar as bytes: as text, its line ends would be rewritten."""
    message.add_alternative(
        calendar.body,
        maintype="text",
        subtype="calendar",
        params={"charset": "UTF-8", "method": calendar.method},
    )
    message.add_attachment(calendar.body, maintype="application", subtype="ics", filename="invite.ics")
