"""Days and instants: wall time and UTC in a zone, working and clear days, and how they are written.

Instants are aware datetimes in UTC; days and wall times belong to a named zone ("Europe/London").
Month and weekday names are spelt out here, because `strftime` would follow the server's locale.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rules.refusals import Refusal

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

ONE_DAY = timedelta(days=1)
_ONE_MINUTE = timedelta(minutes=1)
_SPANS_REMEMBERED = 256  # everybody who answers reads when the same meeting is


# Zones


def zone_named(name: str) -> ZoneInfo:
    """The zone of this name; refuses one that does not exist."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # ValueError and OSError: what zoneinfo raises for "../x" and for a folder such as "Europe"
        raise Refusal(
            "That time zone is not known. Write it as continent and city, like Europe/London.", field="zone"
        ) from None


def to_utc(day: date, clock: time, zone: str, *, field: str = "start") -> datetime:
    """The instant of a wall time in a zone, in UTC.

    Refuses a time that the clocks skip in spring, naming the next one that exists. A time that comes
    twice in autumn means the first; `comes_twice` tells, so that the surface can say so.
    """
    wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    tz = zone_named(zone)
    if not _exists(wall, tz):
        raise Refusal(
            f"{time_in_words(clock)} does not exist on {day_in_words(day)}: the clocks go forward. "
            f"The next time that does is {time_in_words(_next_existing(wall, tz).time())}.",
            field=field,
        )
    return wall.replace(tzinfo=tz).astimezone(UTC)


def comes_twice(day: date, clock: time, zone: str) -> bool:
    """Whether the clocks go back over this wall time, so that the day has it twice."""
    first = datetime.combine(day, clock.replace(tzinfo=zone_named(zone), fold=0))
    if not _exists(first.replace(tzinfo=None), zone_named(zone)):
        return False
    return first.utcoffset() != first.replace(fold=1).utcoffset()


def local(instant: datetime, zone: str) -> datetime:
    """This instant on the clocks of a zone."""
    return instant.astimezone(zone_named(zone))


def _exists(wall: datetime, tz: ZoneInfo) -> bool:
    return wall.replace(tzinfo=tz).astimezone(UTC).astimezone(tz).replace(tzinfo=None) == wall


def _next_existing(wall: datetime, tz: ZoneInfo) -> datetime:
    wall = wall.replace(second=0, microsecond=0)
    while not _exists(wall, tz):
        wall += _ONE_MINUTE
    return wall


# Days


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Monday to Friday, and not among the closed days (bank holidays)."""
    return day.weekday() < 5 and day not in closed


def on_or_before(day: date, closed: Collection[date] = ()) -> date:
    """This day, or the last working day before it."""
    while not is_working_day(day, closed):
        day -= ONE_DAY
    return day


def on_or_after(day: date, closed: Collection[date] = ()) -> date:
    """This day, or the next working day after it."""
    while not is_working_day(day, closed):
        day += ONE_DAY
    return day


def working_days_before(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The `count`-th working day before this day, which itself does not count."""
    for _ in range(count):
        day = on_or_before(day - ONE_DAY, closed)
    return day


def working_days_after(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The `count`-th working day after this day, which itself does not count."""
    for _ in range(count):
        day = on_or_after(day + ONE_DAY, closed)
    return day


def working_days_until(day: date, until: date, closed: Collection[date] = ()) -> int:
    """How many working days lie from `day`, which counts, to `until`, which does not; 0 when it is over.

    "Ten working days before the meeting" holds on every day for which this is at least 10.
    """
    days = (day + timedelta(days=n) for n in range((until - day).days))
    return sum(is_working_day(each, closed) for each in days)


def clear_days_before(day: date, count: int) -> date:
    """The last day to give `count` clear days' notice: neither it nor the day itself counts."""
    return day - timedelta(days=count + 1)


def quarter(day: date) -> int:
    """The quarter of the calendar year, 1 to 4."""
    return (day.month + 2) // 3


# Words


def day_in_words(day: date) -> str:
    """ "Friday 14 May 2027"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """ "Fri 14 May", where the year is plain from around it."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def plain_day(day: date) -> str:
    """ "14 May", for a sentence that needs neither weekday nor year."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def time_in_words(clock: time) -> str:
    """ "09:30", by the 24-hour clock."""
    return f"{clock.hour:02}:{clock.minute:02}"


def zone_in_words(zone: str) -> str:
    """ "UK time" for Europe/London; "Paris time" for Europe/Paris."""
    return "UK time" if zone == "Europe/London" else f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time"


def moment_in_words(instant: datetime, zone: str) -> str:
    """ "Friday 14 May 2027, 10:30 (UK time)"."""
    here = local(instant, zone)
    return f"{day_in_words(here.date())}, {time_in_words(here.time())} ({zone_in_words(zone)})"


@lru_cache(_SPANS_REMEMBERED)
def span_in_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """ "Friday 14 May 2027, 10:30 to 15:30 (UK time)"; the second day is named only when it differs."""
    start, end = local(starts_at, zone), local(ends_at, zone)
    until = time_in_words(end.time())
    if end.date() != start.date():
        until = f"{day_in_words(end.date())}, {until}"
    return f"{day_in_words(start.date())}, {time_in_words(start.time())} to {until} ({zone_in_words(zone)})"


def listed(words: Iterable[str], last: str = "and") -> str:
    """ "England, Scotland and Wales"."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end
