"""Working hours: nobody is written to at night, at a weekend or on a bank holiday."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.moments import local
from rules.working_hours import ONE_ZONE, a_working_day_after, within

MAY_DAY = frozenset({date(2027, 5, 3)})


def uk(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2027, month, day, hour - 1, minute, tzinfo=UTC)  # summer time


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (uk(14, 9), uk(14, 9)),
        (uk(14, 16, 59), uk(14, 16, 59)),
        (uk(13, 8, 59), uk(13, 9)),
        (uk(13, 17), uk(14, 9)),
        (uk(14, 17), uk(17, 9)),  # a Friday evening
        (uk(1, 12), uk(4, 9)),  # a Saturday before a bank holiday
    ],
)
def test_instant_moves_to_the_next_working_hour(asked: datetime, answered: datetime) -> None:
    assert within(asked, MAY_DAY) == answered


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 -- made aware
def test_instant_lands_in_working_hours_and_never_earlier(instant: datetime) -> None:
    moved = within(instant)
    here = local(moved, ONE_ZONE)
    assert moved >= instant
    assert here.weekday() < 5
    assert 9 <= here.hour < 17
    assert moved - instant < timedelta(days=4)


@pytest.mark.parametrize(
    ("asked", "escalated"),
    [
        (uk(13, 15), uk(14, 15)),
        (uk(14, 15), uk(17, 15)),  # over a weekend
        (uk(15, 11), uk(18, 9)),  # asked on a Saturday: Monday is the day that counts
        (uk(30, 15, month=4), uk(4, 15)),  # over a weekend and a bank holiday
    ],
)
def test_working_day_after_counts_from_when_work_resumes(asked: datetime, escalated: datetime) -> None:
    assert a_working_day_after(asked, MAY_DAY) == escalated
