"""The day of one meeting: clear of closed days, and near the middle of its stretch of the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.closed_days import ClosedDays, in_words
from rules.moments import ONE_DAY, quarter
from rules.nations import Nation

_FRIDAY = 4


@dataclass(frozen=True)
class Stretch:
    """Part of a year that gets one meeting."""

    first: date
    middle: date
    last: date

    def days(self) -> Iterator[date]:
        """Each of its days, in order."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True)
class Choice:
    """A day, and the one it would have been if nothing stood in the way; nobody hosts a virtual meeting."""

    day: date
    ideal: date
    host: Nation | None


def stretches(begins: date, ends: date, number: int, *, keep_quarters: bool) -> list[Stretch]:
    """The days from `begins` to `ends`, both included, in equal stretches.

    A stretch that straddles two quarters keeps to the one its middle is in, so that four or more
    stretches of a whole year always serve all four.
    """
    length = (ends - begins).days + 1
    edges = [begins + timedelta(days=n * length // number) for n in range(number + 1)]
    middles = [begins + timedelta(days=(2 * n + 1) * length // (2 * number)) for n in range(number)]
    found = [
        Stretch(first, middle, after - ONE_DAY)
        for first, middle, after in zip(edges[:-1], middles, edges[1:], strict=True)
    ]
    return [_within_quarter(stretch) for stretch in found] if keep_quarters else found


def choose(stretch: Stretch, host: Nation | None, closed: ClosedDays) -> Choice | None:
    """The best Monday to Thursday: clear of closed days first, then not a Monday, then near the middle.

    Never a bank holiday of the host; for a virtual meeting, of no nation. None if no such day is left.
    """

    def convenience(day: date) -> tuple[bool, int]:
        return day.weekday() == 0, abs((day - stretch.middle).days)

    days = [day for day in stretch.days() if day.weekday() < _FRIDAY]
    free = [day for day in days if not _blocked(day, host, closed)]
    if not free:
        return None
    best = min(free, key=lambda day: (*conflicts(day, host, closed), *convenience(day)))
    return Choice(best, min(days, key=convenience), host)


def conflicts(day: date, host: Nation | None, closed: ClosedDays) -> tuple[int, int]:
    """How many nations have a bank holiday on this day, and how many a school break that matters."""
    return len(_bank_holidays(day, closed)), len(_school_breaks(day, host, closed))


def obstacles(day: date, host: Nation | None, closed: ClosedDays) -> list[str]:
    """What speaks against this day, in words: "half-term in Wales"."""
    return in_words(_bank_holidays(day, closed)) + in_words(_school_breaks(day, host, closed))


def _within_quarter(stretch: Stretch) -> Stretch:
    days = [day for day in stretch.days() if quarter(day) == quarter(stretch.middle)]
    return Stretch(days[0], stretch.middle, days[-1])


def _bank_holidays(day: date, closed: ClosedDays) -> dict[Nation, str]:
    return {nation: name for nation in Nation if (name := closed.bank_holiday(nation, day))}


def _school_breaks(day: date, host: Nation | None, closed: ClosedDays) -> dict[Nation, str]:
    nations = tuple(Nation) if host is None else (host,)
    return {nation: name for nation in nations if (name := closed.school_break(nation, day))}


def _blocked(day: date, host: Nation | None, closed: ClosedDays) -> bool:
    holidays = _bank_holidays(day, closed)
    return bool(holidays) if host is None else host in holidays
