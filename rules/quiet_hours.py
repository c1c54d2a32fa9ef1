"""When a person wants to be told things: not in their quiet hours, and on working days only if they say so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.moments import is_working_day, local, on_or_after, to_utc
from rules.refusals import Refusal


@dataclass(frozen=True)
class Hours:
    """A person's hours, by the clock of `zone`; quiet hours may span midnight (20:00 to 07:30)."""

    zone: str
    quiet_from: time | None = None
    quiet_until: time | None = None
    working_days_only: bool = False


def welcome_from(instant: datetime, hours: Hours, closed: Collection[date] = ()) -> datetime:
    """This instant if the person may be told then, or else the first at which they may (UTC)."""
    while True:
        awake = _after_quiet_hours(instant, hours)
        later = _on_a_working_day(awake, hours, closed) if hours.working_days_only else awake
        if later == instant:
            return instant
        instant = later


def hours_from_words(zone: str, quiet_from: str, quiet_until: str, *, working_days_only: bool) -> Hours:
    """The hours that a person typed or picked ("20:00"); refuses one time without the other."""
    if bool(quiet_from) != bool(quiet_until):
        raise Refusal(
            "Quiet hours need a beginning and an end. Choose both, or clear both for none.",
            field="quiet_until" if quiet_from else "quiet_from",
        )
    if not quiet_from:
        return Hours(zone, working_days_only=working_days_only)
    begins, ends = time.fromisoformat(quiet_from), time.fromisoformat(quiet_until)
    if begins == ends:
        raise Refusal("Quiet hours can't last the whole day. Choose another end.", field="quiet_until")
    return Hours(zone, begins, ends, working_days_only)


def _after_quiet_hours(instant: datetime, hours: Hours) -> datetime:
    begins, ends = hours.quiet_from, hours.quiet_until
    if begins is None or ends is None:
        return instant
    here = local(instant, hours.zone)
    clock = here.time()
    spans_midnight = begins > ends
    quiet = clock >= begins or clock < ends if spans_midnight else begins <= clock < ends
    if not quiet:
        return instant
    day = here.date() + timedelta(days=1) if spans_midnight and clock >= begins else here.date()
    return _existing(day, ends, hours.zone)


def _on_a_working_day(instant: datetime, hours: Hours, closed: Collection[date]) -> datetime:
    day = local(instant, hours.zone).date()
    if is_working_day(day, closed):
        return instant
    return _existing(on_or_after(day, closed), time(0), hours.zone)


def _existing(day: date, clock: time, zone: str) -> datetime:
    """The instant of this wall time, or of the next one that exists on the day the clocks go forward."""
    while True:
        try:
            return to_utc(day, clock, zone)
        except Refusal:
            moved = datetime.combine(day, clock) + timedelta(minutes=15)
            day, clock = moved.date(), moved.time()
