"""Attendance as intervals, and the quorum through time that follows from them (source item 17).

A stay keeps the role and the standing that someone had when they checked in. When either changes,
as when an officer confirms a visitor, the stay ends and another begins: nobody counts for a moment
at which they did not count yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from rules.quorum import Rule
from rules.quorum_count import Present, Standing, Tally
from rules.quorum_verdict import Evaluation, judge
from rules.refusals import Refusal

TIMES_KEPT = timedelta(days=396)  # thirteen months, as long as answers are kept (domain 4)


@dataclass(frozen=True)
class Stay:
    """Somebody in the room from `arrived` until `left` (UTC; `None` while they are still there).

    `late` marks a stay that someone added for themselves afterwards; `forgotten` one that ended only
    because the meeting closed.
    """

    person: Present
    arrived: datetime
    left: datetime | None = None
    late: bool = False
    forgotten: bool = False

    def covers(self, at: datetime) -> bool:
        """Whether this person was in the room at that instant."""
        return self.arrived <= at and (self.left is None or at < self.left)


@dataclass(frozen=True)
class Sitting:
    """From opening to closing; a meeting that is opened again has another sitting."""

    opened: datetime
    closed: datetime | None = None


@dataclass(frozen=True)
class Change:
    """What a check-in or a departure does to somebody's stays; nothing, if it was made twice."""

    ended: Stay | None = None
    begun: Stay | None = None


@dataclass(frozen=True)
class Point:
    """The quorum from this instant until the next point."""

    at: datetime
    evaluation: Evaluation


def arrival(own: Iterable[Stay], person: Present, at: datetime) -> Change:
    """Someone checks in: `own` are their stays so far. Checking in twice changes nothing.

    A clock that went back never makes a stay begin before the last one ended.
    """
    stays = tuple(own)
    here = _open(stays)
    if here and here.person == person:
        return Change()
    ended = _ended(here, at) if here else None
    since = max([at, *(stay.left for stay in (*stays, ended) if stay and stay.left)])
    return Change(ended, Stay(person, since))


def departure(own: Iterable[Stay], at: datetime) -> Change:
    """Someone leaves; leaving twice, or without having come, changes nothing."""
    here = _open(own)
    return Change(ended=_ended(here, at)) if here else Change()


def closing(stays: Iterable[Stay], at: datetime) -> tuple[Stay, ...]:
    """The stays that end because the meeting closes."""
    return tuple(replace(_ended(stay, at), forgotten=True) for stay in stays if stay.left is None)


def reopening(stays: Iterable[Stay], at: datetime) -> tuple[Stay, ...]:
    """New stays for whoever was still there when the meeting last closed."""
    known = tuple(stays)
    last = max((stay.left for stay in known if stay.forgotten and stay.left), default=None)
    staying = {stay.person.person_id: stay.person for stay in known if stay.forgotten and stay.left == last}
    return tuple(Stay(person, max(at, last)) for person in staying.values() if last)


def late_stay(person: Present, arrived: datetime, left: datetime, sittings: Sequence[Sitting]) -> Stay:
    """Someone who missed the register adds themselves after closing; they count once the chair confirms.

    Raises `Refusal` when the meeting is still open, or was not held at those times.
    """
    if not sittings or sittings[-1].closed is None:
        raise Refusal("The meeting is still open: please check in instead.")
    begins, ends = max(arrived, sittings[0].opened), min(left, sittings[-1].closed)
    if begins >= ends:
        raise Refusal("Please give times between the opening and the closing of the meeting.")
    return Stay(replace(person, standing=Standing.UNCONFIRMED), begins, ends, late=True)


def confirmed(stay: Stay, standing: Standing) -> Stay:
    """A late stay, once the chair has confirmed it and with it the person's standing on the day."""
    return replace(stay, person=replace(stay.person, standing=standing))


def as_counted(own: Sequence[Stay]) -> Stay:
    """The stay that says in what capacity somebody was there: a member if they ever counted, else the last."""
    return next((stay for stay in reversed(own) if stay.person.counts), own[-1])


def present_at(stays: Iterable[Stay], at: datetime) -> tuple[Present, ...]:
    """Who was in the room at that instant, each entry once."""
    return tuple(dict.fromkeys(stay.person for stay in stays if stay.covers(at)))


def present_now(stays: Iterable[Stay]) -> tuple[Present, ...]:
    """Who has checked in and not left, whatever the clock says."""
    return tuple(dict.fromkeys(stay.person for stay in stays if stay.left is None))


def course(rule: Rule, stays: Iterable[Stay], sittings: Iterable[Sitting]) -> tuple[Point, ...]:
    """The quorum through time, recomputed from the intervals: a point wherever it reads differently.

    The rule is settled; what happens at one instant is taken together.
    """
    known = tuple(stays)
    return tuple(point for sitting in sittings for point in _course_of(rule, known, sitting))


def minutes_present(stays: Iterable[Stay], until: datetime) -> int:
    """How many whole minutes these stays cover, counting no minute twice."""
    total, reached = 0.0, None
    for stay in sorted(stays, key=lambda stay: stay.arrived):
        begins = max(stay.arrived, reached) if reached else stay.arrived
        ends = stay.left or until
        if ends > begins:
            total += (ends - begins).total_seconds()
            reached = ends
    return int(total // 60)


def _open(stays: Iterable[Stay]) -> Stay | None:
    return next((stay for stay in stays if stay.left is None), None)


def _ended(stay: Stay, at: datetime) -> Stay:
    return replace(stay, left=max(at, stay.arrived))


def _course_of(rule: Rule, stays: tuple[Stay, ...], sitting: Sitting) -> list[Point]:
    tally, here = Tally(), dict[str, list[Present]]()
    points = [Point(sitting.opened, judge(rule, tally))]
    for at, steps in groupby(_steps(stays, sitting), key=lambda step: step[0]):
        for _, arrives, person in steps:
            _move(tally, here.setdefault(person.person_id, []), person, arrives=arrives)
        if points[-1].at == at:
            points.pop()
        evaluation = judge(rule, tally)
        if not points or points[-1].evaluation != evaluation:
            points.append(Point(at, evaluation))
    return points


def _steps(stays: tuple[Stay, ...], sitting: Sitting) -> list[tuple[datetime, bool, Present]]:
    """Arrivals and departures in order, within the sitting; its end is not a departure."""
    steps = []
    for stay in stays:
        if stay.left is not None and stay.left <= max(sitting.opened, stay.arrived):
            continue
        if sitting.closed is not None and stay.arrived >= sitting.closed:
            continue
        steps.append((max(stay.arrived, sitting.opened), True, stay.person))
        if stay.left is not None and (sitting.closed is None or stay.left < sitting.closed):
            steps.append((stay.left, False, stay.person))
    return sorted(steps, key=lambda step: step[0])


def _move(tally: Tally, own: list[Present], person: Present, *, arrives: bool) -> None:
    """Count somebody while at least one of their overlapping stays lasts."""
    if arrives:
        own.append(person)
    else:
        own.remove(person)
    tally.leave(person.person_id)
    for still in own:
        if still.counts:
            tally.arrive(still)
