"""Trends: each member once per meeting, and no small number outside the officers."""

from hypothesis import given
from hypothesis import strategies as st

from rules.nations import Nation
from rules.trends import HIDDEN, Attended, suppressed, trends


def attended(meeting: str, person: str, sector: str = "health", nation: Nation | None = None) -> Attended:
    return Attended(meeting, person, person.title(), sector, nation)


def test_coming_back_after_lunch_is_one_attendance() -> None:
    year = trends(
        [attended("m1", "ann"), attended("m1", "ann"), attended("m2", "ann"), attended("m2", "bob", "")]
    )
    assert dict(year.by_member) == {"ann": 2, "bob": 1}
    assert dict(year.by_sector) == {"health": 2}
    assert dict(year.by_meeting) == {"m1": 1, "m2": 2}


def test_nation_is_counted_where_it_is_known() -> None:
    year = trends([attended("m1", "ann", nation=Nation.WALES), attended("m1", "bob")])
    assert dict(year.by_nation) == {"wales": 1}


def test_single_small_count_takes_the_next_one_with_it() -> None:
    assert suppressed({"health": 20, "police": 7, "legal": 2}) == {
        "health": "20",
        "police": "not shown",
        "legal": HIDDEN,
    }


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 12), max_size=6))
def test_no_small_count_can_be_read_or_worked_out_from_the_total(counts: dict[str, int]) -> None:
    shown = suppressed(counts)
    plain = {key for key, text in shown.items() if text.isdigit()}
    assert all(counts[key] >= 5 and shown[key] == str(counts[key]) for key in plain)
    hidden = set(counts) - plain
    small = {key for key, count in counts.items() if count < 5}
    assert small <= hidden
    if small and len(counts) > 1:
        assert len(hidden) > 1
    if not small:
        assert not hidden
