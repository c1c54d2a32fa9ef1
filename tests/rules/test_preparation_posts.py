"""The quarterly post on how to prepare follows the calendar and nothing else."""

from datetime import UTC, date, datetime

from rules.preparation_posts import posts


def test_posts_come_four_times_a_year_at_ten_on_a_working_day() -> None:
    assert posts(2027, closed={date(2027, 4, 15)}) == (
        datetime(2027, 1, 15, 10, tzinfo=UTC),
        datetime(2027, 4, 16, 9, tzinfo=UTC),  # the 15th is closed; summer time
        datetime(2027, 7, 15, 9, tzinfo=UTC),
        datetime(2027, 10, 15, 9, tzinfo=UTC),
    )


def test_post_that_falls_on_a_weekend_moves_to_monday() -> None:
    assert posts(2028)[0] == datetime(2028, 1, 17, 10, tzinfo=UTC)
