"""Periods of membership: what a newly confirmed period makes of those known before."""

from collections.abc import Iterable
from datetime import date, timedelta

from rules.pricing import Period


def amended(known: Iterable[Period], confirmed: Period) -> tuple[Period, ...]:
    """The periods after one was confirmed: it has the last word on every day from its first to its own end.

    An earlier period that runs into it ends the day before it; one that begins within it gives way, and so
    does what an earlier one claimed beyond it. A period that begins after its end stays.
    """
    before = (
        _until_before(period, confirmed.starts_on) for period in known if _begins_before(period, confirmed)
    )
    after = (period for period in known if _begins_after(period, confirmed))
    return tuple(sorted((*before, confirmed, *after), key=lambda period: period.starts_on))


def _begins_before(period: Period, confirmed: Period) -> bool:
    return period.starts_on < confirmed.starts_on


def _begins_after(period: Period, confirmed: Period) -> bool:
    return confirmed.ends_on is not None and period.starts_on > confirmed.ends_on


def _until_before(period: Period, day: date) -> Period:
    if period.ends_on is not None and period.ends_on < day:
        return period
    return Period(period.starts_on, day - timedelta(days=1))


def ended_before(known: Iterable[Period], day: date) -> tuple[Period, ...]:
    """The periods of someone who is no member from this day on: what reaches it is cut, what follows goes."""
    return tuple(_until_before(period, day) for period in known if period.starts_on < day)
