"""The calendar: meetings as iCalendar bytes, for Slack files, web feeds and letters.

Pure builders (RFC 5545, 5546, 7986): the same values give the same bytes, always.

- `Event(...)`: what a calendar needs to know of one meeting; `Status` says how firm it is.
- `meeting_event(plan, *, group, uid, sequence, …, public) -> Event`: the entry of a meeting, in words.
- `events_of(feed, public_url) -> Iterator[Event]`: the entries of `usecases.feeds`' meetings.
- `file_for(events) -> bytes`: a downloadable `.ics` of one or more meetings.
- `feed(events, name) -> bytes`: a subscribable calendar called `name`.
- `etag(body) -> str`: the strong entity tag of those bytes, quotes included.
- `request(event, organizer, guest) -> bytes`: an invitation for one person, or its newer version.
- `cancel(event, organizer, guest) -> bytes`: what takes that person's entry out of the calendar.
- `plain(text) -> str`: typed text without control characters, HTML or Slack markup.
"""

from handlers.calendar.event import Event, Status
from handlers.calendar.files import CONTENT_TYPE, etag, feed, file_for
from handlers.calendar.meetings import events_of, meeting_event, place_in_words
from handlers.calendar.scheduling import Party, cancel, request
from handlers.calendar.text import plain

__all__ = [
    "CONTENT_TYPE",
    "Event",
    "Party",
    "Status",
    "cancel",
    "etag",
    "events_of",
    "feed",
    "file_for",
    "meeting_event",
    "place_in_words",
    "plain",
    "request",
]
