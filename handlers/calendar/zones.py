"""Clock times in a calendar: London's by name, with its rules; every other zone as instants in UTC.

Outlook and Exchange rely on the VTIMEZONE that comes with a file. One is shipped, word for word, for the
zone the groups live in: generated ones were found to start summer time an hour late. For another
zone, UTC is always right, and every program shows it in the reader's own time.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = "Europe/London"
_LONDON = ZoneInfo(LONDON)
_LONDON_RULES = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
LONDON_VTIMEZONE = _LONDON_RULES.replace("\n", "\r\n").encode()


def times(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[datetime, datetime]:
    """Both ends as they are written: London's clock where that is unambiguous, otherwise UTC.

    In the repeated hour of autumn a clock time means two instants, and calendars guess.
    """
    if zone == LONDON:
        starts, ends = starts_at.astimezone(_LONDON), ends_at.astimezone(_LONDON)
        if not (_is_repeated(starts) or _is_repeated(ends)):
            return starts, ends
    return starts_at.astimezone(UTC), ends_at.astimezone(UTC)


def _is_repeated(clock: datetime) -> bool:
    return clock.replace(fold=0).utcoffset() != clock.replace(fold=1).utcoffset()
