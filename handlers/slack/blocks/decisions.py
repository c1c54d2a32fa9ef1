"""The words of deciding: the forms, what was recorded, ratification, urgent business and its consultation."""

from collections.abc import Mapping, Sequence

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Confirm, Message, View
from rules.decisions import Force
from rules.moments import listed
from rules.quorum_count import Present
from rules.urgent import Step
from rules.urgent import View as Opinion
from usecases.decisions import Decided
from usecases.quorum import Room
from usecases.urgent import Business

OPINIONS = (
    Choice(Opinion.SUPPORTS.value, "I support it"),
    Choice(Opinion.DOES_NOT_SUPPORT.value, "I do not support it"),
    Choice(Opinion.NO_VIEW.value, "I give no view either way"),
)


def decision_form(meeting_id: str, room: Room, names: Mapping[str, str]) -> View:
    """A decision, its proposer and those who stand aside, chosen from the people in the room."""
    members = _people([person for person in room.people if person.counts], names)
    if not members:
        text = "Nobody who counts is checked in yet, so there is nobody to propose a decision."
        return kit.Modal("notice", "Not yet", [kit.section(text)]).view()
    state = (
        "The meeting is quorate."
        if room.quorate
        else ("The meeting is not quorate: this will wait for ratification by the next one.")
    )
    blocks = [
        kit.section(f"*{state}* {kit.escape(room.evaluation.sentence)}"),
        inputs.field_of("Decision", inputs.text_input("text", multiline=True, longest=1000), name="text"),
        inputs.field_of("Proposed by", inputs.select("proposer", members), name="proposer"),
        inputs.field_of(
            "Conflicts of interest",
            inputs.multi_select("conflicted", members),
            hint="They do not count for this item.",
            optional=True,
            name="conflicted",
        ),
    ]
    return kit.Modal("decide", "Record a decision", blocks, submit="Record", about=meeting_id).view()


def decided(made: Decided) -> Message:
    """What was recorded."""
    sentence = made.decision.evaluation.sentence
    lines = [f"Recorded: {made.decision.text}", f"Proposed by {made.proposer}."]
    if made.conflicted:
        lines.append(f"{listed(made.conflicted)} did not count for this item.")
    if made.decision.force is Force.IN_FORCE:
        lines.append(f"Taken with quorum. {sentence}")
    else:
        carried = f" It is on the agenda of {made.carried_to}." if made.carried_to else ""
        lines.append(f"Taken without quorum, so it waits for ratification.{carried} {sentence}")
    return Message(kit.escape("\n".join(lines)))


def waiting(meeting_id: str, found: Sequence[Decided]) -> Message:
    """What waits for ratification, with a button for each answer."""
    if not found:
        return Message("Nothing waits for ratification.")
    text = "Agreed without quorum, for ratification"
    blocks: list[Block] = [kit.section(f"*{text}*")]
    for number, made in enumerate(found[:15]):
        value = f"{meeting_id} {made.id}"
        blocks += [
            kit.section(kit.escape(f"{made.decision.text} (proposed by {made.proposer})")),
            kit.actions(
                kit.button("Ratify", f"ratify-{number}", value, style="primary"),
                kit.button("Do not ratify", f"decline-{number}", value),
            ),
        ]
    lines = [made.decision.text for made in found]
    return Message(kit.escape(f"{text}: {'; '.join(lines)}"), tuple(blocks))


def ratified(made: Decided) -> Message:
    """What became of it."""
    verb = "Ratified" if made.decision.force is Force.RATIFIED else "Not ratified"
    return Message(kit.escape(f"{verb}: {made.decision.text}"))


def urgent_form(meeting_id: str) -> View:
    """Urgent business, by the Chair."""
    intro = (
        "Urgent business may be done by the Chair of the group in consultation with the Independent Chair of the "
        "association. They are asked for their view as soon as you send this."
    )
    blocks = [
        kit.section(intro),
        inputs.field_of("Business", inputs.text_input("text", multiline=True, longest=1000), name="text"),
        inputs.field_of(
            "Why it can’t wait", inputs.text_input("reason", multiline=True, longest=1000), name="reason"
        ),
    ]
    return kit.Modal("urgent", "Urgent business", blocks, submit="Consult", about=meeting_id).view()


