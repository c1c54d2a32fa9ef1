"""The year's programme, proposed from the charter: which days, which mode, which nation, and why.

Source item 4 asks for the number, the modes and the nations; item 19 for every quarter. What to avoid
(bank holidays, school weeks, Fridays) is domain 4, [D]. The same input gives the same year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.charter import Charter
from rules.closed_days import ClosedDays
from rules.free_days import Choice, Stretch, choose, conflicts, obstacles, stretches
from rules.meeting_facts import span
from rules.meetings import Mode, Plan
from rules.moments import plain_day, quarter, short_day
from rules.nations import Nation
from rules.refusals import Refusal
from rules.typed_times import time_from

YEARS_AHEAD = 5
QUARTERS = ("January to March", "April to June", "July to September", "October to December")

# When the year has begun, what is left of the programme is not crammed into it [D]
_DAYS_APART = 28

_OTHER = {Mode.VIRTUAL: Mode.FACE_TO_FACE, Mode.FACE_TO_FACE: Mode.VIRTUAL}


@dataclass(frozen=True)
class Proposed:
    """One proposed meeting, why it is where it is, and what to be aware of."""

    plan: Plan
    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposedYear:
    """A year's meetings in order, and what holds for all of them."""

    year: int
    meetings: tuple[Proposed, ...]
    notes: tuple[str, ...]


def plannable(year: int, today: date) -> int:
    """The year, if it makes sense to plan it; refuses one that is over or too far ahead."""
    if not today.year <= year <= today.year + YEARS_AHEAD:
        raise Refusal(f"Choose a year from {today.year} to {today.year + YEARS_AHEAD} to plan.", field="year")
    return year


def plan(
    charter: Charter,
    year: int,
    *,
    zone: str,
    closed: ClosedDays,
    first_nation: Nation = Nation.ENGLAND,
    earliest: date | None = None,
    begin: Mode | None = None,
) -> ProposedYear:
    """Propose a year of meetings.

    `first_nation` hosts the first face-to-face meeting; the others follow in the charter's order.
    `earliest` is the first day still free in a year that has begun; `begin` is the mode of the first
    meeting, where the group wants to say (otherwise the one that meets fewer holidays). Refuses a year
    with no room left, and a charter that asks for no meetings.
    """
    begins, ends = max(date(year, 1, 1), earliest or date.min), date(year, 12, 31)
    virtual, face_to_face, crowded = _numbers(charter, begins, ends)
    parts = stretches(begins, ends, virtual + face_to_face, keep_quarters=charter.every_quarter)
    hosts = _hosts(charter, first_nation, face_to_face)
    ways = {
        mode: _way(parts, _hosted(_modes(virtual, face_to_face, mode), hosts), closed)
        for mode in ([begin] if begin else _OTHER)
    }
    burdens = {mode: _burden(way, closed) for mode, way in ways.items()}
    first = min(burdens, key=lambda mode: burdens[mode])
    chosen = ways[first]
    meetings = tuple(_proposed(choice, charter, zone, closed) for choice in chosen if choice)
    notes = (
        "Every day is a Monday to Thursday, and no bank holiday of its host.",
        _beginning(first) if len(set(burdens.values())) > 1 else "",
        crowded,
        closed.missing_school_weeks(year),
        *_unfilled(chosen, parts),
    )
    return ProposedYear(year, meetings, tuple(note for note in notes if note))


# How many, which modes, whose turn


