"""The business unit's forms: convening an event, its people, the report's steps, the regimes."""

from collections.abc import Sequence
from datetime import date

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Message, Modal, View
from handlers.texts import library
from rules import learning_stages
from rules.learning_path import DEFAULT, STEPS
from rules.learning_path import Message as PathMessage
from rules.learning_stages import Stage
from rules.moments import local, plain_day, time_in_words
from rules.nations import Nation
from rules.regimes import Regime
from usecases.business_unit import Unit
from usecases.learning_events import Details
from usecases.learning_notes import Note

NO_CASE = "Nothing about a child, a family or a case belongs here; texts are checked before they are kept."
_MESSAGES = {
    PathMessage.PURPOSE: "21 days before: what it is for",
    PathMessage.AGENDA: "14 days before: a little more",
    PathMessage.PREPARE: "7 days before: preparing",
    PathMessage.PRACTICAL: "1 day before: where and when",
    PathMessage.AFTERWARDS: "2 days after: thank you, and support",
    PathMessage.CHECK_IN: "14 days after: how are you",
}
REGIME_FIELDS = {
    "review": "What the review is called",
    "decides": "Who decides that there is one",
    "body": "Who agrees the report",
    "recipient": "Who is sent it",
    "notice_days": "Days from sending to publishing",
    "publication_weeks": "Weeks it stays published (empty: no minimum)",
    "published_on": "Where it is published",
    "kept_in": "Where a copy is kept",
    "panel_member": "What a panel member is called",
    "reviewer": "What the reviewer is called",
}


def about_us(unit: Unit) -> View:
    """How the unit is named and reached."""
    return Modal(
        "learning-about-us",
        "About us",
        [
            kit.section("Both stand below every message about a learning event."),
            inputs.field_of("Name", inputs.text_input("name", value=unit.name, longest=120)),
            inputs.field_of(
                "How people reach you",
                inputs.text_input("contact", value=unit.contact, longest=200),
                hint="A telephone number and an e-mail address",
            ),
        ],
        submit="Keep",
    ).view()


def convene(regimes: dict[str, Regime]) -> View:
    """A new event."""
    choices = [Choice(key, regime.name) for key, regime in regimes.items()]
    regime = inputs.field_of("Held under", inputs.select("regime", choices))
    return Modal(
        "learning-convene",
        "Convene an event",
        [kit.section(NO_CASE), regime, *_details(None)],
        submit="Convene",
    ).view()


def change(details: Details, event_id: str) -> View:
    """An event as it stands, to be changed."""
    return Modal(
        "learning-change",
        "Change the event",
        [kit.section(NO_CASE), *_details(details)],
        submit="Change",
        about=event_id,
    ).view()


def somebody(name: str, title: str, about: str, *, agency: bool = False, practitioner: bool = False) -> View:
    """A person: from the workspace, or by name and address for letters."""
    blocks: list[Block] = []
    if agency:
        blocks.append(inputs.field_of("Agency", inputs.text_input("agency", longest=120)))
    blocks += [
        inputs.field_of("Somebody of this workspace", inputs.person_picker("somebody"), optional=True),
        kit.section("Or somebody without Slack, who gets the same by letter:"),
        inputs.field_of("Name", inputs.text_input("name", longest=120), optional=True),
        inputs.field_of("E-mail address", inputs.text_input("email", longest=254), optional=True),
    ]
    if practitioner:
        nations = [Choice(nation.value, nation.label) for nation in Nation]
        languages = [Choice(key, label) for key, label in library.LANGUAGES.items()]
        blocks += [
            inputs.field_of(
                "They work in",
                inputs.select("nation", nations),
                optional=True,
                hint="Its bank holidays are kept free.",
            ),
            inputs.field_of("Messages in", inputs.select("language", languages, chosen="en")),
        ]
    return Modal(name, title, blocks, submit="Add", about=about).view()


def record(choices: Sequence[Choice], event_id: str, today: date) -> View:
    """The next step, on its day."""
    return Modal(
        "learning-record",
        "Record a step",
        [
            inputs.field_of("Step", inputs.select("stage", choices, chosen=choices[0].value)),
            inputs.field_of("On", inputs.date_picker("on", today.isoformat())),
        ],
        submit="Record",
        about=event_id,
    ).view()


