"""Extraordinary meetings: clear days of notice, counted on the meeting's own calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.charter import Charter
from rules.extraordinary import first_day, provisional, refuse_short_notice
from rules.meetings import Mode, Plan
from rules.moments import local, to_utc
from rules.refusals import Refusal

LONDON = "Europe/London"
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def _on(day: date) -> Plan:
    starts_at = to_utc(day, time(10), LONDON)
    return Plan(starts_at, starts_at + timedelta(hours=2), LONDON, Mode.VIRTUAL)


def test_seven_clear_days_leave_out_both_ends() -> None:
    refuse_short_notice(_on(date(2027, 3, 9)), now=NOW, clear_days=7)
    with pytest.raises(Refusal, match="The first day possible is Tuesday 9 March 2027") as refused:
        refuse_short_notice(_on(date(2027, 3, 8)), now=NOW, clear_days=7)
    assert refused.value.field == "date"


def test_day_counts_in_the_groups_zone_not_in_utc() -> None:
    just_after_midnight = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)  # 00:30 on 2 June in London
    assert first_day(just_after_midnight, LONDON, 7) == date(2027, 6, 10)


@given(
    st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.integers(0, 60),
    st.sets(st.dates(date(2026, 1, 1), date(2031, 6, 1)), max_size=40),
)
def test_provisional_day_is_always_a_working_day_with_enough_notice(
    now: datetime, clear_days: int, closed: set[date]
) -> None:
    charter = replace(Charter(), extraordinary_clear_days=clear_days)
    plan = provisional(charter, LONDON, now, frozenset(closed))
    refuse_short_notice(plan, now=now, clear_days=clear_days)
    day = local(plan.starts_at, LONDON).date()
    assert day.weekday() < 5
    assert day not in closed
