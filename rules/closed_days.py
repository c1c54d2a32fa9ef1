"""Bank holidays and school weeks: the days on which a nation is away from its desk (domain 4).

Where they come from is a matter for `usecases.closed_days`; the rules take them as plain values.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.moments import day_in_words, listed
from rules.nations import Division, Nation

BankHolidays = Mapping[Division, Mapping[date, str]]


@dataclass(frozen=True)
class SchoolBreak:
    """Days without school in a nation, the first and the last included."""

    nation: Nation
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class SchoolWeeks:
    """The school breaks of some years, and when somebody last checked them."""

    breaks: tuple[SchoolBreak, ...] = ()
    years: frozenset[int] = frozenset()
    checked_on: date | None = None

    def knows(self, nation: Nation, year: int) -> bool:
        """Whether this nation's breaks of the year are here; without them nothing can be said about a day."""
        return year in self.years and any(
            each.nation is nation and each.first.year == year for each in self.breaks
        )


@dataclass(frozen=True)
class ClosedDays:
    """Everything that is known about closed days, for the years somebody asked about."""

    bank_holidays: BankHolidays = field(default_factory=dict)
    school_weeks: SchoolWeeks = SchoolWeeks()

    def bank_holiday(self, nation: Nation, day: date) -> str | None:
        """The name of the nation's bank holiday on this day, if it is one."""
        return self.bank_holidays.get(nation.division, {}).get(day)

    def school_break(self, nation: Nation, day: date) -> str | None:
        """The name of the nation's school break on this day, if it is in one."""
        found = (each for each in self.school_weeks.breaks if each.nation is nation)
        return next((each.name for each in found if each.first <= day <= each.last), None)

    def of(self, nation: Nation) -> frozenset[date]:
        """The nation's bank holidays: what working days are counted around."""
        return frozenset(self.bank_holidays.get(nation.division, {}))

    def missing_school_weeks(self, year: int, nations: Collection[Nation] = tuple(Nation)) -> str:
        """A sentence on the nations whose school weeks of the year are not known; empty if all are."""
        unknown = [nation.label for nation in nations if not self.school_weeks.knows(nation, year)]
        if not unknown:
            return ""
        checked = self.school_weeks.checked_on
        since = f", last checked on {day_in_words(checked)}" if checked else ""
        return (
            f"The school weeks of {_everywhere(unknown)} in {year} are not in our list{since}: "
            "look them up before you publish."
        )


def in_words(names: Mapping[Nation, str]) -> list[str]:
    """Closed days grouped by their name: "half-term in England and Wales"."""
    grouped: dict[str, list[str]] = {}
    for nation, name in names.items():
        grouped.setdefault(name, []).append(nation.label)
    return [f"{name} in {_everywhere(nations)}" for name, nations in grouped.items()]


def _everywhere(nations: list[str]) -> str:
    return "every nation" if len(nations) == len(Nation) else listed(nations)
