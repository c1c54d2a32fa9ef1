"""The quorum rule as the fields of a form: what is typed is what is meant, and what has no field is kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules.quorum import AllOf, AnyOf, FromThese, Headcount, RoleCap, Rule, Sectors, Share, Size, Step, Tiers
from rules.refusals import Refusal

FIXED, SHARE, STEPS = "fixed", "share", "steps"
NAMES = ("count", "members", "floor", "steps", "of", "sectors", "cap", "these", "of_these", "instead", "kept")
SHOWN_AT_MOST = 10  # parts without a field that can be given up one by one; Slack ticks ten boxes
_STEP = re.compile(r"(?:up to )?(\d{1,4}) ?[:=] ?(\d{1,4})")
_BEYOND = re.compile(r"(?:more|above|beyond) ?[:=]? ?(\d{1,4})")


@dataclass(frozen=True)
class Fields:
    """A rule as typed text by the names of the form's fields, and the parts of it that have no field.

    Where a field holds several values ("these": sectors and roles; "kept": numbers of parts), blanks part them.
    """

    typed: Mapping[str, str]
    kept: tuple[Rule, ...]


def fields_of(rule: Rule) -> Fields:
    """The rule for the form. Only one part of each sort has a field, and only as hard as the form makes it."""
    typed, kept = {"count": FIXED, "of": Size.MEMBERSHIP.value}, list[Rule]()
    taken = set[str]()
    inner = rule
    if isinstance(rule, AnyOf) and len(rule.parts) == 2 and _is_instead(rule.parts[1]):
        inner, instead = rule.parts
        typed |= _field_of(instead, "instead")
    for part in inner.parts if isinstance(inner, AllOf) else (inner,):
        sort = _SORTS.get(type(part), "")
        if sort and sort not in taken and (shown := _field_of(part, sort)):
            typed |= shown
            taken.add(sort)
        else:
            kept.append(part)
    if kept:
        typed["kept"] = " ".join(str(number) for number in range(min(len(kept), SHOWN_AT_MOST)))
    return Fields(typed, tuple(kept))


def read(now: Rule, typed: Mapping[str, str]) -> Rule:
    """The rule that was typed over the one in force; the very same one, if nothing was changed.

    Raises `Refusal` beside the field that makes no sense.
    """
    before = fields_of(now)
    if _plain(typed) == _plain(before.typed):
        return now
    ticked = typed.get("kept", "").split()
    kept = [part for n, part in enumerate(before.kept) if str(n) in ticked or n >= SHOWN_AT_MOST]
    was_counted = not before.typed.keys().isdisjoint({"members", "steps"})
    parts = [*_counted(typed, required=was_counted), *_mixed(typed), *kept]
    rule: Rule = _checked("members", lambda: AllOf(tuple(parts)))
    if (instead := _whole(typed, "instead")) is not None:
        rule = AnyOf((rule, _checked("instead", lambda: Headcount(instead))))
    return rule


_SORTS: dict[type[Rule], str] = {
    Headcount: "count",
    Share: "count",
    Tiers: "count",
    Sectors: "sectors",
    RoleCap: "cap",
    FromThese: "these",
}


def _is_instead(rule: Rule) -> bool:
    return isinstance(rule, Headcount) and rule.hard


def _field_of(part: Rule, sort: str) -> dict[str, str]:
    """What a part is in the form; empty where it is harder or softer than the form would make it."""
    match part:
        case Headcount(members, True):
            return {"members" if sort == "count" else sort: str(members)}
        case Sectors(at_least, False):
            return {"sectors": str(at_least)}
        case RoleCap(percent, False):
            return {"cap": str(percent)}
        case FromThese(keys, at_least, True):
            return {"these": " ".join(keys), "of_these": str(at_least)}
    return _sliding(part)


def _sliding(part: Rule) -> dict[str, str]:
    match part:
        case Share(percent, of, floor, True):
            return {"count": SHARE, "members": str(percent), "floor": str(floor), "of": of.value}
        case Tiers(steps, beyond, of, True):
            lines = [*(f"up to {step.up_to}: {step.members}" for step in steps), f"more: {beyond}"]
            return {"count": STEPS, "steps": "\n".join(lines), "of": of.value}
    return {}


def _counted(typed: Mapping[str, str], *, required: bool) -> list[Rule]:
    """The headcount, fixed or sliding."""
    of = Size(typed.get("of") or Size.MEMBERSHIP)
    if typed.get("count") == STEPS:
        return [_checked("steps", lambda: _tiers(typed.get("steps", ""), of))]
    members = _whole(typed, "members")
    if members is None and required:
        raise Refusal("Please say how many members are needed.", field="members")
    if members is None:
        return []
    if typed.get("count") == SHARE:
        floor = _whole(typed, "floor") or 1
        return [_checked("members", lambda: Share(members, of, floor))]
    return [_checked("members", lambda: Headcount(members))]


def _mixed(typed: Mapping[str, str]) -> list[Rule]:
    """Diversity, and who has to be among those present."""
    parts: list[Rule] = []
    if (sectors := _whole(typed, "sectors")) is not None:
        parts.append(_checked("sectors", lambda: Sectors(sectors)))
    if (cap := _whole(typed, "cap")) is not None:
        parts.append(_checked("cap", lambda: RoleCap(cap)))
    if these := tuple(typed.get("these", "").split()):
        wanted = _whole(typed, "of_these") or len(these)
        parts.append(_checked("of_these", lambda: FromThese(these, wanted, hard=True)))
    return parts


def _tiers(text: str, of: Size) -> Tiers:
    lines = [" ".join(line.lower().split()) for line in text.splitlines() if line.strip()]
    beyond = _BEYOND.fullmatch(lines[-1]) if lines else None
    if beyond is None:
        raise Refusal("Please end with a line like “more: 8”: how many are needed for any larger number.")
    steps = []
    for line in lines[:-1]:
        step = _STEP.fullmatch(line)
        if step is None:
            raise Refusal("Please write each step like “up to 20: 5”, one a line.")
        steps.append(Step(int(step[1]), int(step[2])))
    return Tiers(tuple(steps), int(beyond[1]), of)


def _whole(typed: Mapping[str, str], name: str) -> int | None:
    text = typed.get(name, "").strip().removesuffix("%").strip()
    if not text:
        return None
    if not text.isdecimal():
        raise Refusal("Please give a whole number.", field=name)
    return int(text)


def _checked(field: str, make: Callable[[], Rule]) -> Rule:
    try:
        return make()
    except Refusal as refusal:
        raise Refusal(refusal.sentence, field=field) from None


def _plain(typed: Mapping[str, str]) -> dict[str, list[str]]:
    """What was typed, whatever the order in which things were chosen."""
    several = {"these", "kept"}
    words = {name: text.split() for name, text in typed.items()}
    return {name: sorted(found) if name in several else found for name, found in words.items() if found}
