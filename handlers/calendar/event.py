"""One meeting as a calendar sees it, and its VEVENT."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from handlers.calendar.text import plain, web_address
from handlers.calendar.zones import times

if TYPE_CHECKING:
    import icalendar


class Status(StrEnum):
    """How firm the entry is; a place held on offer is tentative."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Event:
    """What a calendar needs to know of one meeting; instants aware, `zone` an IANA name.

    `uid` never changes; `sequence` is the revision that calendar programs compare; `revised_at` is when
    anything here last changed, and the only stamp written, so that equal values give equal bytes.
    Texts may hold anything a person typed: they are cleaned on the way out. A cancelled meeting is kept,
    with its status, so that it leaves the calendars that already show it.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    created_at: datetime
    revised_at: datetime
    description: tuple[str, ...] = ()
    location: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED

    def __hash__(self) -> int:
        """Enough to tell entries apart; equality compares the rest. Feeds look a thousand of them up."""
        return hash((self.uid, self.sequence, self.revised_at))

    def __post_init__(self) -> None:
        moments = (self.starts_at, self.ends_at, self.created_at, self.revised_at)
        if any(moment.utcoffset() is None for moment in moments):
            raise ValueError("a calendar entry's times must carry their zone")
        if self.ends_at - self.starts_at <= timedelta(0):
            raise ValueError("a calendar entry must end after it starts")


def vevent(event: Event) -> "icalendar.Event":
    """The VEVENT common to files, feeds and letters: nobody is named in it."""
    import icalendar  # with the first calendar: a start is shorter and smaller without it

    entry = icalendar.Event()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.revised_at)
    entry.add("created", event.created_at)
    entry.add("last-modified", event.revised_at)
    starts, ends = times(event.starts_at, event.ends_at, event.zone)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("summary", plain(event.summary, one_line=True))
    entry.add("status", event.status.value)
    _add_where(entry, event)
    return entry


def _add_where(entry: "icalendar.Event", event: Event) -> None:
    """The optional texts; an empty property would overwrite what a person's program shows."""
    if event.description:
        entry.add("description", plain("\n".join(event.description)))
    if event.location:
        entry.add("location", plain(event.location, one_line=True))
    if address := web_address(event.url):
        entry.add("url", address)
