"""An independent, slow reading of the quorum rules, for the property tests to compare with.

It works on the JSON of a rule and on plain lists, and shares no code with `rules`: the sectors are
written out again, and a part is failed when no amount of squinting makes it true.
"""

from fractions import Fraction
from itertools import combinations
from typing import Any

HEALTH = {
    "paediatrician",
    "nurse",
    "health-visitor",
    "midwife",
    "gp",
    "mental-health",
    "ambulance",
    "other-health",
}

Person = tuple[str, str, str]  # id, role, standing


def members(people: list[Person]) -> dict[str, str]:
    """Each member once, with the role that counts: of two claims the first by name."""
    found: dict[str, str] = {}
    for who in {person_id for person_id, _, standing in people if standing == "member"}:
        claims = {role for person_id, role, standing in people if person_id == who and standing == "member"}
        found[who] = min(claims - {""}, default="")
    return found


def sector(role: str) -> str:
    return "health" if role in HEALTH else role


def true_of(data: dict[str, Any], people: list[Person], *, only_hard: bool = False) -> bool:
    """Whether the rule is true of these people; `only_hard` takes the amber parts as met."""
    kind = data["kind"]
    if kind == "all-of":
        return not [part for part in data["parts"] if not true_of(part, people, only_hard=only_hard)]
    if kind == "any-of":
        return len([part for part in data["parts"] if true_of(part, people, only_hard=only_hard)]) > 0
    if only_hard and not data["hard"]:
        return True
    return true_of_part(data, list(members(people).values()))


def true_of_part(data: dict[str, Any], roles: list[str]) -> bool:
    """Whether a single part is true of members with these roles."""
    kind = data["kind"]
    declared = [role for role in roles if role]
    if kind == "headcount":
        return len(roles) >= int(data["members"])
    if kind == "sectors":
        return len({sector(role) for role in declared}) >= int(data["at_least"])
    if kind == "role-cap":
        return all(
            Fraction(declared.count(role), len(roles)) <= Fraction(data["percent"], 100) for role in declared
        )
    there = [key for key in data["keys"] if any(key in {role, sector(role)} for role in declared)]
    return len(there) >= int(data["at_least"])


def failing(data: dict[str, Any], people: list[Person]) -> list[dict[str, Any]]:
    """The parts that a true sentence has to name: a choice that holds hides what is inside it."""
    if true_of(data, people):
        return []
    if data["kind"] in {"all-of", "any-of"}:
        return [leaf for part in data["parts"] for leaf in failing(part, people)]
    return [data]


def can_mend(
    data: dict[str, Any], people: list[Person], candidates: list[Person]
) -> list[tuple[Person, ...]]:
    """Every set of candidates that makes the rule true, the smallest first."""
    return [
        group
        for size in range(len(candidates) + 1)
        for group in combinations(candidates, size)
        if true_of(data, people + list(group))
    ]
