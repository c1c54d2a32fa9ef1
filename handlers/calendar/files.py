"""Files to download and feeds to subscribe to: the same bytes for the same meetings."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from handlers.calendar.event import Event, vevent
from handlers.calendar.text import plain
from handlers.calendar.zones import LONDON_VTIMEZONE

if TYPE_CHECKING:
    import icalendar

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODID = "-//Convenor//Convenor//EN"
REFRESH = timedelta(hours=6)
_CALENDAR_END = b"END:VCALENDAR\r\n"
# Several groups' programmes for years, and the private feeds beside them; an entry is about a kilobyte.
_REMEMBERED_EVENTS = 8192


def file_for(events: Iterable[Event]) -> bytes:
    """A downloadable `.ics`, without method or names: opening it adds the meetings, it answers nobody."""
    return joined(calendar(), map(event_bytes, _in_order(events)))


def feed(events: Iterable[Event], name: str) -> bytes:
    """A subscribable calendar called `name`; cancelled meetings belong in it, with their status.

    It asks to be read again every six hours, but Google polls every 4 to 24 hours whatever it says.
    """
    import icalendar  # with the first calendar: a start is shorter and smaller without it

    shown = plain(name, one_line=True)
    head = calendar()
    for key in ("NAME", "X-WR-CALNAME"):
        head.add(key, icalendar.vText(shown))  # a bare string would go out unescaped
    head.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    head.add("X-PUBLISHED-TTL", icalendar.vDuration(REFRESH))
    return joined(head, map(event_bytes, _in_order(events)))


def etag(body: bytes) -> str:
    """The strong entity tag of these bytes, as it stands in the header."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def calendar(method: str | None = None) -> "icalendar.Calendar":
    """The calendar's own properties; components follow them."""
    import icalendar  # with the first calendar: a start is shorter and smaller without it

    head = icalendar.Calendar()
    head.add("version", "2.0")
    head.add("prodid", PRODID)
    head.add("calscale", "GREGORIAN")
    if method:
        head.add("method", method)
    return head


def joined(head: "icalendar.Calendar", entries: Iterable[bytes]) -> bytes:
    """The whole calendar: its properties, London's rules where a time refers to them, the entries."""
    body = b"".join(entries)
    # A calendar must hold some component, so an empty feed shows the zone's.
    zone = LONDON_VTIMEZONE if b"\r\nDTSTART;TZID=" in body or not body else b""
    opening: bytes = head.to_ical()
    return opening.removesuffix(_CALENDAR_END) + zone + body + _CALENDAR_END


@lru_cache(maxsize=_REMEMBERED_EVENTS)
def event_bytes(event: Event) -> bytes:
    """One meeting's bytes, remembered by its whole value: a revision nobody counted can't be served stale."""
    entry: bytes = vevent(event).to_ical()
    return entry


def _in_order(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.starts_at, event.uid))
