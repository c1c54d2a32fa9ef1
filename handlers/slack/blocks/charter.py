"""The words of the charter: every setting with where it comes from, and the form to change them."""

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Message, Modal, View
from rules import moments, money, quorum_words
from rules.charter_fields import SETTINGS, Form, Setting, as_typed
from usecases.charter import CharterShown

_LEGEND = "[S …] comes from the terms of reference or the meeting notice, [D] is a default of Convenor’s."


def in_force(shown: CharterShown) -> Message:
    """All settings, a line each."""
    lines = [f"• {one.label}: {_value(one, shown)} {one.source}" for one in SETTINGS]
    lines.append(f"• Quorum: {quorum_words.in_words(shown.charter.quorum)} [S 17]")
    lines.append("• The terms are reviewed every June [S 23]")
    head = f"The charter of {shown.group_name}, {_version(shown)}"
    blocks: list[Block] = [kit.section(f"*{kit.escape(head)}*"), *kit.sections(lines), kit.context(_LEGEND)]
    if shown.may_change:
        change = kit.button("Change the charter", "change-charter", shown.group_id)
        quorum = kit.button("Change the quorum rule", "quorum-rule", shown.group_id)
        blocks.append(kit.actions(change, quorum))
    return Message("\n".join([kit.escape(head), *lines]), tuple(blocks))


def form(shown: CharterShown) -> View:
    """Every setting to be changed; the quorum has a form of its own."""
    intro = "Each change is a new version, with your name and today’s date. Prices already booked stay as they are."
    fields = [
        inputs.field_of(
            one.label, _element(one, as_typed(one, shown.charter)), hint=f"{one.hint} {one.source}".strip()
        )
        for one in SETTINGS
    ]
    about = f"{shown.group_id} {shown.version}"
    return Modal(
        "charter", "The charter", [kit.section(intro), *fields], submit="Save", close="Cancel", about=about
    ).view()


def changed(shown: CharterShown) -> Message:
    """What was saved."""
    return Message(kit.escape(f"Saved: the charter of {shown.group_name} is now in its {_version(shown)}."))


def _version(shown: CharterShown) -> str:
    since = moments.plain_day(moments.local(shown.since, shown.zone).date())
    return f"version {shown.version}, by {shown.author} on {since}"


def _value(setting: Setting, shown: CharterShown) -> str:
    if setting.form is Form.POUNDS:
        return money.price(getattr(shown.charter, setting.name)).lower()
    return kit.escape(as_typed(setting, shown.charter))


def _element(setting: Setting, value: str) -> Block:
    if setting.form is Form.YES_NO:
        return inputs.radios(setting.name, [Choice("yes", "Yes"), Choice("no", "No")], chosen=value)
    if setting.form is Form.CLOCK:
        return inputs.time_picker(setting.name, value)
    return inputs.text_input(setting.name, value=value, multiline=setting.form is Form.WORDS)
