"""The words of an open meeting: its live card, what checking in came to, and the officers' desk."""

from collections.abc import Sequence
from datetime import datetime

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Confirm, Message, View
from rules import professions
from rules.meetings import State
from rules.moments import listed, local, time_in_words
from rules.quorum_count import Standing
from rules.quorum_verdict import Colour
from usecases.attendance import CheckedIn, Entry
from usecases.quorum import Board
from usecases.quorum_desk import Desk, Mends

COUNTED = "Only current members count, each once, by their declared profession."
MISSED = (
    "If you were there and missed the register, add yourself; the chair or the secretary will confirm it."
)
STANDINGS = {
    Standing.MEMBER: "You count towards the quorum as a member.",
    Standing.GUEST: "You are here as a guest, and welcome; only members count towards the quorum.",
    Standing.OBSERVER: "You are here as an observer; observers do not count towards the quorum.",
    Standing.LAPSED: (
        "Your membership of the association is not current today, so you do not count towards the quorum. "
        "If that is a mistake, the secretary can put it right."
    ),
    Standing.UNCONFIRMED: "You will count once the chair or the secretary has confirmed you.",
}
WHILE_INQUORATE = (
    "While the meeting is not quorate the terms allow three things: to discuss without deciding; to meet again "
    "(`/sig meeting new`); or urgent business, by the Chair in consultation with the Independent Chair."
)


def card(board: Board) -> Message:
    """The live card of a meeting: numbers and sectors, never names."""
    text = kit.escape(f"{_title(board)}. {verdict(board)}")
    live = [kit.section("", fields=_facts(board)), kit.context(COUNTED)]
    over = [kit.context(MISSED)]
    blocks = [
        kit.header(_title(board)),
        kit.section(f"*{verdict(board)}*"),
        *(live if board.state is State.OPEN else over),
        kit.actions(*_buttons(board)),
    ]
    return Message(text, tuple(blocks))


def verdict(board: Board) -> str:
    """Quorate or not, and what is missing."""
    sentence = board.evaluation.sentence
    if board.state is State.CLOSED:
        return f"Closed at {_clock(board, board.closed_at)}." if board.closed_at else "Closed."
    if board.quorate:
        return sentence if board.evaluation.met else f"Quorate by the chair’s word on diversity: {sentence}"
    if board.reflects is False:
        return f"Not quorate: the chair recorded that the attendance does not reflect diversity. {sentence}"
    if board.evaluation.colour is Colour.AMBER:
        return f"Enough members; the chair judges diversity. {sentence}"
    return f"Not quorate. {sentence}"


def checked_in(checked: CheckedIn) -> Message:
    """What checking in came to, for whoever did."""
    opening = "You are checked in already." if checked.already else "You are checked in. Welcome."
    lines = [opening, STANDINGS[checked.standing]]
    blocks: list[Block] = [kit.section(" ".join(lines))]
    if checked.asks_role:
        blocks.append(_profession(checked.board.meeting_id))
    return Message(" ".join(lines), tuple(blocks))


def checked_in_for(checked: CheckedIn) -> Message:
    """What checking somebody else in, or confirming them, came to."""
    counts = "counts" if checked.standing is Standing.MEMBER else f"does not count ({checked.standing.value})"
    return Message(f"{kit.escape(checked.name)} is in the register and {counts}. {verdict(checked.board)}")


def left(board: Board) -> Message:
    """Somebody left."""
    return Message(f"You are checked out. Thank you for coming. {verdict(board)}")


def added_late() -> Message:
    """Somebody added themselves after the meeting."""
    return Message("Thank you. The chair or the secretary will confirm that you were there.")


def desk(desk: Desk, public_url: str | None) -> Message:
    """The card, with what is for those who run the meeting; `public_url` leads to the check-in screen."""
    shown = card(desk.board)
    blocks = [*shown.blocks, *_for_officers(desk), kit.actions(*_officers_buttons(desk, public_url))]
    return Message(f"{shown.text} {_mending(desk.mends)}".strip(), tuple(blocks))


def register(entries: Sequence[Entry], zone: str) -> Message:
    """The register with its times, for the officers."""
    if not entries:
        return Message("Nobody has checked in yet.")
    lines = [f"• {_line(entry, zone)}" for entry in entries]
    text = "The register"
    return Message(f"{text}:\n" + "\n".join(lines), tuple(kit.sections([f"*{text}*", *lines])))


def diversity_form(meeting_id: str, sentence: str) -> View:
    """The chair records their judgement of diversity."""
    choices = (
        Choice("yes", "It reflects professional diversity"),
        Choice("no", "It does not reflect it"),
    )
    blocks = [
        kit.section(f"How the room stands: {kit.escape(sentence)}"),
        inputs.field_of("The attendance", inputs.radios("reflects", choices), name="reflects"),
        inputs.field_of(
            "Reason",
            inputs.text_input("reason", multiline=True, longest=500),
            hint="It is shown in the minutes with your name and the time.",
            optional=True,
            name="reason",
        ),
    ]
    return kit.Modal("diversity", "Professional diversity", blocks, submit="Record", about=meeting_id).view()


