"""Messages about learning events as Slack shows them, and a practitioner's own few forms.

The top-level text, which notifications show on a lock screen, is the neutral opening alone; the rest
stands in the blocks, which screen readers read once the message is opened.
"""

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Confirm, Message, Modal, View
from handlers.texts import library
from rules.learning_support import Preparation
from usecases.learning_home import OwnPart
from usecases.learning_notes import Note
from usecases.learning_support import Own

LEAVE = Confirm(
    "Not taking part?",
    "No reason is needed. You get no more messages, and your panel member is told only that.",
    "I'm not taking part",
)


def note(note: Note) -> Message:
    """A note with what one can do about it."""
    message = library.compose(note.text, note.values, note.language)
    blocks = [kit.section(kit.escape(part)) for part in (message.opening, *message.paragraphs)]
    blocks += [kit.context(message.note)] if message.note else []
    elements = _elements(note)
    blocks += [kit.actions(*elements)] if elements else []
    blocks.append(kit.context(kit.escape(message.footer)))
    return Message(message.opening, tuple(blocks))


def reply(note: Note) -> Message:
    """What somebody reads right after they did something: nobody else sees it, so all of it is the text."""
    message = library.compose(note.text, note.values, note.language)
    shown = [kit.section(kit.escape(part)) for part in (message.opening, *message.paragraphs)]
    return Message("\n\n".join((message.opening, *message.paragraphs)), tuple(shown))


def own_part(part: OwnPart, when: str) -> list[Block]:
    """A practitioner's part on their Home tab; only they see it."""
    on_hold = " It is on hold just now, and nothing is sent." if part.on_hold else ""
    go_on = kit.button("Go on with messages", "learning-go-on", part.practitioner_id)
    return [
        kit.section(f"*A meeting that you have been told about*\n{when}.{on_hold}"),
        kit.actions(
            *_own_elements(part.practitioner_id, [go_on] if part.paused else [_pause(part.practitioner_id)])
        ),
    ]


def preparation_form(own: Own) -> View:
    """The five points; private to whoever ticks them."""
    choices = [Choice(item.value, item.label) for item in Preparation]
    return Modal(
        "learning-preparation",
        "My preparation",
        [
            kit.section("This list is yours alone: nobody sees what you tick, and nobody counts."),
            inputs.field_of(
                "Before the meeting",
                inputs.checkboxes("ticks", choices, chosen=sorted(own.ticks)),
                optional=True,
            ),
        ],
        submit="Keep",
        about=own.practitioner_id,
    ).view()


def talk_form(practitioner_id: str, panel_member: str) -> View:
    """Asking to talk, with the one consent that is the person's to give."""
    consent = Choice("yes", "If nobody is in touch in a working day, the reviewer may know too")
    return Modal(
        "learning-talk",
        "Talk to somebody",
        [
            kit.section(
                f"{kit.escape(panel_member)} will be told that you would like to talk. You need not say why."
            ),
            inputs.field_of("If it stays quiet", inputs.checkboxes("reviewer", [consent]), optional=True),
        ],
        submit="Ask",
        close="Not now",
        about=practitioner_id,
    ).view()


def needs_form(own: Own) -> View:
    """Language and access: asked as needs, not as reasons."""
    languages = [Choice(key, label) for key, label in library.LANGUAGES.items()]
    return Modal(
        "learning-needs",
        "Language and access",
        [
            inputs.field_of("Messages in", inputs.select("language", languages, chosen=own.language)),
            inputs.field_of(
                "What do you need to take part?",
                inputs.text_input("needs", value=own.needs, multiline=True, longest=500),
                optional=True,
                hint="For example a hearing loop, an interpreter, breaks. Only the business unit sees it.",
            ),
        ],
        submit="Keep",
        about=own.practitioner_id,
    ).view()


def channel_post() -> Message:
    """The quarterly post: the same words and the same day whether or not there is an event."""
    body = library.text("everyone/channel").body
    button = kit.button("How to prepare", "learning-advice", "all", says="Shows the advice to you alone")
    return Message(body, (kit.section(body), kit.actions(button)))


def advice() -> Message:
    """The leaflet's advice, for whoever asks."""
    texts = [library.text(f"everyone/advice-{part}") for part in ("purpose", "prepare", "support")]
    blocks: list[Block] = []
    for text in texts:
        blocks += [kit.header(text.subject), *(kit.section(part) for part in text.body.split("\n\n"))]
    spoken = "\n\n".join(f"{text.subject}\n{text.body}" for text in texts)
    return Message(spoken, (*blocks, kit.context(library.text("everyone/footer").body)))


def _elements(note: Note) -> list[Block]:
    audience, _, text = note.text.partition("/")
    if note.request_id:
        return [kit.button("I am in touch", "learning-answer", note.request_id, style="primary")]
    if audience == "practitioner":
        return _own_elements(note.part_id, [_pause(note.part_id)])
    if audience == "panel-member" and text in {"publication-planned", "published"}:
        return [kit.button("Read the draft", "learning-draft", f"{note.part_id} {text}")]
    if audience == "panel-member":
        return [kit.button("My practitioners", "learning-list", note.part_id)]
    return []


def _own_elements(practitioner_id: str, middle: list[Block]) -> list[Block]:
    return [
        kit.button("Talk to my panel member", "learning-talk", practitioner_id),
        kit.button("My preparation", "learning-preparation", practitioner_id),
        *middle,
        kit.button("This is hard, or I can't come", "learning-hard", practitioner_id),
        kit.button("Language and access", "learning-needs", practitioner_id),
        kit.button("I'm not taking part", "learning-leave", practitioner_id, confirm=LEAVE),
    ]


def _pause(practitioner_id: str) -> Block:
    return kit.button("Pause these messages", "learning-pause", practitioner_id)
