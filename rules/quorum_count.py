"""Counting who is present: members only, each person once, by their declared primary role (domain 2).

A `Tally` is the incremental form: a live meeting keeps one, tells it of each arrival and departure,
and a rule is judged from its few counters instead of from everybody in the room.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from rules.professions import role as role_of
from rules.quorum import AllOf, AnyOf, FromThese, Headcount, Leaf, RoleCap, Rule, Sectors, Share, Tiers


class Standing(StrEnum):
    """In what capacity someone is in the room, as it stood when they checked in; only members count."""

    MEMBER = "member"
    GUEST = "guest"
    OBSERVER = "observer"
    LAPSED = "lapsed"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Present:
    """Somebody in the room; `role` is a key of `rules.professions`, or empty while undeclared."""

    person_id: str
    role: str = ""
    standing: Standing = Standing.MEMBER

    @property
    def counts(self) -> bool:
        """Whether this person counts towards the quorum."""
        return self.standing is Standing.MEMBER


class Tally:
    """How many members are present, by role and by sector.

    A member who has not declared a role counts as a head and for no sector. Arriving again replaces
    what was known of that person, as when an officer confirms a visitor.
    """

    def __init__(self, present: Iterable[Present] = ()) -> None:
        self.roles: Counter[str] = Counter()
        self.sectors: Counter[str] = Counter()
        self._members: dict[str, str] = {}
        for person in _each_once(present):
            self.arrive(person)

    @property
    def members(self) -> int:
        """The members present."""
        return len(self._members)

    def arrive(self, person: Present) -> None:
        """Count this person from now on, if they are a member."""
        self.leave(person.person_id)
        if person.counts:
            self._members[person.person_id] = person.role
            self._add(person.role, 1)

    def leave(self, person_id: str) -> None:
        """Stop counting this person; somebody who is not there may leave without harm."""
        role = self._members.pop(person_id, None)
        if role is not None:
            self._add(role, -1)

    def joined_by(self, *people: Present) -> "Tally":
        """Another tally, as it would be if these people came as well."""
        other = Tally()
        other.roles, other.sectors = self.roles.copy(), self.sectors.copy()
        other._members = self._members.copy()
        for person in people:
            other.arrive(person)
        return other

    def __contains__(self, person_id: str) -> bool:
        """Whether this person is counted already."""
        return person_id in self._members

    def _add(self, role: str, by: int) -> None:
        if not role:
            return
        for counter, key in ((self.roles, role), (self.sectors, role_of(role).sector)):
            counter[key] += by
            if not counter[key]:
                del counter[key]


def _each_once(present: Iterable[Present]) -> Iterable[Present]:
    """One entry per person whatever the order: the one that counts, and of two roles the first by name."""
    kept: dict[str, Present] = {}
    for person in present:
        known = kept.get(person.person_id)
        kept[person.person_id] = min(known, person, key=_precedence) if known else person
    return kept.values()


def _precedence(person: Present) -> tuple[bool, bool, str]:
    return not person.counts, not person.role, person.role


def short_by(leaf: Leaf, tally: Tally) -> int:
    """How far this part is from being met: members, sectors or people still wanted; 0 when it is met."""
    match leaf:
        case Headcount(members):
            return max(0, members - tally.members)
        case Sectors(at_least):
            return max(0, at_least - len(tally.sectors))
        case RoleCap(percent):
            largest = max(tally.roles.values(), default=0)
            return max(0, ceil(largest * 100 / percent) - tally.members)
        case FromThese(at_least=at_least):
            return max(0, at_least - (len(leaf.keys) - len(absent(leaf, tally))))


def absent(leaf: FromThese, tally: Tally) -> tuple[str, ...]:
    """Those of the named sectors or roles from which no member is present."""
    return tuple(key for key in leaf.keys if key not in tally.roles and key not in tally.sectors)


def above_cap(leaf: RoleCap, tally: Tally) -> tuple[str, ...]:
    """The roles that make up more than the allowed share, largest first."""
    over = [role for role, count in tally.roles.items() if count * 100 > leaf.percent * tally.members]
    return tuple(sorted(over, key=lambda role: (-tally.roles[role], role)))


def leaves(rule: Rule) -> tuple[Leaf, ...]:
    """The parts of a settled rule in the order they were written, each once."""
    match rule:
        case AllOf(parts) | AnyOf(parts):
            return tuple(dict.fromkeys(leaf for part in parts for leaf in leaves(part)))
        case Share() | Tiers():
            raise ValueError("A sliding rule is settled when the meeting opens, before it is judged.")
    return (rule,)


def holds(rule: Rule, met: Callable[[Leaf], bool]) -> bool:
    """Whether a settled rule holds, given which of its parts are met."""
    match rule:
        case AllOf(parts):
            return all(holds(part, met) for part in parts)
        case AnyOf(parts):
            return any(holds(part, met) for part in parts)
        case Share() | Tiers():
            raise ValueError("A sliding rule is settled when the meeting opens, before it is judged.")
    return met(rule)