def someone_form(meeting_id: str) -> View:
    """An officer checks somebody in."""
    choices = (Choice("present", "Taking part"), Choice("observing", "Observing; does not count"))
    blocks = [
        inputs.field_of("Person", inputs.person_picker("person"), optional=True, name="person"),
        inputs.field_of(
            "Or, without Slack: name", inputs.text_input("name", longest=120), optional=True, name="name"
        ),
        inputs.field_of(
            "and e-mail address", inputs.text_input("email", longest=254), optional=True, name="email"
        ),
        inputs.field_of("How", inputs.radios("how", choices, chosen="present"), name="how"),
    ]
    return kit.Modal(
        "check-in-someone", "Check someone in", blocks, submit="Check in", about=meeting_id
    ).view()


def _title(board: Board) -> str:
    opened = "Meeting open" if board.state is State.OPEN else "Meeting closed"
    return f"{opened}: {board.theme or board.group}"


def _facts(board: Board) -> list[str]:
    sectors = [professions.sector_label(key) for key in board.evaluation.sectors]
    facts = [
        f"*Present*\n{board.present}",
        f"*Members*\n{board.evaluation.members}",
        f"*Sectors*\n{listed(sectors) if sectors else 'none yet'}",
        f"*Opened*\n{_clock(board, board.opened_at)}",
    ]
    return [*facts, f"*To confirm*\n{board.to_confirm}"] if board.to_confirm else facts


def _buttons(board: Board) -> list[Block]:
    if board.state is not State.OPEN:
        return [kit.button("I was there", "was-there", board.meeting_id)]
    return [
        kit.button("Check in", "check-in", board.meeting_id, style="primary"),
        kit.button("I am leaving", "leave-meeting", board.meeting_id),
    ]


def _for_officers(desk: Desk) -> list[Block]:
    blocks = [kit.divider(), kit.context(f"The rule at the opening: {desk.rule}")]
    if mending := _mending(desk.mends):
        blocks.append(kit.section(mending))
    if not desk.board.quorate and desk.board.state is State.OPEN:
        blocks.append(kit.context(WHILE_INQUORATE))
    for number, entry in enumerate(desk.to_confirm[:10]):
        what = "says that they were there" if entry.late else "checked in with the code"
        confirm = kit.button("Confirm", f"confirm-stay-{number}", entry.stay_id, says=f"Confirm {entry.name}")
        blocks.append(kit.section(f"{kit.escape(entry.name)} {what}.", accessory=confirm))
    return blocks


def _officers_buttons(desk: Desk, public_url: str | None) -> list[Block]:
    meeting_id = desk.board.meeting_id
    if desk.board.state is not State.OPEN:
        return [
            kit.button("Minutes as a Word document", "minutes-word", meeting_id),
            kit.button("Minutes as text for a canvas", "minutes-text", meeting_id),
            kit.button("Quorum timeline", "minutes-picture", meeting_id),
            kit.button("Write the report", "write-report", meeting_id, style="primary"),
            kit.button("Open again", "open-meeting", meeting_id),
        ]
    buttons = [
        kit.button("Record a decision", "decide", meeting_id),
        kit.button("Check someone in", "check-in-someone", meeting_id),
    ]
    if public_url is not None:
        screen = f"{public_url}/c/{desk.board.code}/screen"
        buttons.append(kit.button("Show the check-in code", "check-in-screen", url=screen))
    if desk.may_judge:
        buttons.append(
            kit.button("Diversity", "diversity", meeting_id, says="Record your judgement of diversity")
        )
    if desk.may_put_urgent:
        buttons.append(kit.button("Urgent business", "urgent", meeting_id))
    asked = Confirm(
        "Close the meeting?", "Everybody who is still checked in leaves the register now.", "Close it"
    )
    return [*buttons, kit.button("Close the meeting", "close-meeting", meeting_id, confirm=asked)]


def _mending(mends: Mends) -> str:
    if mends.alone:
        return f"Any of these would mend it: {_named(mends.alone)}."
    return f"Together these would mend it: {_named(mends.together)}." if mends.together else ""


def _named(names: Sequence[str]) -> str:
    shown = [kit.escape(name) for name in names[:8]]
    return listed(shown, "or") if len(names) <= 8 else f"{', '.join(shown)} and others"


def _profession(meeting_id: str) -> Block:
    choices = [
        Choice(
            f"{meeting_id} {role.key}", role.label if role.sector == role.key else f"{role.label} (health)"
        )
        for role in professions.ROLES.values()
    ]
    return kit.section(
        "What is your profession? The quorum asks for professional diversity; you are asked only once.",
        accessory=inputs.select("check-in-profession", choices, placeholder="Your main role"),
    )


def _line(entry: Entry, zone: str) -> str:
    until = f"to {time_in_words(local(entry.left_at, zone).time())}" if entry.left_at else "on"
    notes = [entry.standing.value, "added afterwards" if entry.late else ""]
    came = time_in_words(local(entry.arrived_at, zone).time())
    return f"{kit.escape(entry.name)}, {came} {until} ({', '.join(note for note in notes if note)})"


def _clock(board: Board, at: datetime) -> str:
    return time_in_words(local(at, board.zone).time())
