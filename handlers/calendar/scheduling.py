"""Invitations and their withdrawal for one person (iTIP, RFC 5546)."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers.calendar.event import Event, Status, vevent
from handlers.calendar.files import calendar, joined
from handlers.calendar.text import plain
from rules.invitations import Partstat

if TYPE_CHECKING:
    import icalendar

# What a parameter can't hold, or holds differently from one program to the next.
_CN_SUBSTITUTES = str.maketrans({'"': "'", "^": None})


@dataclass(frozen=True)
class Party:
    """The organizer or a guest: the name others read, and the address that mail reaches."""

    name: str
    email: str

    def __post_init__(self) -> None:
        if not self.email.isprintable() or " " in self.email or self.email.count("@") != 1:
            raise ValueError("a party's address must be one plain e-mail address")


def request(
    event: Event, organizer: Party, guest: Party, partstat: Partstat = Partstat.NEEDS_ACTION
) -> bytes:
    """An invitation, or with a higher sequence its newer version; only this guest is listed.

    `partstat` is the answer already given elsewhere, so that their calendar shows it.
    """
    entry = vevent(event)
    entry.add("organizer", _address(organizer))
    attendee = _address(guest)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = partstat.value
    attendee.params["RSVP"] = "TRUE"
    entry.add("attendee", attendee)
    return joined(calendar("REQUEST"), [entry.to_ical()])


def cancel(event: Event, organizer: Party, guest: Party) -> bytes:
    """What takes the entry out of this guest's calendar; `event.sequence` must be above every earlier one."""
    entry = vevent(replace(event, status=Status.CANCELLED))
    entry.add("organizer", _address(organizer))
    entry.add("attendee", _address(guest))
    return joined(calendar("CANCEL"), [entry.to_ical()])


def _address(party: Party) -> "icalendar.vCalAddress":
    import icalendar  # with the first calendar: a start is shorter and smaller without it

    address = icalendar.vCalAddress(f"mailto:{party.email}")
    if name := plain(party.name, one_line=True).translate(_CN_SUBSTITUTES):
        address.params["CN"] = name
    return address
