"""E-mails as a mail program shows them, with calendar attachments spelled out."""

from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

CALENDAR = ("text/calendar", "application/ics")


@dataclass(frozen=True)
class Entry:
    """One event of a calendar attachment: what it asks for, and its facts in words."""

    method: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Letter:
    """One e-mail."""

    number: int
    sender: str
    to: str
    subject: str
    at: datetime | None
    text: str
    html: str
    entries: tuple[Entry, ...]
    attachments: tuple[str, ...]


@lru_cache(maxsize=512)
def read_letter(number: int, raw: bytes, zone: str) -> Letter:
    """An e-mail from its bytes, with the times of its calendar entries in the reader's zone."""
    mail = message_from_bytes(raw, policy=default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    files = [part.get_filename() for part in parts if part.get_filename()]
    return Letter(
        number,
        str(mail["from"] or ""),
        str(mail["to"] or ""),
        str(mail["subject"] or ""),
        parsedate_to_datetime(str(mail["date"])) if mail["date"] else None,
        _body(mail, "plain"),
        _body(mail, "html"),
        tuple(entry for part in _calendars(parts) for entry in _entries(part, ZoneInfo(zone))),
        tuple(str(name) for name in files),
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()).strip() if part is not None else ""


def _calendars(parts: list[EmailMessage]) -> list[bytes]:
    """The calendar parts, each content once (an invitation carries the same bytes twice)."""
    found = [part.get_payload(decode=True) for part in parts if part.get_content_type() in CALENDAR]
    return list(dict.fromkeys(bytes(content) for content in found if isinstance(content, bytes)))


def _entries(content: bytes, zone: ZoneInfo) -> list[Entry]:
    calendar = Calendar.from_ical(content)
    method = str(calendar.get("METHOD", "PUBLISH"))
    return [Entry(method, tuple(_facts(event, zone))) for event in calendar.walk("VEVENT")]


def _facts(event: Component, zone: ZoneInfo) -> list[tuple[str, str]]:
    rows = [("What", str(event.get("SUMMARY", "")))]
    times = {"DTSTART": "Starts", "DTEND": "Ends"}
    rows += [(label, _moment(event.decoded(name), zone)) for name, label in times.items() if name in event]
    plain = {"LOCATION": "Where", "STATUS": "Status", "SEQUENCE": "Revision", "UID": "UID"}
    return rows + [(label, str(event[name])) for name, label in plain.items() if name in event]


def _moment(value: date, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(zone) if value.tzinfo else value
        return f"{local:%A} {local.day} {local:%B %Y, %H:%M} ({zone.key})"
    return f"{value:%A} {value.day} {value:%B %Y}"
