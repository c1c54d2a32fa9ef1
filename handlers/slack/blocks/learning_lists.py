"""Lists of a learning event: shown only to those who need to know, in modals, never in a channel."""

from collections.abc import Sequence

from handlers import learning_words
from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Block, Confirm, Message, Modal, View
from handlers.texts import library
from usecases.learning_asking import Asker
from usecases.learning_notes import Note
from usecases.learning_people import Agency, Listed

TAKE_OFF = Confirm(
    "Take them off the list?",
    "Quietly: nothing more is sent to them, and no reason is kept. It can't be undone, but they can be added again.",
    "Take off",
)


def panel_list(agency: Agency) -> View:
    """A panel member's practitioners."""
    blocks = [kit.section("Please tell each person yourself first. Nothing is sent to them before that.")]
    for listed in agency.practitioners:
        blocks += _with_buttons(agency.panel_member_id, listed)
    if not agency.practitioners:
        blocks.append(kit.section("Nobody is on your list yet."))
    blocks.append(kit.actions(kit.button("Add somebody", "learning-add", agency.panel_member_id)))
    return Modal("notice", "My practitioners", blocks).view()


def askers(event_id: str, asking: Sequence[Asker]) -> View:
    """Who would like to talk and agreed that the reviewer may know."""
    blocks: list[Block] = []
    for one in asking:
        line = f"{_name(one.name, one.slack_id)} asked for {kit.escape(one.panel_member)}."
        in_touch = kit.button(
            "I am in touch",
            "learning-in-touch",
            f"askers {event_id} {one.request_id}",
            says=f"I am in touch with {one.name}",
        )
        blocks.append(kit.section(line, accessory=in_touch))
    if not asking:
        blocks.append(kit.section("Nobody is waiting to talk just now."))
    return Modal("notice", "Who would like to talk", blocks).view()


def whole_list(agencies: Sequence[Agency], event_id: str) -> View:
    """Everyone of an event, for the unit that runs it."""
    blocks: list[Block] = [kit.section("That you looked at this list is kept in the audit.")]
    for agency in agencies:
        blocks.append(
            kit.section(
                f"*{kit.escape(agency.agency)}*: {_name(agency.name, agency.slack_id)}",
                accessory=kit.button(
                    "Add somebody",
                    "learning-add",
                    agency.panel_member_id,
                    says=f"Add somebody of {agency.agency}",
                ),
            )
        )
        blocks += kit.sections(
            f"• {_name(one.name, one.slack_id)}: {_how(one)}" for one in agency.practitioners
        )
    blocks.append(
        kit.actions(
            kit.button("Add an agency", "learning-add-agency", event_id),
            kit.button("Name the reviewer", "learning-reviewer", event_id),
        )
    )
    return Modal("notice", "People", blocks).view()


def draft(note: Note, about: str) -> View:
    """What practitioners would read, word for word."""
    message = library.compose(note.text, note.values, note.language)
    parts = (message.opening, *message.paragraphs, message.footer)
    blocks = [kit.section(kit.escape(part)) for part in parts]
    intro = kit.section(
        "*This is how it reads.* It goes to those of your list who take part, in working hours."
    )
    return Modal(
        "learning-draft", "Draft", [intro, *blocks], submit="Send it", close="Not now", about=about
    ).view()


def answered(told: bool) -> Message:
    """Somebody is in touch; `told` says whether whoever asked hears so."""
    return Message(learning_words.in_touch(told))


def passed_on(count: int) -> Message:
    """What became of the one click."""
    return Message(learning_words.passed_on(count))


def _with_buttons(panel_member_id: str, listed: Listed) -> list[Block]:
    line, value = f"{_name(listed.name, listed.slack_id)}: {_how(listed)}", f"{panel_member_id} {listed.id}"
    if listed.withdrawn:
        return [kit.section(line)]
    told = (
        None
        if listed.told
        else kit.button(
            "I have told them", "learning-told", value, style="primary", says=f"I have told {listed.name}"
        )
    )
    off = kit.button(f"Take {listed.name} off the list", "learning-take-off", value, confirm=TAKE_OFF)
    in_touch = [
        kit.button(
            "I am in touch",
            "learning-in-touch",
            f"list {panel_member_id} {request}",
            says=f"I am in touch with {listed.name}",
        )
        for request in listed.requests[:1]
    ]
    return [kit.section(line, accessory=told), kit.actions(*in_touch, off)]


def _how(listed: Listed) -> str:
    if listed.withdrawn:
        return "not taking part"
    told = "has been told" if listed.told else "not told yet"
    talk = "; would like to talk" if listed.requests else ""
    needs = f"; needs: {kit.escape(listed.needs)}" if listed.needs else ""
    return f"{told}{talk}{needs}"


def _name(name: str, slack_id: str | None) -> str:
    # A mention in a modal notifies nobody, and is read aloud as the name.
    return f"<@{slack_id}>" if slack_id else kit.escape(name)
