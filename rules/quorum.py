"""Quorum rules as data: what a group's terms ask of those present (source item 17, terms 4.1).

A rule is a tree of frozen values, kept as JSON in the charter. How it is judged is in
`rules.quorum_count`, what it says to people in `rules.quorum_words`, who would mend it in
`rules.quorum_mending`. "Hard" parts make a meeting inquorate when they fail; the others are amber,
and the chair records whether the attendance reflects professional diversity.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from math import ceil
from typing import Any, TypeAlias

from rules.professions import ROLES, SECTORS
from rules.refusals import Refusal


class Size(StrEnum):
    """What a sliding quorum is measured against when the meeting opens."""

    MEMBERSHIP = "membership"
    EXPECTED = "expected"


@dataclass(frozen=True)
class Headcount:
    """At least this many members."""

    members: int
    hard: bool = True

    def __post_init__(self) -> None:
        _at_least_one(self.members, "members")


@dataclass(frozen=True)
class Sectors:
    """Members from at least this many sectors."""

    at_least: int
    hard: bool = False

    def __post_init__(self) -> None:
        _at_least_one(self.at_least, "sectors")
        if self.at_least > len(SECTORS):
            raise Refusal(f"There are {len(SECTORS)} sectors: please ask for that many or fewer.")


@dataclass(frozen=True)
class RoleCap:
    """No single role makes up more than this share of the members present."""

    percent: int
    hard: bool = False

    def __post_init__(self) -> None:
        _a_percentage(self.percent)


@dataclass(frozen=True)
class FromThese:
    """Members from at least `at_least` of these sectors or roles; all of them is "one from each of"."""

    keys: tuple[str, ...]
    at_least: int
    hard: bool = False

    def __post_init__(self) -> None:
        _at_least_one(self.at_least, "of these")
        if unknown := [key for key in self.keys if key not in SECTORS and key not in ROLES]:
            raise Refusal(f"Please choose from the list of sectors and roles: {unknown[0]!r} is not on it.")
        if self.at_least > len(set(self.keys)) or len(set(self.keys)) < len(self.keys):
            raise Refusal("Please name each sector or role once, and ask for no more than you name.")


def each_of(*keys: str, hard: bool = False) -> FromThese:
    """At least one member from each of these sectors or roles."""
    return FromThese(keys, len(keys), hard)


@dataclass(frozen=True)
class Share:
    """A sliding headcount: this share of a size, rounded up, and never fewer than `floor`."""

    percent: int
    of: Size
    floor: int = 1
    hard: bool = True

    def __post_init__(self) -> None:
        _a_percentage(self.percent)
        _at_least_one(self.floor, "members")


@dataclass(frozen=True)
class Step:
    """One step of a sliding headcount: for a size up to `up_to`, this many members."""

    up_to: int
    members: int


@dataclass(frozen=True)
class Tiers:
    """A sliding headcount in steps of a growing size; `beyond` the last step it stays."""

    steps: tuple[Step, ...]
    beyond: int
    of: Size
    hard: bool = True

    def __post_init__(self) -> None:
        for members in (*(step.members for step in self.steps), self.beyond):
            _at_least_one(members, "members")
        limits = [step.up_to for step in self.steps]
        if limits != sorted(set(limits)):
            raise Refusal("Please put the steps in order, each for a larger number than the one before.")


@dataclass(frozen=True)
class AllOf:
    """Every part has to be met."""

    parts: tuple["Rule", ...]

    def __post_init__(self) -> None:
        _some_parts(self.parts)


@dataclass(frozen=True)
class AnyOf:
    """One part is enough."""

    parts: tuple["Rule", ...]

    def __post_init__(self) -> None:
        _some_parts(self.parts)


Leaf: TypeAlias = Headcount | Sectors | RoleCap | FromThese
Sliding: TypeAlias = Share | Tiers
Rule: TypeAlias = Leaf | Sliding | AllOf | AnyOf


def settle(rule: Rule, *, membership: int, expected: int) -> Rule:
    """The rule with every sliding part fixed at its number, as it is when the meeting opens.

    `membership` is how many current members the group has, `expected` how many said they would come.
    """
    size = {Size.MEMBERSHIP: membership, Size.EXPECTED: expected}
    match rule:
        case Share(percent, of, floor, hard):
            return Headcount(max(floor, ceil(percent * size[of] / 100)), hard)
        case Tiers(steps, beyond, of, hard):
            needed = next((step.members for step in steps if size[of] <= step.up_to), beyond)
            return Headcount(needed, hard)
        case AllOf(parts) | AnyOf(parts):
            return type(rule)(tuple(settle(part, membership=membership, expected=expected) for part in parts))
    return rule


_KINDS: dict[str, type[Rule]] = {
    "headcount": Headcount,
    "sectors": Sectors,
    "role-cap": RoleCap,
    "from-these": FromThese,
    "share": Share,
    "tiers": Tiers,
    "all-of": AllOf,
    "any-of": AnyOf,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_data(rule: Rule) -> dict[str, Any]:
    """Plain values for storage as JSON; `kind` names the part."""
    if isinstance(rule, AllOf | AnyOf):
        return {"kind": _NAMES[type(rule)], "parts": [to_data(part) for part in rule.parts]}
    return {"kind": _NAMES[type(rule)], **asdict(rule)}


def from_data(data: dict[str, Any]) -> Rule:
    """A rule read back from storage; raises `Refusal` when its numbers make no sense."""
    known: dict[str, Any] = {name: value for name, value in data.items() if name != "kind"}
    if "parts" in known:
        known["parts"] = tuple(from_data(part) for part in known["parts"])
    if "keys" in known:
        known["keys"] = tuple(known["keys"])
    if "steps" in known:
        known["steps"] = tuple(Step(**step) for step in known["steps"])
    if "of" in known:
        known["of"] = Size(known["of"])
    return _KINDS[data["kind"]](**known)


def _at_least_one(number: int, noun: str) -> None:
    if number < 1:
        raise Refusal(f"Please ask for at least one of: {noun}.")


def _a_percentage(percent: int) -> None:
    if not 1 <= percent <= 100:
        raise Refusal("Please give a share between 1 and 100 %.")


def _some_parts(parts: tuple[Rule, ...]) -> None:
    if not parts:
        raise Refusal("Please choose at least one part for the rule.")


DEFAULT = AllOf((Headcount(8), Sectors(3), RoleCap(50)))
"""Eight members [S 17]; three sectors and no role above half, as our reading of "diversity" [D]."""
