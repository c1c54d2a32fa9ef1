"""What a year's plan meets or misses of the charter, each as a sentence; also for a plan edited by hand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import pairwise

from rules.charter import Charter
from rules.closed_days import ClosedDays, in_words
from rules.meetings import Mode, Plan
from rules.moments import listed, local, quarter, short_day, time_in_words
from rules.nations import Nation
from rules.programme import QUARTERS

EARLIEST, LATEST = time(9), time(17)
_FRIDAY = 4


class Aim(StrEnum):
    """What a plan is measured against: the charter's targets, then what it is kinder to avoid."""

    VIRTUAL = "virtual"
    FACE_TO_FACE = "face-to-face"
    NATIONS = "nations"
    QUARTERS = "quarters"
    ORDER = "order"
    WEEKDAYS = "weekdays"
    TIMES = "times"
    HOST_HOLIDAYS = "host-holidays"
    OTHER_HOLIDAYS = "other-holidays"
    SCHOOL_WEEKS = "school-weeks"
    TURNS = "turns"


_WARNINGS = {Aim.OTHER_HOLIDAYS, Aim.SCHOOL_WEEKS, Aim.TURNS}


@dataclass(frozen=True)
class Target:
    """One sentence on one aim. A warning is worth knowing, but no target of the charter's."""

    aim: Aim
    met: bool
    sentence: str

    @property
    def warning(self) -> bool:
        """Whether missing it is only worth a warning."""
        return self.aim in _WARNINGS


@dataclass(frozen=True)
class _Year:
    charter: Charter
    year: int
    meetings: Sequence[Plan]
    closed: ClosedDays

    def dated(self) -> list[tuple[date, Plan]]:
        return [(local(each.starts_at, each.zone).date(), each) for each in self.meetings]

    def days(self) -> list[date]:
        return [day for day, _ in self.dated()]

    def number(self, mode: Mode) -> int:
        return sum(each.mode is mode for each in self.meetings)


def check(charter: Charter, year: int, meetings: Sequence[Plan], closed: ClosedDays) -> tuple[Target, ...]:
    """Measure the year's meetings, those that are cancelled left out, in the order they are listed.

    Every aim has one sentence if it is met, and otherwise one for each thing that stands against it.
    """
    plan = _Year(charter, year, meetings, closed)
    return tuple(target for aim in Aim for target in _measured(aim, plan))


def _measured(aim: Aim, plan: _Year) -> Iterator[Target]:
    look, praise = _CHECKS[aim]
    faults = list(look(plan))
    if not faults:
        yield Target(aim, True, praise(plan) if callable(praise) else praise)
    for fault in faults:
        yield Target(aim, False, fault)


# The charter's targets


def _few_virtual(plan: _Year) -> Iterator[str]:
    if plan.number(Mode.VIRTUAL) < plan.charter.virtual_meetings:
        yield _virtual(plan)


def _few_face_to_face(plan: _Year) -> Iterator[str]:
    if plan.number(Mode.FACE_TO_FACE) < plan.charter.face_to_face_meetings:
        yield _face_to_face(plan)


def _virtual(plan: _Year) -> str:
    return f"Virtual meetings: {plan.number(Mode.VIRTUAL)} of {plan.charter.virtual_meetings}."


def _face_to_face(plan: _Year) -> str:
    return f"Face-to-face meetings: {plan.number(Mode.FACE_TO_FACE)} of {plan.charter.face_to_face_meetings}."


def _unvisited(plan: _Year) -> Iterator[str]:
    visited = {each.nation for each in plan.meetings if each.mode is Mode.FACE_TO_FACE}
    missing = [nation.label for nation in plan.charter.nations if nation not in visited]
    if missing:
        yield f"No face-to-face meeting in {listed(missing)}."


def _visited(plan: _Year) -> str:
    nations = [nation.label for nation in plan.charter.nations]
    return f"Face to face in {listed(nations)}." if nations else "No nation has to be visited."


def _unserved(plan: _Year) -> Iterator[str]:
    served = {quarter(day) for day in plan.days() if day.year == plan.year}
    if plan.charter.every_quarter:
        for number, months in enumerate(QUARTERS, 1):
            if number not in served:
                yield f"No meeting from {months}."


