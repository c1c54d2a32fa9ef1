"""The quorum in words: what a rule asks, and in one sentence exactly what is missing."""

from rules.moments import listed
from rules.professions import ROLES, SECTORS
from rules.quorum import (
    AllOf,
    AnyOf,
    FromThese,
    Headcount,
    Leaf,
    RoleCap,
    Rule,
    Sectors,
    Share,
    Size,
    Tiers,
)
from rules.quorum_count import Tally, above_cap, absent, holds, leaves, short_by

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SIZES = {Size.MEMBERSHIP: "the group’s members", Size.EXPECTED: "those expected"}
_ONE = {
    "paediatrician": "a paediatrician",
    "nurse": "a nurse",
    "health-visitor": "a health visitor or school nurse",
    "midwife": "a midwife",
    "gp": "a GP",
    "police": "someone from the police",
    "ambulance": "someone from the ambulance service",
    "other-health": "someone from another health service",
    "council": "someone from housing or another council service",
    "voluntary": "someone from the voluntary sector",
    "legal": "someone from the legal profession",
    "partnership": "a partnership manager or independent reviewer",
    "lay": "a lay member",
    "other": "someone from another field",
}
_MANY = {
    "paediatrician": "paediatricians",
    "nurse": "nurses",
    "health-visitor": "health visitors or school nurses",
    "midwife": "midwives",
    "gp": "GPs",
    "police": "from the police",
    "ambulance": "from the ambulance service",
    "other-health": "from other health services",
    "council": "from housing or other council services",
    "voluntary": "from the voluntary sector",
    "legal": "from the legal profession",
    "partnership": "partnership managers or independent reviewers",
    "lay": "lay members",
    "other": "from other fields",
}


def in_words(rule: Rule) -> str:
    """What a rule asks for, e.g. for the preview while a charter is edited."""
    parts = rule.parts if isinstance(rule, AllOf) else (rule,)
    hard = [_asked(part) for part in parts if _is_hard(part)]
    amber = [_asked(part) for part in parts if not _is_hard(part)]
    sentences = []
    if hard:
        sentences.append(f"Quorate with {listed(hard)}.")
    if amber:
        sentences.append(
            f"For professional diversity: {listed(amber)}; otherwise the chair records"
            " whether the attendance reflects it."
        )
    return " ".join(sentences)


def missing(rule: Rule, tally: Tally) -> str:
    """One sentence: who is present, and exactly which parts of a settled rule are not met.

    E.g. "8 members, but 6 are nurses (at most half); one more sector needed."
    """
    unmet = _unmet(rule, tally)
    if not unmet:
        return f"Quorate: {_members(tally)} from {counted(len(tally.sectors), 'sector')}."
    shares = [_too_many(part, tally) for part in unmet if isinstance(part, RoleCap)]
    needs = [want for part in unmet if not isinstance(part, RoleCap) for want in _wanted(part, tally)]
    sentence = _members(tally)
    if shares:
        sentence += f", but {listed(shares)}"
    if needs:
        sentence += f"; {listed(needs)} needed"
    return f"{sentence}."


def one_of(key: str) -> str:
    """A person of this role or sector, e.g. "a nurse", "someone from the police"."""
    return _ONE.get(key) or f"someone from {_label(key)}"


def many_of(key: str) -> str:
    """Several people of this role or sector, as they follow "6 are", e.g. "nurses"."""
    return _MANY.get(key) or f"from {_label(key)}"


def counted(number: int, noun: str) -> str:
    """A number with its noun, e.g. "1 sector", "3 sectors"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _members(tally: Tally) -> str:
    return counted(tally.members, "member") if tally.members else "No members yet"


def _label(key: str) -> str:
    label = ROLES[key].label if key in ROLES else SECTORS[key]
    return label[0].lower() + label[1:]


def _spelt(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _more(number: int, noun: str) -> str:
    return f"{_spelt(number)} more {noun}" if number == 1 else f"{_spelt(number)} more {noun}s"


def _share(percent: int) -> str:
    return "half" if percent == 50 else f"{percent} %"


def _is_hard(rule: Rule) -> bool:
    match rule:
        case AllOf(parts) | AnyOf(parts):
            return any(_is_hard(part) for part in parts)
    return rule.hard


def _unmet(rule: Rule, tally: Tally) -> list[Leaf | AnyOf]:
    """The parts that fail, with nested "all of" laid open; a choice fails only as a whole."""
    match rule:
        case AllOf(parts):
            return list(dict.fromkeys(fault for part in parts for fault in _unmet(part, tally)))
        case AnyOf():
            return [] if holds(rule, lambda leaf: short_by(leaf, tally) == 0) else [rule]
    return [leaf for leaf in leaves(rule) if short_by(leaf, tally)]


def _wanted(part: Leaf | AnyOf, tally: Tally) -> list[str]:
    match part:
        case AnyOf(parts):
            return [_choice(parts, tally)]
        case RoleCap(percent):
            return [f"no single role above {_share(percent)} ({_too_many(part, tally)})"]
        case FromThese():
            return _some_of(absent(part, tally), short_by(part, tally))
        case Headcount():
            return [_more(short_by(part, tally), "member")]
        case Sectors():
            return [_more(short_by(part, tally), "sector")]


def _choice(parts: tuple[Rule, ...], tally: Tally) -> str:
    ways = [listed(want for fault in _unmet(way, tally) for want in _wanted(fault, tally)) for way in parts]
    return ways[0] if len(ways) == 1 else f"either {listed(ways, 'or')}"


def _some_of(keys: tuple[str, ...], at_least: int) -> list[str]:
    people = [one_of(key) for key in keys]
    if at_least == len(people):
        return people
    return [listed(people, "or") if at_least == 1 else f"{_spelt(at_least)} of {listed(people, 'or')}"]


def _too_many(cap: RoleCap, tally: Tally) -> str:
    roles = [(tally.roles[role], role) for role in above_cap(cap, tally)]
    people = listed(
        f"{count} are {many_of(role)}" if count > 1 else f"1 is {one_of(role)}" for count, role in roles
    )
    return f"{people} (at most {_share(cap.percent)})"


def _asked(rule: Rule) -> str:
    match rule:
        case AllOf(parts):
            return listed(_asked(part) for part in parts)
        case AnyOf(parts):
            return f"either {listed((_asked(part) for part in parts), 'or')}"
        case Share(percent, of, floor):
            return f"at least {percent} % of {_SIZES[of]}, and never fewer than {floor}"
        case Tiers(steps, beyond, of):
            ways = [f"{step.members} members for up to {step.up_to} of {_SIZES[of]}" for step in steps]
            return listed([*ways, f"{beyond} members beyond that" if ways else f"{beyond} members"])
    return _asked_of(rule)


def _asked_of(leaf: Leaf) -> str:
    match leaf:
        case Headcount(members):
            return f"at least {counted(members, 'member')} present"
        case Sectors(at_least):
            return f"members from at least {counted(at_least, 'sector')}"
        case RoleCap(percent):
            return f"no single role above {_share(percent)} of the members present"
        case FromThese(keys, at_least):
            return listed(_some_of(keys, at_least))
