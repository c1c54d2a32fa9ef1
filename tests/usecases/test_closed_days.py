from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from rules.nations import Division, Nation
from rules.refusals import Refusal
from usecases.closed_days import bank_holidays, closed_days, school_weeks

OWN = """
checked_on = 2030-01-02
source = "Our council"
years = [2031]
[wales]
breaks = [{ name = "half-term", first = 2031-02-17, last = 2031-02-21 }]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "weeks.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_bank_holidays_differ_between_the_divisions() -> None:
    found = bank_holidays([2027])
    assert found[Division.SCOTLAND][date(2027, 11, 30)] == "Saint Andrew's Day"
    assert found[Division.NORTHERN_IRELAND][date(2027, 7, 12)] == "Battle of the Boyne"
    assert date(2027, 11, 30) not in found[Division.ENGLAND_AND_WALES]
    assert date(2027, 3, 29) in found[Division.ENGLAND_AND_WALES]  # Easter Monday
    assert date(2027, 3, 29) not in found[Division.SCOTLAND]


def test_bank_holidays_include_substitute_days_of_every_year_asked_for() -> None:
    found = bank_holidays([2026, 2027])[Division.ENGLAND_AND_WALES]
    assert {date(2026, 12, 28), date(2027, 12, 27), date(2027, 12, 28)} <= set(found)
    assert {day.year for day in found} == {2026, 2027}


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_shipped_school_weeks_cover_every_nation_and_season(year: int) -> None:
    weeks = school_weeks()
    for nation in Nation:
        assert weeks.knows(nation, year)
        mine = [each for each in weeks.breaks if each.nation is nation and each.first.year == year]
        names = " ".join(each.name for each in mine)
        assert "summer" in names
        assert "Christmas" in names
        assert len(mine) >= 5


def test_the_shipped_school_weeks_are_in_order_and_of_sensible_length() -> None:
    for nation in Nation:
        mine = [each for each in school_weeks().breaks if each.nation is nation]
        assert all(before.last < after.first for before, after in pairwise(mine))
        assert all(1 <= (each.last - each.first).days + 1 <= 63 for each in mine)


def test_a_year_that_the_file_lacks_is_told() -> None:
    assert closed_days([2027]).missing_school_weeks(2027) == ""
    assert "every nation in 2031" in closed_days([2031]).missing_school_weeks(2031)


def test_an_operator_s_own_file_is_used_instead(tmp_path: Path) -> None:
    closed = closed_days([2031], written(tmp_path, OWN))
    assert closed.school_break(Nation.WALES, date(2031, 2, 17)) == "half-term"
    assert closed.school_weeks.checked_on == date(2030, 1, 2)
    assert "England, Scotland and Northern Ireland in 2031" in closed.missing_school_weeks(2031)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not toml", "can't be read"),
        ("checked_on = 2030-01-02", "years"),
        (OWN.replace("[wales]", "[wails]"), "wails"),
        (OWN.replace("2031-02-17", '"17 February"'), "17 February is not a date"),
        (OWN.replace("2031-02-17", "2031-02-17T09:00:00"), "is not a date"),
        (OWN.replace("2031-02-17", "2031-02-30"), "can't be read"),
        (OWN.replace("2031-02-17", "2031-02-22"), "before it begins"),
        (OWN.replace("2030-01-02", "2030"), "2030 is not a date"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        school_weeks(written(tmp_path, text))
    assert "weeks.toml" in refused.value.sentence


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="can't be read"):
        school_weeks(tmp_path / "nowhere.toml")