def _numbers(charter: Charter, begins: date, ends: date) -> tuple[int, int, str]:
    """Virtual and face-to-face meetings that fit, and a note if the charter asks for more."""
    wanted = charter.virtual_meetings + charter.face_to_face_meetings
    if wanted < 1:
        raise Refusal("The charter asks for no meetings in a year. Say how many you want first.")
    apart = max(1, min(_DAYS_APART, 365 // wanted))
    fitting = min(wanted, max(0, (ends - begins).days + 1) // apart)
    if fitting < 1:
        raise Refusal(f"There is no room left in {ends.year}. Plan {ends.year + 1} instead.", field="year")
    if fitting == wanted:
        return charter.virtual_meetings, charter.face_to_face_meetings, ""
    face_to_face = -(-fitting * charter.face_to_face_meetings // wanted)
    note = f"{fitting} of {wanted} meetings fit from {plain_day(begins)} on, about {apart} days apart."
    return fitting - face_to_face, face_to_face, note


def _hosts(charter: Charter, first: Nation, number: int) -> list[Nation]:
    nations = charter.nations or tuple(Nation)
    turn = nations.index(first) if first in nations else 0
    return [nations[(turn + n) % len(nations)] for n in range(number)]


def _modes(virtual: int, face_to_face: int, begin: Mode) -> list[Mode]:
    """The modes in turn; where their numbers differ, each is spread evenly over the year."""
    numbers = {Mode.VIRTUAL: virtual, Mode.FACE_TO_FACE: face_to_face}
    places = [
        ((2 * n + 1) / numbers[mode], mode) for mode in (begin, _OTHER[begin]) for n in range(numbers[mode])
    ]
    return [mode for _, mode in sorted(places, key=lambda place: place[0])]


def _hosted(modes: list[Mode], hosts: list[Nation]) -> list[Nation | None]:
    """The host of each meeting in order, None for a virtual one."""
    turn = iter(hosts)
    return [next(turn) if mode is Mode.FACE_TO_FACE else None for mode in modes]


def _way(parts: list[Stretch], hosts: list[Nation | None], closed: ClosedDays) -> list[Choice | None]:
    return [choose(part, host, closed) for part, host in zip(parts, hosts, strict=True)]


def _burden(way: list[Choice | None], closed: ClosedDays) -> tuple[int, int, int]:
    """What a way of beginning costs: gaps, bank holidays anywhere, school breaks."""
    met = [conflicts(choice.day, choice.host, closed) for choice in way if choice]
    return way.count(None), sum(bank for bank, _ in met), sum(school for _, school in met)


# In words


def _proposed(choice: Choice, charter: Charter, zone: str, closed: ClosedDays) -> Proposed:
    if choice.host:
        mode, capacity = Mode.FACE_TO_FACE, charter.face_to_face_capacity
        start, end = charter.start, charter.end
    else:
        mode, capacity = Mode.VIRTUAL, None
        start, end = charter.virtual_start, charter.virtual_end
    starts_at, ends_at = span(choice.day, time_from(start), time_from(end), zone)
    meeting = Plan(starts_at, ends_at, zone, mode, choice.host, capacity=capacity)
    return Proposed(meeting, tuple(_reasons(choice, closed)), tuple(_warnings(choice, closed)))


def _reasons(choice: Choice, closed: ClosedDays) -> Iterator[str]:
    how = f"Face to face in {choice.host.label}" if choice.host else "Virtual"
    yield f"{how}, in its turn; for {QUARTERS[quarter(choice.day) - 1]}."
    if choice.day != choice.ideal:
        why = ", ".join(obstacles(choice.ideal, choice.host, closed))
        yield f"Moved from {short_day(choice.ideal)}: {why}."


def _warnings(choice: Choice, closed: ClosedDays) -> Iterator[str]:
    for words in obstacles(choice.day, choice.host, closed):
        yield f"{words[0].upper()}{words[1:]}: no day near it is clearer."


def _beginning(mode: Mode) -> str:
    how = "virtually" if mode is Mode.VIRTUAL else "face to face"
    return f"The year begins {how}: that way round, fewer meetings fall in holidays."


def _unfilled(way: list[Choice | None], parts: list[Stretch]) -> Iterator[str]:
    for choice, part in zip(way, parts, strict=True):
        if choice is None:
            between = f"{plain_day(part.first)} and {plain_day(part.last)}"
            yield f"No day between {between} is free: choose one yourself."
