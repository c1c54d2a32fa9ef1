"""The words of changing a meeting: its form, its agenda, cancelling and removing it."""

from handlers import meeting_words
from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Modal, View
from rules import agenda as agendas
from rules import moments, money
from rules.agenda import LONGEST_TEXT
from rules.meeting_facts import LONGEST
from rules.meetings import Mode, Plan, State
from rules.nations import Nation
from usecases.cancelling import LONGEST_REASON, Cancelled
from usecases.meeting_changes import Changed
from usecases.meetings import MeetingShown

MODES = (Choice(Mode.VIRTUAL.value, "Virtual"), Choice(Mode.FACE_TO_FACE.value, "Face to face"))


def new_form(plan: Plan, group_id: str) -> View:
    """A meeting to be added."""
    blocks = [kit.section("It is saved as a draft; you publish it when it is right."), *fields(plan)]
    return Modal("new-meeting", "Add a meeting", blocks, submit="Save", close="Cancel", about=group_id).view()


def form(found: MeetingShown) -> View:
    """Every fact of a meeting, to be changed."""
    intro = (
        "This meeting is published. If you move it, everyone who answered is told."
        if found.state is State.PUBLISHED
        else "This meeting is a draft; nobody is told of changes."
    )
    about = f"{found.id} {found.version}"
    blocks = [kit.section(intro), *fields(found.plan)]
    return Modal(
        "change-meeting", "Change a meeting", blocks, submit="Save", close="Cancel", about=about
    ).view()


def agenda_form(found: MeetingShown) -> View:
    """The agenda, a line for each item."""
    text = agendas.as_text(found.agenda)
    field = inputs.text_input("agenda", value=text, multiline=True, longest=LONGEST_TEXT)
    blocks = [
        kit.section(f"*{meeting_words.when(found.plan)}*"),
        inputs.field_of(
            "Agenda",
            field,
            hint="A line for each item; a line that starts with a dash is a heading under it.",
        ),
    ]
    about = f"{found.id} {found.version}"
    return Modal("edit-agenda", "Agenda", blocks, submit="Save", close="Cancel", about=about).view()


def cancel_form(found: MeetingShown) -> View:
    """Asks for the reason, and says what cancelling does."""
    text = (
        f"*{meeting_words.when(found.plan)}*\nEveryone who was coming, unsure or waiting is told why. Whatever was "
        "charged is credited in full. This can't be undone."
    )
    reason = inputs.text_input(
        "because", multiline=True, longest=LONGEST_REASON, hint="The venue is closed that day."
    )
    blocks = [
        kit.section(text),
        inputs.field_of("Reason", reason, hint="People will read it as you write it."),
    ]
    return Modal(
        "cancel-meeting",
        "Cancel this meeting?",
        blocks,
        submit="Cancel the meeting",
        close="Keep it",
        about=found.id,
    ).view()


def remove_form(found: MeetingShown) -> View:
    """Asks before a draft vanishes."""
    blocks = [kit.section(f"*{meeting_words.when(found.plan)}*\nThe draft goes away. Nobody was told of it.")]
    return Modal(
        "remove-meeting", "Remove this draft?", blocks, submit="Remove", close="Keep it", about=found.id
    ).view()


def added(changed: Changed) -> str:
    """What was added."""
    return f"*Saved as a draft:* {meeting_words.when(changed.meeting.plan)}.{_twice(changed)}"


def changed(changed: Changed) -> str:
    """What became of a change, and who hears of it."""
    if changed.before == changed.meeting.plan:
        return "Nothing was changed."
    told = {0: "", 1: " The one person who answered is told."}.get(
        changed.told, f" The {changed.told} people who answered are told."
    )
    return f"*Saved:* {meeting_words.when(changed.meeting.plan)}.{told}{_twice(changed)}"


def cancelled(done: Cancelled) -> str:
    """What cancelling did."""
    told = "nobody had to be told" if not done.told else f"{done.told} told"
    credited = f", {money.pounds(done.credited_pence)} credited" if done.credited_pence else ""
    return f"*Cancelled:* {meeting_words.when(done.meeting.plan)}; {told}{credited}."


def published(found: MeetingShown) -> str:
    """One meeting was published."""
    return f"*Published:* {meeting_words.when(found.plan)}. Its card and reminders are planned."


def removed(found: MeetingShown) -> str:
    """A draft has gone."""
    return f"*Removed:* the draft for {meeting_words.when(found.plan)}."


def agenda_saved(found: MeetingShown) -> str:
    """The agenda was changed."""
    return f"*Agenda saved:* {len(found.agenda)} items for {meeting_words.when(found.plan)}."


def fields(plan: Plan) -> list[Block]:
    """The fields of a meeting, filled with its plan; `rules.meeting_facts` names the same fields."""
    starts, ends = (moments.local(one, plan.zone) for one in (plan.starts_at, plan.ends_at))
    zone = f"In {moments.zone_in_words(plan.zone)}."
    nation = plan.nation.value if plan.nation else None
    places = str(plan.capacity) if plan.capacity is not None else ""
    return [
        inputs.field_of("Date", inputs.date_picker("date", starts.date().isoformat())),
        inputs.field_of("Start", inputs.time_picker("start", f"{starts:%H:%M}"), hint=zone),
        inputs.field_of("End", inputs.time_picker("end", f"{ends:%H:%M}"), hint=zone),
        inputs.field_of("How people meet", inputs.radios("mode", MODES, chosen=plan.mode.value)),
        inputs.field_of(
            "Host nation",
            inputs.select("nation", [Choice(one.value, one.label) for one in Nation], chosen=nation),
            optional=True,
            hint="For a face-to-face meeting.",
        ),
        _text("Venue", "venue", plan.venue),
        _text("Address", "address", plan.address, multiline=True),
        _text(
            "Access notes",
            "access",
            plan.access,
            multiline=True,
            hint="Step-free access, hearing loop, quiet room, parking.",
        ),
        _text("Join link", "join_link", plan.join_link, hint="Shown only to those who attend."),
        _text("Theme", "theme", plan.theme),
        inputs.field_of(
            "Places",
            inputs.text_input("capacity", value=places, longest=5),
            optional=True,
            hint="Empty for no limit. When they are taken, people join a waiting list.",
        ),
    ]


def _text(label: str, name: str, value: str, *, multiline: bool = False, hint: str = "") -> Block:
    element = inputs.text_input(name, value=value, multiline=multiline, longest=LONGEST[name])
    return inputs.field_of(label, element, optional=True, hint=hint)


def _twice(changed: Changed) -> str:
    return (
        " The clocks go back that night, so its start comes twice; the first one is meant."
        if changed.comes_twice
        else ""
    )
