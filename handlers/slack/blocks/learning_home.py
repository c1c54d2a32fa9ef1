"""Learning events on the Home tab: counts and what comes next, never a name."""

from datetime import datetime

from handlers.slack.blocks import kit, learning
from handlers.slack.blocks.kit import Block, Choice, Confirm
from handlers.texts import library
from rules.learning_stages import Standing
from rules.moments import local, plain_day, short_day, span_in_words, time_in_words
from usecases.learning_home import EventShown, LeadPart, LearningHome, PanelPart

PAUSE = Confirm(
    "Pause this event?",
    "Every message about it stops at once. The panel members are asked to tell their practitioners.",
    "Pause it",
)
CANCEL = Confirm(
    "Cancel this event?",
    "Every message stops, and its people are erased in 30 days. This can't be undone.",
    "Cancel it",
)
UNDO = Confirm("Take back the last step?", "What was planned because of it is dropped.", "Take it back")
_STANDING = {
    Standing.ACTIVE: "",
    Standing.PAUSED: " *Paused: nothing goes out.*",
    Standing.CANCELLED: " *Cancelled.*",
}


def blocks(home: LearningHome) -> list[Block]:
    """Everything about learning events for one reader; nothing at all for nearly everybody."""
    shown: list[Block] = []
    for own in home.own:
        shown += learning.own_part(own, span_in_words(own.starts_at, own.ends_at, own.zone))
    for part in home.panels:
        shown += _panel_part(part)
    for lead in home.leads:
        shown += _lead_part(lead)
    return [*shown, *(_unit(home) if home.runs else [])]


def _unit(home: LearningHome) -> list[Block]:
    shown = [
        kit.header("Learning events"),
        kit.actions(
            kit.button("Convene an event", "learning-convene", "new", style="primary"),
            kit.button("About us", "learning-about-us", "us"),
            kit.button("Regimes", "learning-regimes", "all"),
        ),
    ]
    if not home.named:
        shown.append(
            kit.section("Please say first how people reach you: “About us”. It stands below every message.")
        )
    for event in home.events:
        shown += [kit.section(_event(event)), *_next_out(event), kit.actions(*_for_unit(event))]
    return shown


def _panel_part(part: PanelPart) -> list[Block]:
    event = part.event
    waiting = event.invited - event.told
    lines = [
        f"*You are the panel member of {kit.escape(part.agency)}.* {_when(event)}.{_STANDING[event.standing]}",
        f"{event.invited} on your list; {waiting} to be told by you first."
        if waiting
        else f"{event.invited} on your list.",
    ]
    asking = len(part.requests)
    if asking:
        who = "" if asking == 1 else " “My practitioners” says who."
        lines.append(f"*{asking} would like to talk to you.*{who}")
    buttons = [kit.button("My practitioners", "learning-list", part.panel_member_id)]
    # Of several it could not be told here, without names, whom one is in touch with: the list has a button each.
    if len(part.requests) == 1:
        buttons.append(kit.button("I am in touch", "learning-answer", part.requests[0]))
    if part.to_pass_on:
        buttons.append(
            kit.button("Read the draft", "learning-draft", f"{part.panel_member_id} {part.to_pass_on}")
        )
    return [
        kit.header("A learning event that you support"),
        kit.section("\n".join(lines)),
        *_next_out(event),
        kit.actions(*buttons),
    ]


def _lead_part(part: LeadPart) -> list[Block]:
    lines, asking = [_event(part.event)], len(part.requests)
    if asking:
        lines.append(f"*{asking} would like to talk, and agreed that you may know.*")
    who = [kit.button("Who would like to talk", "learning-askers", part.event.id)] if asking else []
    return [
        kit.header("A learning event that you lead"),
        kit.section("\n".join(lines)),
        *_next_out(part.event),
        *([kit.actions(*who)] if who else []),
    ]


def _event(event: EventShown) -> str:
    lines = [
        f"*Event {event.code}* ({kit.escape(event.review)}). {_when(event)}.{_STANDING[event.standing]}",
        f"{kit.escape(event.stage)}. {event.invited} invited, {event.told} told by their panel member.",
    ]
    if event.waiting:
        lines.append(
            "Somebody is still waiting to talk: please ask the panel members whether they are in touch."
        )
    if event.late:
        lines.append(f"To look at: {kit.escape(', '.join(event.late))}.")
    if event.publication_ends:
        kept = f" The copy in {kit.escape(event.kept_in)} is kept." if event.kept_in else ""
        lines.append(f"Published until {plain_day(event.publication_ends)} at least.{kept}")
    if event.undelivered:
        lines.append(
            f"{event.undelivered} messages did not arrive: please check addresses with the panel members."
        )
    return "\n".join(lines)


def _next_out(event: EventShown) -> list[Block]:
    if not event.next_out:
        return []
    lines = [f"• {_day(due_at, event.zone)}: {library.text(text).subject}" for text, due_at in event.next_out]
    read = kit.button("How it reads", "learning-how-it-reads", " ".join((event.id, *dict(event.next_out))))
    told = "Goes out next, to practitioners who have been told:\n"
    return [kit.section(told + "\n".join(lines), accessory=read)]


def _for_unit(event: EventShown) -> list[Block]:
    buttons = [kit.button("People", "learning-people", event.id)]
    if event.standing is Standing.ACTIVE:
        buttons += [
            kit.button("Change", "learning-change", event.id),
            kit.button("Record a step", "learning-record", event.id),
            kit.button("Expected days", "learning-expect", event.id),
            kit.button("Plan publication", "learning-publication", event.id),
            kit.button("Pause", "learning-event-pause", event.id, confirm=PAUSE),
        ]
    if event.standing is Standing.PAUSED:
        buttons.append(kit.button("Go on", "learning-event-go-on", event.id, style="primary"))
    if event.can_take_back:
        buttons.append(kit.button("Take back a step", "learning-take-back", event.id, confirm=UNDO))
    if event.standing is not Standing.CANCELLED:
        buttons.append(
            kit.button("Cancel", "learning-event-cancel", event.id, style="danger", confirm=CANCEL)
        )
    return buttons


def stage_choices(event: EventShown) -> list[Choice]:
    """What may be recorded next."""
    return [Choice(stage.value, name) for stage, name in event.possible_next]


def _when(event: EventShown) -> str:
    return span_in_words(event.starts_at, event.ends_at, event.zone)


def _day(due_at: datetime, zone: str) -> str:
    here = local(due_at, zone)
    return f"{short_day(here.date())}, {time_in_words(here.time())}"
