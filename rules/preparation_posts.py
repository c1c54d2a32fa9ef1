"""The fixed days on which a channel reads how to prepare, whether or not any event exists (domain 3)."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from rules.moments import on_or_after, to_utc

_DAYS = ((1, 15), (4, 15), (7, 15), (10, 15))
_AT = time(10)
LASTS = timedelta(days=7)


def posts(year: int, *, closed: Collection[date] = (), zone: str = "Europe/London") -> tuple[datetime, ...]:
    """The four instants (UTC) of a year, each the first working day from the 15th of its month.

    They depend on the calendar and on nothing else: nothing about events can be read from them.
    """
    return tuple(to_utc(on_or_after(date(year, month, day), closed), _AT, zone) for month, day in _DAYS)
