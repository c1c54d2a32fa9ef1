"""What a letter to us means: an answer to an invitation, words for the secretary, or nothing to act on.

Everything here is untrusted. Reading never raises: what can't be understood, or may be forged, is
refused with its reason, and never guessed at.
"""

import email
import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from typing import TYPE_CHECKING

from handlers.mail.senders import address_in, is_verified, sender_of
from rules.invitations import Partstat

if TYPE_CHECKING:
    import icalendar

LARGEST_LETTER = 2_000_000  # a reply that quotes ours, with someone's logo in the signature
LARGEST_CALENDAR = 64_000
# The parser spends hundreds of bytes on every line, however short; and folds heads slowly.
_MOST_LINES = 40_000
_LARGEST_HEAD = 64_000
_MOST_PARTS = 40
_ASKED = re.compile(r"(?:re:\s*)?(stop|invite) ([\w-]{8,120})", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_LONGEST_UID = 200


class Reason(StrEnum):
    """Why a letter was not acted on; counted, never shown with what it said."""

    TOO_BIG = "too big"
    MALFORMED = "malformed"
    AUTOMATIC = "automatic"
    SENDER_UNCLEAR = "sender unclear"
    UNVERIFIED = "sender not verified"
    NOT_THE_GUEST = "answers for someone else"


@dataclass(frozen=True)
class Answered:
    """A guest's own answer to the invitation with this UID. `sequence` may be an older one."""

    uid: str
    guest: str
    partstat: Partstat
    sequence: int


@dataclass(frozen=True)
class Wrote:
    """Words, or a counter-proposal, from a verified sender: for a person to read, and not kept.

    `uid` (of a counter-proposal) and `about` (the Message-IDs it refers to) tell what it is about.
    """

    sender: str
    uid: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskedToStop:
    """A request to end such letters; the token in it is the permission."""

    token: str


@dataclass(frozen=True)
class AskedForInvitations:
    """A request to have meetings in one's calendar by letter, from someone whom a letter offered it."""

    token: str


@dataclass(frozen=True)
class Refused:
    """Nothing to act on."""

    reason: Reason


Reply = Answered | Wrote | AskedToStop | AskedForInvitations | Refused


class _Unreadable(Exception):
    """The bytes are not what they claim to be."""


def read(raw: bytes, *, authserv_id: str) -> Reply:
    """What this letter means. `authserv_id` is how our mail server signs its findings about senders."""
    if len(raw) > LARGEST_LETTER or raw.count(b"\n") > _MOST_LINES or _head_size(raw) > _LARGEST_HEAD:
        return Refused(Reason.TOO_BIG)
    try:
        return _understood(email.message_from_bytes(raw), authserv_id)
    except _Unreadable:
        return Refused(Reason.MALFORMED)
    except Exception:  # noqa: BLE001 -- a stranger's bytes make the parsers raise anything; the reason says so
        return Refused(Reason.MALFORMED)


def _head_size(raw: bytes) -> int:
    """How far the head reaches: to the first empty line, with either kind of line end."""
    ends = [at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0]
    return min(ends, default=len(raw))


def _understood(message: Message, authserv_id: str) -> Reply:
    if asked := _ASKED.fullmatch(" ".join(str(message.get("Subject", "")).split())):
        return AskedToStop(asked[2]) if asked[1].lower() == "stop" else AskedForInvitations(asked[2])
    calendar = _calendar_in(message)
    if calendar is None and _is_automatic(message):
        return Refused(Reason.AUTOMATIC)
    sender = sender_of(message)
    if not sender:
        return Refused(Reason.SENDER_UNCLEAR)
    if not is_verified(message, sender, authserv_id):
        return Refused(Reason.UNVERIFIED)
    if calendar is None:
        return Wrote(sender, about=_about(message))
    return _said(calendar, sender, message)


def _calendar_in(message: Message) -> "icalendar.Calendar | None":
    """The first calendar among the parts, if there is one."""
    for number, part in enumerate(message.walk()):
        if number == _MOST_PARTS:
            raise _Unreadable
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            return _parsed(part.get_payload(decode=True))
    return None


def _parsed(body: object) -> "icalendar.Calendar":
    import icalendar  # with the first calendar: a start is shorter and smaller without it

    if not isinstance(body, bytes) or len(body) > LARGEST_CALENDAR:
        raise _Unreadable
    calendar = icalendar.Calendar.from_ical(body)
    if not isinstance(calendar, icalendar.Calendar):
        raise _Unreadable
    return calendar


def _is_automatic(message: Message) -> bool:
    """Absence notes and bounces: answering those makes two machines write to each other."""
    marked = str(message.get("Auto-Submitted", "no")).strip().lower() != "no"
    bounced = (
        message.get_content_type() == "multipart/report" or message.get("Return-Path", "").strip() == "<>"
    )
    return marked or bounced


def _said(calendar: "icalendar.Calendar", sender: str, message: Message) -> Reply:
    """What the calendar part says: only a REPLY about one whole meeting, by its one guest, is an answer."""
    method = str(calendar.get("METHOD", "")).upper()
    entries = calendar.walk("VEVENT")
    if method not in {"REPLY", "COUNTER"} or len(entries) != 1:
        return Wrote(sender, about=_about(message))
    (entry,) = entries
    uid = entry.get("UID")
    # Dates and numbers that can't be read are only recorded, in `errors`.
    if entry.errors or not isinstance(uid, str) or not 0 < len(uid) <= _LONGEST_UID:
        raise _Unreadable
    if method == "COUNTER" or "RECURRENCE-ID" in entry:
        return Wrote(sender, uid=str(uid), about=_about(message))
    return _answer(entry, str(uid), sender, message)


def _answer(entry: "icalendar.Component", uid: str, sender: str, message: Message) -> Reply:
    import icalendar  # with the first calendar: a start is shorter and smaller without it

    attendee = entry.get("ATTENDEE")
    if not isinstance(attendee, icalendar.vCalAddress):  # none, or several
        raise _Unreadable
    guest, word = address_in(str(attendee)), attendee.params.get("PARTSTAT")
    if not guest or not isinstance(word, str):
        raise _Unreadable
    if guest != sender:
        return Refused(Reason.NOT_THE_GUEST)
    if word.upper() not in {Partstat.ACCEPTED, Partstat.DECLINED, Partstat.TENTATIVE}:
        return Wrote(sender, uid=uid, about=_about(message))  # delegated, say: for a person to sort out
    return Answered(uid, guest, Partstat(word.upper()), _sequence(entry))


def _sequence(entry: "icalendar.Component") -> int:
    """The SEQUENCE that was answered; one that is left out is the first."""
    sequence = entry.get("SEQUENCE", 0)
    if not isinstance(sequence, int) or not 0 <= sequence < 2**31:
        raise _Unreadable
    return int(sequence)


def _about(message: Message) -> tuple[str, ...]:
    """The letters that it refers to, the oldest first."""
    lines = f"{message.get('References', '')} {message.get('In-Reply-To', '')}"
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(lines)))[:20]
