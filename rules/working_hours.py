"""Working hours: when somebody may be written to at work (domain 3)."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time

from rules.moments import is_working_day, local, on_or_after, to_utc, working_days_after

OPENS, CLOSES = time(9), time(17)
ONE_ZONE = "Europe/London"  # the four nations keep one time; their closed days differ


def within(instant: datetime, closed: Collection[date] = (), zone: str = ONE_ZONE) -> datetime:
    """This instant if it falls in working hours, or else the start of the next working day (UTC)."""
    here = local(instant, zone)
    if is_working_day(here.date(), closed) and OPENS <= here.time() < CLOSES:
        return instant.astimezone(UTC)
    day = here.date() if here.time() < OPENS else date.fromordinal(here.date().toordinal() + 1)
    return to_utc(on_or_after(day, closed), OPENS, zone)


def a_working_day_after(instant: datetime, closed: Collection[date] = (), zone: str = ONE_ZONE) -> datetime:
    """The same time on the next working day, counted from when work first resumes (UTC)."""
    start = local(within(instant, closed, zone), zone)
    return to_utc(working_days_after(start.date(), 1, closed), start.time(), zone)
