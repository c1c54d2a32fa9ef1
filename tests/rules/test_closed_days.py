from datetime import date

from rules.closed_days import ClosedDays, SchoolBreak, SchoolWeeks, in_words
from rules.nations import Division, Nation

MAY = SchoolBreak(Nation.WALES, "half-term", date(2027, 5, 31), date(2027, 6, 4))
CLOSED = ClosedDays(
    {Division.SCOTLAND: {date(2027, 11, 30): "Saint Andrew's Day"}},
    SchoolWeeks((MAY,), frozenset({2027}), date(2026, 11, 23)),
)


def test_a_bank_holiday_belongs_to_the_nations_of_its_division() -> None:
    assert CLOSED.bank_holiday(Nation.SCOTLAND, date(2027, 11, 30)) == "Saint Andrew's Day"
    assert CLOSED.bank_holiday(Nation.WALES, date(2027, 11, 30)) is None
    assert CLOSED.of(Nation.SCOTLAND) == {date(2027, 11, 30)}
    assert CLOSED.of(Nation.ENGLAND) == frozenset()


def test_a_school_break_includes_its_first_and_last_day() -> None:
    days = [date(2027, 5, 30), date(2027, 5, 31), date(2027, 6, 4), date(2027, 6, 5)]
    assert [CLOSED.school_break(Nation.WALES, day) for day in days] == [None, "half-term", "half-term", None]
    assert CLOSED.school_break(Nation.ENGLAND, days[1]) is None


def test_missing_school_weeks_names_the_nations_and_when_the_list_was_checked() -> None:
    assert CLOSED.missing_school_weeks(2027, [Nation.WALES]) == ""
    assert CLOSED.missing_school_weeks(2027) == (
        "The school weeks of England, Scotland and Northern Ireland in 2027 are not in our list, "
        "last checked on Monday 23 November 2026: look them up before you publish."
    )
    assert "of every nation in 2028 are" in CLOSED.missing_school_weeks(2028)


def test_missing_school_weeks_without_any_list_says_so_too() -> None:
    assert "in 2027 are not in our list: look them up" in ClosedDays().missing_school_weeks(2027)


def test_closed_days_with_one_name_are_told_together() -> None:
    names = {Nation.ENGLAND: "half-term", Nation.SCOTLAND: "mid-term", Nation.WALES: "half-term"}
    assert in_words(names) == ["half-term in England and Wales", "mid-term in Scotland"]
    assert in_words(dict.fromkeys(Nation, "Good Friday")) == ["Good Friday in every nation"]
