"""Where closed days come from: bank holidays from a well-kept library, school weeks from a dated file."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from rules.closed_days import BankHolidays, ClosedDays, SchoolBreak, SchoolWeeks
from rules.moments import listed
from rules.nations import Division, Nation
from rules.refusals import Refusal

_SUBDIVISIONS = {
    Division.ENGLAND_AND_WALES: "ENG",
    Division.SCOTLAND: "SCT",
    Division.NORTHERN_IRELAND: "NIR",
}
_KEYS = {"checked_on", "source", "years", *map(str, Nation)}


class _Chosen:
    """The operator's own file of school weeks: one for the process, chosen at its start."""

    file: Path | None = None


def use_school_weeks(file: Path | None) -> None:
    """From now on, take school weeks from this file; None: from the one that comes with Convenor.

    Refuses a file that can't be read, so that this is known at the start and not in the middle of planning.
    """
    school_weeks(file)
    _Chosen.file = file


def closed_days(years: Iterable[int], school_weeks_file: Path | None = None) -> ClosedDays:
    """What is known about closed days of these years, from the chosen file unless another is named.

    Refuses a school-weeks file of the operator's own that can't be read, saying what is wrong with it.
    """
    return ClosedDays(bank_holidays(years), school_weeks(school_weeks_file or _Chosen.file))


def bank_holidays(years: Iterable[int]) -> BankHolidays:
    """The bank holidays of each division in these years, with their names."""
    wanted = sorted(set(years))
    return {
        division: {day: name for year in wanted for day, name in _holidays(division, year).items()}
        for division in Division
    }


@cache
def bank_holidays_of(division: Division, first_year: int, last_year: int) -> frozenset[date]:
    """The bank holidays of one division from one year to another."""
    return frozenset(day for year in range(first_year, last_year + 1) for day in _holidays(division, year))


@cache
def school_weeks(file: Path | None = None) -> SchoolWeeks:
    """The school weeks that ship with Convenor, or those of the operator's own file; read once."""
    place: Traversable = file or files("usecases").joinpath("data", "school_weeks.toml")
    try:
        return _read(tomllib.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refusal(
            f"The file of school weeks, {place.name}, can't be read ({fault}). "
            "Put it right, or take its setting away to use the one that comes with Convenor."
        ) from fault


@cache
def _holidays(division: Division, year: int) -> dict[date, str]:
    # Imported when first needed: it takes longer than everything else at start-up
    from holidays import country_holidays

    return dict(country_holidays("GB", subdiv=_SUBDIVISIONS[division], years=year))


def _read(data: dict[str, Any]) -> SchoolWeeks:
    if strange := set(data) - _KEYS:
        raise ValueError(f"{listed(sorted(strange))}: not one of {listed(sorted(_KEYS))}")
    breaks = tuple(
        _break(nation, each) for nation in Nation for each in data.get(nation, {}).get("breaks", ())
    )
    return SchoolWeeks(breaks, frozenset(map(int, data["years"])), _day(data["checked_on"]))


def _break(nation: Nation, data: dict[str, Any]) -> SchoolBreak:
    found = SchoolBreak(nation, str(data["name"]), _day(data["first"]), _day(data["last"]))
    if found.last < found.first:
        raise ValueError(f"{found.name} of {nation.label} ends on {found.last}, before it begins")
    return found


def _day(value: object) -> date:
    if type(value) is not date:  # a TOML date-time is a date too, but no day
        raise ValueError(f"{value} is not a date like 2027-02-15")
    return value