def expect(choices: Sequence[Choice], event_id: str) -> View:
    """By when a step is expected, and who sees to it."""
    return Modal(
        "learning-expect",
        "Expected days",
        [
            inputs.field_of("Step", inputs.select("stage", choices)),
            inputs.field_of("By", inputs.date_picker("on"), optional=True, hint="Empty: no day is expected."),
            inputs.field_of("Who sees to it", inputs.person_picker("owner"), optional=True),
        ],
        submit="Keep",
        about=event_id,
    ).view()


def publication(event_id: str) -> View:
    """The day of publication."""
    intro = kit.section("Each panel member gets a draft to pass on. Nobody else hears of it from here.")
    day = inputs.field_of("The report is to be published on", inputs.date_picker("on"))
    return Modal(
        "learning-publication", "Plan publication", [intro, day], submit="Plan", about=event_id
    ).view()


def regimes(known: dict[str, Regime]) -> View:
    """The regimes, each with where its facts come from and when they were looked up."""
    blocks: list[Block] = []
    for key, regime in known.items():
        weeks = f"{regime.publication_weeks} weeks" if regime.publication_weeks else "no minimum"
        days = "working days" if regime.notice_in_working_days else "days"
        blocks.append(
            kit.section(
                kit.escape(
                    f"*{regime.name}*\nAgreed by {regime.body}; sent to {regime.recipient} {regime.notice_days} "
                    f"{days} before publication on {regime.published_on}; published for {weeks}."
                ),
                accessory=kit.button("Edit", "learning-regime", key),
            )
        )
        blocks.append(
            kit.context(
                *(
                    kit.escape(
                        f"{one.about}: {one.source} (looked up {plain_day(one.checked)} {one.checked.year})"
                    )
                    for one in regime.sources
                )
            )
        )
    return Modal("notice", "Regimes", blocks).view()


def regime(known: Regime) -> View:
    """One regime, to be edited for this unit; events convened before keep what they had."""
    blocks = [kit.section("Your own version is used for events that you convene from now on.")]
    for field, label in REGIME_FIELDS.items():
        value = getattr(known, field)
        typed = inputs.text_input(field, value="" if value is None else str(value), longest=200)
        blocks.append(inputs.field_of(label, typed, optional=field in {"publication_weeks", "kept_in"}))
    for stage in Stage:
        typed = inputs.text_input(
            f"stage-{stage.value}", value=learning_stages.name(stage, known), longest=80
        )
        blocks.append(inputs.field_of(f"The step “{learning_stages.name(stage, known)}”", typed))
    blocks.append(inputs.field_of("Where this comes from", inputs.text_input("source", longest=300)))
    return Modal("learning-regime", "Edit a regime", blocks, submit="Keep", about=known.key).view()


def how_it_reads(notes: Sequence[Note]) -> View:
    """What goes out next, word for word; whoever reads this is not told who gets it."""
    blocks: list[Block] = []
    for note in notes:
        message = library.compose(note.text, note.values, note.language)
        blocks.append(kit.header(message.subject))
        blocks += [kit.section(kit.escape(part)) for part in (message.opening, *message.paragraphs)]
        blocks.append(kit.context(kit.escape(message.footer)))
    return Modal("notice", "How it reads", blocks).view()


def done(text: str) -> Message:
    """What was kept."""
    return Message(text)


def _details(details: Details | None) -> list[Block]:
    day = start = end = None
    if details is not None:
        begins, ends = local(details.starts_at, details.zone), local(details.ends_at, details.zone)
        day, start, end = begins.date().isoformat(), time_in_words(begins.time()), time_in_words(ends.time())
    choices = [Choice(step.message.value, _MESSAGES[step.message]) for step in STEPS]
    wanted = details.wanted if details else DEFAULT
    return [
        inputs.field_of("Day", inputs.date_picker("date", day)),
        inputs.field_of("From", inputs.time_picker("start", start or "10:00")),
        inputs.field_of("Until", inputs.time_picker("end", end or "15:30")),
        inputs.field_of(
            "Place",
            inputs.text_input("place", value=details.place if details else "", longest=200),
            optional=True,
        ),
        inputs.field_of(
            "Access",
            inputs.text_input("access", value=details.access if details else "", longest=400),
            optional=True,
        ),
        inputs.field_of(
            "Facilitator",
            inputs.text_input("facilitator", value=details.facilitator if details else "", longest=120),
            optional=True,
        ),
        inputs.field_of(
            "Ground rules",
            inputs.text_input("ground_rules", value=details.ground_rules if details else "", longest=300),
            optional=True,
        ),
        inputs.field_of(
            "Messages to practitioners",
            inputs.checkboxes("wanted", choices, chosen=list(wanted)),
            optional=True,
        ),
    ]