def consulting(business: Business) -> Message:
    """The Chair has put it: what happens next, and how a call is recorded."""
    text = f"{business.independent} has been asked for their view. You decide once it is here."
    return Message(
        kit.escape(text),
        (
            kit.section(kit.escape(text)),
            kit.actions(
                kit.button("Record a call", "urgent-call", business.id),
                kit.button("Withdraw it", "urgent-withdraw", business.id, confirm=_WITHDRAWING),
            ),
        ),
    )


def asked_for_view(business: Business) -> Message:
    """To the Independent Chair: what is asked of them."""
    urgent = business.urgent
    text = f"{business.chair}, Chair of {business.group}, asks for your view on urgent business."
    if urgent.consultation is not None or urgent.step is not Step.CONSULTING:
        return Message(kit.escape(f"{text} Nothing is left to do: {_outcome(business)}"))
    details = f"*{kit.escape(urgent.text)}*\nIt can’t wait because: {kit.escape(urgent.reason)}"
    explained = (
        "The meeting is not quorate. The Chair decides after your view, which is kept with the minutes."
    )
    return Message(
        kit.escape(f"{text} {urgent.text}"),
        (
            kit.section(f"{kit.escape(text)}\n{details}"),
            kit.context(explained),
            kit.actions(kit.button("Give your view", "urgent-view", business.id, style="primary")),
        ),
    )


def view_form(business: Business, *, call: bool = False) -> View:
    """The Independent Chair's view; or what they said on a call, as the Chair records it."""
    label = "What they said" if call else "Your words"
    blocks = [
        kit.section(f"*{kit.escape(business.urgent.text)}*"),
        inputs.field_of("View", inputs.radios("view", OPINIONS), name="view"),
        inputs.field_of(
            label, inputs.text_input("words", multiline=True, longest=1000), optional=not call, name="words"
        ),
    ]
    name, title = ("urgent-call", "Record a call") if call else ("urgent-view", "Your view")
    return kit.Modal(name, title, blocks, submit="Record", about=business.id).view()


def view_kept() -> Message:
    """To whoever gave or recorded the view."""
    return Message("Thank you. The view is kept, with its time, and the Chair can decide now.")


def to_decide(business: Business) -> Message:
    """To the Chair: the view is here."""
    urgent = business.urgent
    if urgent.ruling is not None or urgent.consultation is None:
        return Message(kit.escape(f"Urgent business: {urgent.text}. {_outcome(business)}"))
    kept = urgent.consultation
    said = f" “{kept.words}”" if kept.words else ""
    text = f"{business.independent} {kept.view.label}.{said}"
    return Message(
        kit.escape(f"{text} Urgent business: {urgent.text}"),
        (
            kit.section(f"{kit.escape(text)}\n*{kit.escape(urgent.text)}*"),
            kit.actions(
                kit.button("Approve it", "urgent-approve", business.id, style="primary"),
                kit.button("Do not approve it", "urgent-decline", business.id),
            ),
        ),
    )


def ruled(business: Business) -> Message:
    """The Chair decided."""
    return Message(kit.escape(f"Urgent business: {business.urgent.text}. {_outcome(business)}"))


_WITHDRAWING = Confirm(
    "Withdraw it?", "The Independent Chair will be told that nothing is left to do.", "Withdraw"
)


def _outcome(business: Business) -> str:
    urgent = business.urgent
    if urgent.step is Step.WITHDRAWN:
        return "The Chair has withdrawn it."
    if urgent.ruling is not None:
        verb = "approved" if urgent.ruling.approved else "did not approve"
        return f"The Chair, {business.chair}, {verb} it after consulting {business.independent}."
    return "A view was given; the Chair decides."


def _people(people: Sequence[Present], names: Mapping[str, str]) -> list[Choice]:
    choices = [Choice(person.person_id, names[person.person_id]) for person in people]
    return sorted(choices, key=lambda choice: choice.label)
