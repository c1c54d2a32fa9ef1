"""What other people's programs see: four parsers, none of them ours, read into one comparable value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import icalendar
import ics
import vobject
from ical.calendar_stream import IcsCalendarStream


@dataclass(frozen=True)
class Entry:
    """One VEVENT, instants in UTC, addresses without their scheme."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str
    status: str
    organizer: str
    attendees: tuple[tuple[str, str], ...]  # (address, partstat)


@dataclass(frozen=True)
class Reading:
    """A whole calendar as one program sees it."""

    method: str
    entries: tuple[Entry, ...]


def with_ics(data: bytes) -> Reading:
    calendar = ics.Calendar(data.decode())
    return Reading(calendar.method or "", _sorted(map(_ics_entry, calendar.events)))


def with_vobject(data: bytes) -> Reading:
    calendar = vobject.readOne(data.decode())
    method = calendar.method.value if hasattr(calendar, "method") else ""
    return Reading(method, _sorted(map(_vobject_entry, calendar.contents.get("vevent", []))))


def with_ical(data: bytes) -> Reading:
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    return Reading(calendar.method or "", _sorted(map(_ical_entry, calendar.events)))


def with_icalendar(data: bytes) -> Reading:
    calendar = icalendar.Calendar.from_ical(data)
    return Reading(str(calendar.get("method", "")), _sorted(map(_icalendar_entry, calendar.events)))


READERS: tuple[Callable[[bytes], Reading], ...] = (with_ics, with_vobject, with_ical, with_icalendar)


def read_the_same_by_all(data: bytes) -> Reading:
    """The reading that every program agrees on."""
    first, *others = [reader(data) for reader in READERS]
    for reader, other in zip(READERS[1:], others, strict=True):
        assert other == first, reader.__name__
    return first


def _sorted(entries: object) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.uid))


def _mailbox(value: object) -> str:
    return str(value).removeprefix("mailto:")


def _ics_entry(event: ics.Event) -> Entry:
    extra = {line.name: line.value for line in event.extra}
    return Entry(
        event.uid,
        int(extra["SEQUENCE"]),
        event.begin.datetime.astimezone(UTC),
        event.end.datetime.astimezone(UTC),
        event.name or "",
        event.description or "",
        event.location or "",
        event.url or "",
        event.status or "",
        event.organizer.email if event.organizer else "",
        tuple((guest.email, guest.partstat or "") for guest in event.attendees),
    )


def _vobject_entry(event: vobject.base.Component) -> Entry:
    def text(name: str) -> str:
        return event.contents[name][0].value if name in event.contents else ""

    guests = event.contents.get("attendee", [])
    return Entry(
        text("uid"),
        int(text("sequence")),
        event.dtstart.value.astimezone(UTC),
        event.dtend.value.astimezone(UTC),
        text("summary"),
        text("description"),
        text("location"),
        text("url"),
        text("status"),
        _mailbox(text("organizer")),
        tuple((_mailbox(guest.value), guest.params.get("PARTSTAT", [""])[0]) for guest in guests),
    )


def _ical_entry(event: object) -> Entry:
    return Entry(
        event.uid,
        event.sequence,
        event.dtstart.astimezone(UTC),
        event.dtend.astimezone(UTC),
        event.summary or "",
        event.description or "",
        event.location or "",
        event.url or "",
        event.status.value if event.status else "",
        _mailbox(event.organizer.uri) if event.organizer else "",
        tuple((_mailbox(guest.uri), guest.status or "") for guest in event.attendees),
    )


def _icalendar_entry(event: icalendar.Event) -> Entry:
    guests = event.get("attendee", [])
    return Entry(
        str(event["uid"]),
        int(event["sequence"]),
        event.start.astimezone(UTC),
        event.end.astimezone(UTC),
        str(event.get("summary", "")),
        str(event.get("description", "")),
        str(event.get("location", "")),
        str(event.get("url", "")),
        str(event.get("status", "")),
        _mailbox(event.get("organizer", "")),
        tuple(
            (_mailbox(guest), str(guest.params.get("PARTSTAT", "")))
            for guest in (guests if isinstance(guests, list) else [guests])
        ),
    )
