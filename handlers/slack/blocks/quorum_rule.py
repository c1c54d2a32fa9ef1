"""The words of changing the quorum rule: its form, the preview, and what was put in force."""

import json
from collections.abc import Callable, Mapping

from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Block, Choice, Message, View
from rules import quorum
from rules.moments import listed
from rules.professions import ROLES, SECTORS
from rules.quorum import AllOf, AnyOf, FromThese, Headcount, RoleCap, Rule, Sectors, Share, Size
from rules.quorum_words import in_words
from rules.refusals import Refusal
from usecases.quorum_rule import InForce, Preview

COUNTS = (
    Choice("fixed", "A number of members"),
    Choice("share", "A share (%) of the group’s members"),
)


def form(now: InForce) -> View:
    """The rule in force as a form; a rule that is richer than the form is shown in words above it."""
    typed, these = as_typed(now.rule)
    blocks: list[Block] = [
        kit.section(f"In force (version {now.version}): {kit.escape(in_words(now.rule))}"),
        kit.field_of("Count by", kit.radios("count", COUNTS, chosen=typed["count"]), name="count"),
        _number("members", "How many members, or which share", typed, "8, or 25 for a quarter"),
        _number("floor", "Never fewer than, for a share", typed, "", optional=True),
        _number("sectors", "Sectors", typed, "Diversity: members from at least so many", optional=True),
        _number("cap", "No role above (%)", typed, "Diversity: of the members present", optional=True),
        kit.field_of(
            "From these",
            kit.multi_select("these", _KEYS, chosen=these),
            hint="Sectors or roles.",
            optional=True,
            name="these",
        ),
        _number("of_these", "How many of these", typed, "All of them, if empty", optional=True),
        _number(
            "instead", "Or instead", typed, "So many members are enough, whatever their fields", optional=True
        ),
    ]
    return kit.Modal("quorum-rule", "Quorum rule", blocks, submit="Preview", about=now.group_id).view()


def preview(group_id: str, rule: Rule, shown: Preview) -> View:
    """What the rule means, before it is put in force."""
    blocks = [
        kit.section(f"*{kit.escape(shown.words)}*"),
        kit.section(_past(shown)),
        kit.context("An open meeting keeps the rule that was in force when it opened."),
    ]
    about = json.dumps([group_id, quorum.to_data(rule)], separators=(",", ":"))
    return kit.Modal("quorum-rule-agreed", "Preview", blocks, submit="Put in force", about=about).view()


def in_force(version: int, rule: Rule) -> Message:
    """The rule is in force."""
    return Message(kit.escape(f"Version {version} of the charter is in force. {in_words(rule)}"))


def read(about: str) -> tuple[str, Rule]:
    """The group and the rule that a preview was drawn for."""
    group_id, data = json.loads(about)
    return str(group_id), quorum.from_data(data)


def as_rule(typed: Mapping[str, str], these: list[str]) -> Rule:
    """The rule that was typed; raises `Refusal` beside the field that makes no sense."""
    members = _whole(typed, "members")
    if members is None:
        raise Refusal("Please say how many members are needed.", field="members")
    parts: list[Rule] = [_checked("members", lambda: _count(typed, members))]
    if (sectors := _whole(typed, "sectors")) is not None:
        parts.append(_checked("sectors", lambda: Sectors(sectors)))
    if (cap := _whole(typed, "cap")) is not None:
        parts.append(_checked("cap", lambda: RoleCap(cap)))
    if these:
        wanted = _whole(typed, "of_these") or len(these)
        parts.append(_checked("of_these", lambda: FromThese(tuple(these), wanted, hard=True)))
    rule: Rule = AllOf(tuple(parts))
    if (instead := _whole(typed, "instead")) is not None:
        rule = AnyOf((rule, _checked("instead", lambda: Headcount(instead))))
    return rule


def as_typed(rule: Rule) -> tuple[dict[str, str], tuple[str, ...]]:
    """The parts of a rule that the form can show, and the sectors and roles that it names."""
    typed, these = {"count": "fixed"}, tuple[str, ...]()
    for part in _parts(rule):
        match part:
            case Headcount(members):
                typed["members"] = str(members)
            case Share(percent, _, floor):
                typed |= {"count": "share", "members": str(percent), "floor": str(floor)}
            case Sectors(at_least):
                typed["sectors"] = str(at_least)
            case RoleCap(percent):
                typed["cap"] = str(percent)
            case FromThese(keys, at_least):
                typed["of_these"], these = str(at_least), keys
            case AnyOf(parts):
                typed["instead"] = next((str(one.members) for one in parts if isinstance(one, Headcount)), "")
    return typed, these


def _parts(rule: Rule) -> tuple[Rule, ...]:
    """The parts of the form: of a choice, its first way and the choice itself."""
    if isinstance(rule, AnyOf):
        return (*_parts(rule.parts[0]), rule)
    return rule.parts if isinstance(rule, AllOf) else (rule,)


_KEYS = tuple(
    Choice(key, label)
    for key, label in {**SECTORS, **{role.key: role.label for role in ROLES.values()}}.items()
)


def _number(name: str, label: str, typed: Mapping[str, str], hint: str, *, optional: bool = False) -> Block:
    element = kit.text_input(name, value=typed.get(name, ""), longest=4)
    return kit.field_of(label, element, hint=hint, optional=optional, name=name)


def _count(typed: Mapping[str, str], members: int) -> Rule:
    if typed.get("count") == "share":
        return Share(members, Size.MEMBERSHIP, _whole(typed, "floor") or 1)
    return Headcount(members)


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


def _past(shown: Preview) -> str:
    if not shown.looked_at:
        return "There is no past meeting yet to compare it with."
    if not shown.inquorate and not shown.judged:
        return f"All {shown.looked_at} past meetings would have been quorate by it."
    said = []
    if shown.inquorate:
        said.append(f"Never quorate by it: {listed(shown.inquorate)}.")
    if shown.judged:
        said.append(f"The chair would have had to judge diversity: {listed(shown.judged)}.")
    return " ".join(said)