def _served(plan: _Year) -> str:
    return "Every quarter has a meeting." if plan.charter.every_quarter else "No quarter has to be served."


# The days


def _disorder(plan: _Year) -> Iterator[str]:
    days = plan.days()
    for day in days:
        if day.year != plan.year:
            yield f"{short_day(day)} {day.year} is not in {plan.year}."
    for before, after in pairwise(days):
        if after < before:
            yield f"{short_day(after)} comes before {short_day(before)}, but is listed after it."
    for day in sorted({day for day in days if days.count(day) > 1}):
        yield f"Two meetings are on {short_day(day)}."


def _late_in_the_week(plan: _Year) -> Iterator[str]:
    for day in plan.days():
        if day.weekday() >= _FRIDAY:
            yield f"{short_day(day)} is a {'Friday' if day.weekday() == _FRIDAY else 'weekend day'}."


def _out_of_hours(plan: _Year) -> Iterator[str]:
    for day, each in plan.dated():
        starts, ends = local(each.starts_at, each.zone), local(each.ends_at, each.zone)
        if starts.time() < EARLIEST:
            yield f"{short_day(day)} starts at {time_in_words(starts.time())}, before 09:00."
        if ends.time() > LATEST or ends.date() != day:
            yield f"{short_day(day)} ends at {time_in_words(ends.time())}, after 17:00."


def _host_holidays(plan: _Year) -> Iterator[str]:
    for day, each in plan.dated():
        name = each.nation and plan.closed.bank_holiday(each.nation, day)
        if each.nation and name:
            yield f"{short_day(day)} is a bank holiday in {each.nation.label}: {name}."


def _other_holidays(plan: _Year) -> Iterator[str]:
    for day, each in plan.dated():
        others = [nation for nation in Nation if nation is not each.nation]
        found = {nation: name for nation in others if (name := plan.closed.bank_holiday(nation, day))}
        for words in in_words(found):
            yield f"{short_day(day)} is a bank holiday elsewhere: {words}."


def _school_weeks(plan: _Year) -> Iterator[str]:
    missing = plan.closed.missing_school_weeks(plan.year)
    if missing:
        yield missing
    for day, each in plan.dated():
        nations = (each.nation,) if each.nation else tuple(Nation)
        found = {nation: name for nation in nations if (name := plan.closed.school_break(nation, day))}
        for words in in_words(found):
            yield f"{short_day(day)} is in a school break: {words}."


def _same_twice(plan: _Year) -> Iterator[str]:
    if plan.charter.virtual_meetings != plan.charter.face_to_face_meetings:
        return
    for (day, before), (next_day, after) in pairwise(plan.dated()):
        if before.mode is after.mode:
            mode = "virtual" if after.mode is Mode.VIRTUAL else "face to face"
            yield f"{short_day(day)} and {short_day(next_day)} are both {mode}."


_CHECKS: dict[Aim, tuple[Callable[[_Year], Iterator[str]], str | Callable[[_Year], str]]] = {
    Aim.VIRTUAL: (_few_virtual, _virtual),
    Aim.FACE_TO_FACE: (_few_face_to_face, _face_to_face),
    Aim.NATIONS: (_unvisited, _visited),
    Aim.QUARTERS: (_unserved, _served),
    Aim.ORDER: (_disorder, "Every meeting has a day of its own, in order."),
    Aim.WEEKDAYS: (_late_in_the_week, "No meeting is on a Friday or at a weekend."),
    Aim.TIMES: (_out_of_hours, "Every meeting is between 09:00 and 17:00."),
    Aim.HOST_HOLIDAYS: (_host_holidays, "No meeting is on a bank holiday of its host nation."),
    Aim.OTHER_HOLIDAYS: (_other_holidays, "No meeting is on another nation's bank holiday."),
    Aim.SCHOOL_WEEKS: (_school_weeks, "No meeting is in a school break."),
    Aim.TURNS: (_same_twice, "Virtual and face-to-face meetings take turns."),
}
