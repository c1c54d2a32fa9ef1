"""Is this meeting quorate now, what exactly is missing, and who would mend it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from rules.quorum import AllOf, AnyOf, Leaf, Rule
from rules.quorum_count import Present, Tally, holds, leaves, short_by
from rules.quorum_words import missing


class Colour(StrEnum):
    """Red: too few; amber: enough, and the chair judges diversity; green: every part is met."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True)
class Part:
    """One part of the rule as it stands now; `short` is how far it is from being met."""

    leaf: Leaf
    short: int

    @property
    def met(self) -> bool:
        """Whether the part is met."""
        return self.short == 0


@dataclass(frozen=True)
class Evaluation:
    """A rule judged on those present at one moment; the sentence says exactly what is missing."""

    colour: Colour
    parts: tuple[Part, ...]
    members: int
    sectors: tuple[str, ...]
    sentence: str

    @property
    def met(self) -> bool:
        """Whether nothing is missing at all."""
        return self.colour is Colour.GREEN

    @property
    def enough(self) -> bool:
        """Whether the hard parts are met; what then remains is for the chair to judge."""
        return self.colour is not Colour.RED


@dataclass(frozen=True)
class Mending:
    """Whose coming would make the rule met: any one of `alone`; if there is none, all of `together`."""

    alone: tuple[Present, ...] = ()
    together: tuple[Present, ...] = ()


def evaluate(rule: Rule, present: Iterable[Present]) -> Evaluation:
    """Judge a settled rule on everybody in the room (terms 4.1), in whatever order they came."""
    return judge(rule, Tally(present))


def judge(rule: Rule, tally: Tally) -> Evaluation:
    """Judge a settled rule from a running tally: the same as `evaluate`, for a live meeting."""
    shorts = {leaf: short_by(leaf, tally) for leaf in leaves(rule)}
    if holds(rule, lambda leaf: not shorts[leaf]):
        colour = Colour.GREEN
    elif holds(rule, lambda leaf: not shorts[leaf] or not leaf.hard):
        colour = Colour.AMBER
    else:
        colour = Colour.RED
    return Evaluation(
        colour=colour,
        parts=tuple(Part(leaf, short) for leaf, short in shorts.items()),
        members=tally.members,
        sectors=tuple(sorted(tally.sectors)),
        sentence=missing(rule, tally),
    )


def would_mend(rule: Rule, present: Iterable[Present], candidates: Iterable[Present]) -> Mending:
    """Who of the candidates (expected first, then *Maybe*) would make a settled rule met by coming.

    Nobody in `together` can be left out of it. Both are empty when the rule is met already or when
    the candidates can't mend it.
    """
    tally = Tally(present)
    able = [person for person in candidates if person.counts and person.person_id not in tally]
    if _met(rule, tally):
        return Mending()
    alone = tuple(person for person in able if _met(rule, tally.joined_by(person)))
    if alone:
        return Mending(alone=alone)
    groups = [group for way in _ways(rule) if (group := _gather(way, tally, able))]
    return Mending(together=_needed(rule, tally, min(groups, key=len, default=())))


def _met(rule: Rule, tally: Tally) -> bool:
    return holds(rule, lambda leaf: short_by(leaf, tally) == 0)


def _ways(rule: Rule) -> list[tuple[Leaf, ...]]:
    """The rule as alternatives, each a set of parts that have to be met together."""
    match rule:
        case AnyOf(parts):
            return [way for part in parts for way in _ways(part)]
        case AllOf(parts):
            return [
                tuple(leaf for way in choice for leaf in way)
                for choice in product(*(_ways(part) for part in parts))
            ]
    return [leaves(rule)]


def _gather(way: tuple[Leaf, ...], tally: Tally, able: list[Present]) -> tuple[Present, ...]:
    """Add whoever helps most until the parts are met; empty when nobody helps any more."""
    group, rest = list[Present](), list(able)
    while short := _short(way, tally):
        best = min(rest, key=lambda person: _short(way, tally.joined_by(person)), default=None)
        if best is None or _short(way, tally.joined_by(best)) >= short:
            return ()
        rest.remove(best)
        group.append(best)
        tally = tally.joined_by(best)
    return tuple(group)


def _needed(rule: Rule, tally: Tally, group: tuple[Present, ...]) -> tuple[Present, ...]:
    """The group without those whom the rule can do without."""
    for person in group:
        others = tuple(other for other in group if other is not person)
        if others and _met(rule, tally.joined_by(*others)):
            group = others
    return group


def _short(way: tuple[Leaf, ...], tally: Tally) -> int:
    return sum(short_by(leaf, tally) for leaf in way)
