"""The words of changing the quorum rule: its form, the preview, and what was put in force."""

import json
from collections.abc import Mapping

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Message, View
from rules import quorum
from rules.moments import listed
from rules.professions import ROLES, SECTORS
from rules.quorum import Rule, Size
from rules.quorum_fields import FIXED, SHARE, SHOWN_AT_MOST, STEPS, Fields, fields_of
from rules.quorum_words import in_words
from usecases.quorum_rule import InForce, Preview

COUNTS = (
    Choice(FIXED, "A number of members"),
    Choice(SHARE, "A share (%)"),
    Choice(STEPS, "Steps that grow"),
)
SIZES = (
    Choice(Size.MEMBERSHIP.value, "The group’s members"),
    Choice(Size.EXPECTED.value, "Those who said that they attend"),
)
STEPS_HINT = "Only for steps. One a line, like “up to 20: 5”; the last like “more: 8”."


def form(now: InForce) -> View:
    """The rule in force as a form; parts that have no field are named, and kept unless they are unticked."""
    shown = fields_of(now.rule)
    typed = shown.typed
    blocks: list[Block] = [
        kit.section(f"In force (version {now.version}): {kit.escape(in_words(now.rule))}"),
        *_kept(shown),
        inputs.field_of("Count by", inputs.radios("count", COUNTS, chosen=typed["count"]), name="count"),
        _number(
            "members", "How many members, or which share", typed, "8, or 25 for a quarter", optional=True
        ),
        _number("floor", "Never fewer than, for a share", typed, "", optional=True),
        _steps(typed),
        inputs.field_of("Share or steps of", inputs.radios("of", SIZES, chosen=typed["of"]), name="of"),
        _number("sectors", "Sectors", typed, "Diversity: members from at least so many", optional=True),
        _number("cap", "No role above (%)", typed, "Diversity: of the members present", optional=True),
        inputs.field_of(
            "From these",
            inputs.multi_select("these", _KEYS, chosen=typed.get("these", "").split()),
            hint="Sectors or roles.",
            optional=True,
            name="these",
        ),
        _number("of_these", "How many of these", typed, "All of them, if empty", optional=True),
        _number(
            "instead", "Or instead", typed, "So many members are enough, whatever their fields", optional=True
        ),
    ]
    about = f"{now.group_id} {now.version}"
    return kit.Modal("quorum-rule", "Quorum rule", blocks, submit="Preview", about=about).view()


def preview(group_id: str, version: int, rule: Rule, shown: Preview) -> View:
    """What the rule means, before it is put in force."""
    blocks = [
        kit.section(f"*{kit.escape(shown.words)}*"),
        kit.section(_past(shown)),
        kit.context("An open meeting keeps the rule that was in force when it opened."),
    ]
    about = json.dumps([group_id, version, quorum.to_data(rule)], separators=(",", ":"))
    return kit.Modal("quorum-rule-agreed", "Preview", blocks, submit="Put in force", about=about).view()


def in_force(version: int, rule: Rule) -> Message:
    """The rule is in force."""
    return Message(kit.escape(f"Version {version} of the charter is in force. {in_words(rule)}"))


def read(about: str) -> tuple[str, int, Rule]:
    """The group, the version that was changed, and the rule that a preview was drawn for."""
    group_id, version, data = json.loads(about)
    return str(group_id), int(version), quorum.from_data(data)


_KEYS = tuple(
    Choice(key, label)
    for key, label in {**SECTORS, **{role.key: role.label for role in ROLES.values()}}.items()
)


def _kept(shown: Fields) -> list[Block]:
    if not shown.kept:
        return []
    lines = [f"{number}. {kit.escape(in_words(part))}" for number, part in enumerate(shown.kept, 1)]
    boxes = [Choice(str(n), f"Keep part {n + 1}") for n in range(min(len(lines), SHOWN_AT_MOST))]
    chosen = [box.value for box in boxes]
    return [
        *kit.sections(["*This form can’t edit these parts. They stay as they are:*", *lines]),
        inputs.field_of(
            "Parts that stay",
            inputs.checkboxes("kept", boxes, chosen=chosen),
            hint="Untick one to give it up.",
            optional=True,
            name="kept",
        ),
    ]


def _steps(typed: Mapping[str, str]) -> Block:
    element = inputs.text_input("steps", value=typed.get("steps", ""), multiline=True, longest=400)
    return inputs.field_of("Steps", element, hint=STEPS_HINT, optional=True, name="steps")


def _number(name: str, label: str, typed: Mapping[str, str], hint: str, *, optional: bool = False) -> Block:
    element = inputs.text_input(name, value=typed.get(name, ""), longest=4)
    return inputs.field_of(label, element, hint=hint, optional=optional, name=name)


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
