from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import moments
from rules.refusals import Refusal

LONDON = "Europe/London"
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_to_utc_in_summer_is_an_hour_behind_the_wall() -> None:
    assert moments.to_utc(date(2027, 7, 1), time(10, 30), LONDON) == datetime(2027, 7, 1, 9, 30, tzinfo=UTC)
    assert moments.to_utc(date(2027, 12, 1), time(10, 30), LONDON) == datetime(
        2027, 12, 1, 10, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("clock", [time(1), time(1, 30), time(1, 59)])
def test_to_utc_in_the_spring_gap_names_the_next_existing_time(clock: time) -> None:
    with pytest.raises(Refusal) as refused:
        moments.to_utc(date(2027, 3, 28), clock, LONDON)
    assert refused.value.field == "start"
    assert refused.value.sentence == (
        f"{clock:%H:%M} does not exist on Sunday 28 March 2027: the clocks go forward. "
        "The next time that does is 02:00."
    )


@pytest.mark.parametrize("clock", [time(0, 59), time(2)])
def test_to_utc_at_the_edges_of_the_gap_is_accepted(clock: time) -> None:
    instant = moments.to_utc(date(2027, 3, 28), clock, LONDON)
    assert moments.local(instant, LONDON).time() == clock


def test_to_utc_across_a_whole_skipped_day_names_the_day_after() -> None:
    with pytest.raises(Refusal, match="00:00"):
        moments.to_utc(date(2011, 12, 30), time(10), "Pacific/Apia")


def test_to_utc_in_the_repeated_hour_is_the_first() -> None:
    day = date(2027, 10, 31)
    assert moments.to_utc(day, time(1, 30), LONDON) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert moments.to_utc(day, time(1, 30, fold=1), LONDON) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert moments.comes_twice(day, time(1, 30), LONDON)


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (date(2027, 10, 31), time(0, 59)),
        (date(2027, 10, 31), time(2)),
        (date(2027, 10, 30), time(1, 30)),
        (date(2027, 3, 28), time(1, 30)),  # never, rather than twice
    ],
)
def test_other_times_do_not_come_twice(day: date, clock: time) -> None:
    assert not moments.comes_twice(day, clock, LONDON)


@pytest.mark.parametrize("name", ["Europe/Londn", "", "../etc/passwd", "Europe", "London?"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="Europe/London") as refused:
        moments.zone_named(name)
    assert refused.value.field == "zone"


@given(DAYS, st.times(), st.sampled_from([LONDON, "Europe/Paris", "America/St_Johns", "Australia/Lord_Howe"]))
def test_every_wall_time_comes_back_or_is_refused(day: date, clock: time, zone: str) -> None:
    wall = datetime.combine(day, clock)
    try:
        instant = moments.to_utc(day, clock, zone)
    except Refusal:
        # Written independently of the rule: no instant near it shows this wall time
        middle = wall.replace(tzinfo=UTC)
        shown = [
            (middle + timedelta(minutes=n)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            for n in range(-15 * 60, 15 * 60)
        ]
        assert wall not in shown
    else:
        assert instant.tzinfo is UTC
        assert moments.local(instant, zone).replace(tzinfo=None) == wall


def test_working_days_skip_weekends_and_closed_days() -> None:
    closed = {date(2027, 5, 3)}
    assert not moments.is_working_day(date(2027, 5, 3), closed)
    assert moments.on_or_before(date(2027, 5, 3), closed) == date(2027, 4, 30)
    assert moments.on_or_after(date(2027, 5, 1), closed) == date(2027, 5, 4)
    assert moments.working_days_before(date(2027, 5, 5), 2, closed) == date(2027, 4, 30)
    assert moments.working_days_after(date(2027, 4, 30), 1, closed) == date(2027, 5, 4)
    assert moments.working_days_until(date(2027, 4, 30), date(2027, 5, 5), closed) == 2
    assert moments.working_days_until(date(2027, 5, 5), date(2027, 4, 30), closed) == 0


@given(DAYS, DAYS, st.integers(0, 30), st.sets(DAYS, max_size=20))
def test_counting_working_days_agrees_with_stepping(
    today: date, then: date, count: int, closed: set[date]
) -> None:
    enough = moments.working_days_until(today, then, closed) >= count
    assert enough == (moments.working_days_before(then, count, closed) >= today or count == 0)


@given(DAYS, st.integers(1, 40), st.sets(DAYS, max_size=20))
def test_working_days_after_and_before_are_each_other_s_return(
    day: date, count: int, closed: set[date]
) -> None:
    day = moments.on_or_after(day, closed)
    later = moments.working_days_after(day, count, closed)
    assert moments.is_working_day(later, closed)
    assert moments.working_days_before(later, count, closed) == day


def test_clear_days_count_neither_end() -> None:
    given_on = moments.clear_days_before(date(2027, 5, 14), 7)
    between = [
        given_on + timedelta(days=n) for n in range(1, 30) if given_on + timedelta(days=n) < date(2027, 5, 14)
    ]
    assert given_on == date(2027, 5, 6)
    assert len(between) == 7


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)]
)
def test_quarter_of_each_boundary_month(month: int, quarter: int) -> None:
    assert moments.quarter(date(2027, month, 28)) == quarter


def test_a_span_names_the_day_once_and_the_zone() -> None:
    start, end = datetime(2027, 5, 14, 9, 30, tzinfo=UTC), datetime(2027, 5, 14, 14, 30, tzinfo=UTC)
    assert moments.span_in_words(start, end, LONDON) == "Friday 14 May 2027, 10:30 to 15:30 (UK time)"
    assert moments.span_in_words(start, end, "America/New_York").endswith("05:30 to 10:30 (New York time)")


def test_a_span_over_midnight_names_both_days() -> None:
    start, end = datetime(2027, 1, 5, 22, tzinfo=UTC), datetime(2027, 1, 6, 1, 5, tzinfo=UTC)
    expected = "Tuesday 5 January 2027, 22:00 to Wednesday 6 January 2027, 01:05 (UK time)"
    assert moments.span_in_words(start, end, LONDON) == expected


def test_days_and_moments_in_words() -> None:
    assert moments.short_day(date(2027, 5, 25)) == "Tue 25 May"
    assert moments.plain_day(date(2027, 5, 4)) == "4 May"
    instant = datetime(2027, 5, 14, 9, 5, tzinfo=UTC)
    assert moments.moment_in_words(instant, LONDON) == "Friday 14 May 2027, 10:05 (UK time)"
    assert moments.listed(["England"]) == "England"
    assert moments.listed(["England", "Scotland", "Wales"]) == "England, Scotland and Wales"
