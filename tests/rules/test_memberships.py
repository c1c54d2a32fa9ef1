"""What a newly confirmed period makes of those known: it has the last word, and takes nothing from before it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.memberships import amended
from rules.pricing import Period

FIRST = date(2026, 1, 1)


def period(first: int, last: int | None) -> Period:
    return Period(FIRST + timedelta(first), None if last is None else FIRST + timedelta(last))


@pytest.mark.parametrize(
    ("known", "confirmed", "after"),
    [
        ([], (10, 20), [(10, 20)]),
        ([(10, 20)], (10, 20), [(10, 20)]),
        ([(10, 20)], (10, 30), [(10, 30)]),
        ([(0, 9)], (10, 20), [(0, 9), (10, 20)]),
        ([(0, None)], (10, 20), [(0, 9), (10, 20)]),
        ([(0, 15)], (10, 20), [(0, 9), (10, 20)]),
        ([(15, None)], (10, 20), [(10, 20)]),
        ([(30, 40)], (10, 20), [(10, 20), (30, 40)]),
        ([(30, 40)], (10, None), [(10, None)]),
        ([(0, 30)], (10, 20), [(0, 9), (10, 20)]),
    ],
)
def test_a_confirmed_period_takes_its_place(
    known: list[tuple[int, int | None]],
    confirmed: tuple[int, int | None],
    after: list[tuple[int, int | None]],
) -> None:
    assert amended([period(*one) for one in known], period(*confirmed)) == tuple(
        period(*one) for one in after
    )


periods = st.tuples(st.integers(0, 60), st.none() | st.integers(0, 30)).map(
    lambda one: period(one[0], None if one[1] is None else one[0] + one[1])
)


@given(st.lists(periods, max_size=6), periods)
def test_the_last_word_is_kept_and_days_before_it_are_untouched(
    known: list[Period], confirmed: Period
) -> None:
    ordered: tuple[Period, ...] = ()
    for one in known:
        ordered = amended(ordered, one)
    after = amended(ordered, confirmed)

    def covered(some: tuple[Period, ...], day: date) -> bool:
        return any(one.covers(day) for one in some)

    for number in range(120):
        day = FIRST + timedelta(number)
        if day < confirmed.starts_on:
            assert covered(after, day) == covered(ordered, day)
        elif confirmed.covers(day):
            assert covered(after, day)
        else:
            begun_later = [one for one in ordered if one.starts_on > (confirmed.ends_on or day)]
            assert covered(after, day) == covered(tuple(begun_later), day)
    assert amended(after, confirmed) == after
    assert all(
        early.ends_on is not None and early.ends_on < late.starts_on for early, late in pairwise(after)
    )
