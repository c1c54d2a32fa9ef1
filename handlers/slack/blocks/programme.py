"""The words of a year: its one post in the channel, and the desk where it is planned."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers import meeting_words
from handlers.slack.blocks import kit, times
from handlers.slack.blocks.kit import Block, Choice, Confirm, Message, Modal, View
from rules.meetings import Kind, Mode, State
from usecases.meetings import MeetingShown
from usecases.programme import YearShown

# A message holds 50 blocks and a modal 100; what frames the list takes a few of them
MOST_IN_POST, MOST_AT_DESK = 44, 42


def post(year: YearShown) -> Message:
    """The year in one message, for everyone; each meeting can be answered from it."""
    heading = f"{year.group_name}: the programme for {year.year}"
    intro = f"{_numbers(year)} {meeting_words.price(year.member_pence, year.non_member_pence)}"
    lines = [_line(one) for one in year.meetings]
    blocks: list[Block] = [
        kit.header(heading),
        kit.section(f"{kit.escape(intro)} Times are shown in the meeting's zone, and in yours."),
        *(_entry(one, year.now) for one in year.meetings[:MOST_IN_POST]),
        *_rest(len(year.meetings) - MOST_IN_POST),
        kit.actions(
            kit.button("Calendar file", "year-file", f"{year.group_id} {year.year}"),
            kit.button("Ask for an extraordinary meeting", "request-meeting", year.group_id),
        ),
    ]
    return Message(
        kit.escape("\n".join([heading, intro, *lines])), tuple(blocks), title=f"Programme {year.year}"
    )


def none_published(year: YearShown) -> Message:
    """There is nothing to show yet."""
    text = f"No meeting of {year.year} is published yet."
    if not year.may_plan:
        return Message(f"{text} The secretary plans the year; you will see it in this channel.")
    buttons = [kit.button("Plan the year", "plan-year", f"{year.group_id} {year.year}", style="primary")]
    return Message(f"{text} Shall I propose one?", (kit.section(text), kit.actions(*buttons)))


def for_reader(year: YearShown) -> Message:
    """`/sig programme`: the same year, with a way to the desk for those who plan."""
    public = tuple(one for one in year.meetings if one.state is not State.DRAFT)
    drafts = len(year.meetings) - len(public)
    if not year.meetings or (not public and not year.may_plan):
        return none_published(year)
    shown = (
        post(replace(year, meetings=public))
        if public
        else Message(f"{year.year} is planned, but not published yet.")
    )
    if not year.may_plan:
        return shown
    note = f"{drafts} of its meetings are drafts that only officers see." if drafts else ""
    desk = kit.button("Change meetings", "open-desk", f"{year.group_id} {year.year}")
    blocks = shown.blocks or (kit.section(shown.text),)
    return Message(
        f"{shown.text} {note}".strip(),
        (*blocks, *([kit.context(note)] if note else []), kit.actions(desk)),
        title=shown.title,
    )


def desk(year: YearShown, said: str = "") -> View:
    """The year as those who plan it see it: each meeting with its reasons, and the targets met or missed."""
    blocks = [
        *([kit.section(said)] if said else []),
        *_planned_before(year),
        *([kit.section(f"Nothing is planned for {year.year} yet.")] if not year.meetings else []),
        *(block for one in year.meetings[:MOST_AT_DESK] for block in _desk_entry(one, year.now)),
        *_rest(len(year.meetings) - MOST_AT_DESK),
        *_notes(year),
        *_targets(year),
        kit.actions(*_desk_buttons(year)),
    ]
    return Modal("desk", f"Meetings of {year.year}", blocks).view()


def planned_in_words(year: YearShown) -> str:
    """What was just proposed."""
    return f"{len(year.meetings)} meetings are saved as drafts. Change what you like, then publish the year."


def published_in_words(year: YearShown) -> str:
    """What publishing did."""
    return (
        f"*{year.year} is published.* One post in the channel carries the whole year; each meeting's card "
        f"follows {year.card_days} days before it, or at once if that is past."
    )


# The post


def _numbers(year: YearShown) -> str:
    standing = [one for one in year.meetings if one.state is not State.CANCELLED]
    virtual = sum(one.plan.mode is Mode.VIRTUAL for one in standing)
    many = "meeting" if len(standing) == 1 else "meetings"
    return f"{len(standing)} {many}: {virtual} virtual, {len(standing) - virtual} face to face."


def _line(one: MeetingShown) -> str:
    """One meeting as plain text."""
    return f"{_state(one)}{meeting_words.when(one.plan)}: {meeting_words.briefly(one.plan)}"


def _entry(one: MeetingShown, now: datetime) -> Block:
    """One meeting of the post, with a button for as long as it can be answered."""
    if one.state is State.CANCELLED:
        return kit.section(f"~{meeting_words.when(one.plan)}~\n{kit.escape(_why(one))}")
    text = (
        f"*{meeting_words.when(one.plan)}*\n{kit.escape(_state(one) + meeting_words.briefly(one.plan))}\n"
        f"Your time: {times.for_reader(one.plan)}"
    )
    if one.state is State.DRAFT or one.state is State.CLOSED or one.plan.ends_at <= now:
        return kit.section(text)
    label = f"Answer for {meeting_words.day(one.plan)}"
    return kit.section(text, accessory=kit.button("Answer", "show-meeting", one.id, says=label))


def _state(one: MeetingShown) -> str:
    words = {State.DRAFT: "Draft: ", State.CANCELLED: "Cancelled: "}.get(one.state, "")
    return f"{words}Extraordinary meeting. " if one.kind is Kind.EXTRAORDINARY else words


def _why(one: MeetingShown) -> str:
    return f"Cancelled: {one.cancelled_because}" if one.cancelled_because else "Cancelled."


def _rest(count: int) -> list[Block]:
    return [kit.context(f"…and {count} more, in the calendar file.")] if count > 0 else []


# The desk


def _desk_entry(one: MeetingShown, now: datetime) -> list[Block]:
    text = f"*{meeting_words.when(one.plan)}*\n{kit.escape(_state(one) + meeting_words.briefly(one.plan))}"
    if one.state is State.CANCELLED:
        return [_entry(one, now)]
    if one.state in {State.OPEN, State.CLOSED} or (
        one.state is State.PUBLISHED and one.plan.starts_at <= now
    ):
        return [kit.section(f"{text}\nBegun or over.")]
    menu = kit.overflow("meeting-menu", [Choice(f"{act} {one.id}", label) for act, label in _menu(one)])
    reasons = one.planning_notes if one.state is State.DRAFT else ()
    notes = [kit.context(*map(kit.escape, reasons))] if reasons else []
    return [kit.section(text, accessory=menu), *notes]


def _menu(one: MeetingShown) -> Iterable[tuple[str, str]]:
    yield "change", "Change or move"
    yield "edit-agenda", "Agenda"
    if one.state is State.DRAFT:
        yield "publish", "Publish this one"
        yield "remove", "Remove"
    else:
        yield "cancel", "Cancel with a reason"


def _planned_before(year: YearShown) -> list[Block]:
    if not year.planned_before:
        return []
    if year.published:
        return [
            kit.section(f"*{year.year} is published already.* Its meetings are changed one by one, below.")
        ]
    again = kit.button(
        "Plan it anew",
        "plan-year-again",
        f"{year.group_id} {year.year}",
        confirm=Confirm(
            f"Plan {year.year} anew?",
            "All of its drafts are replaced by a new proposal, with everything that was changed by hand. "
            "Extraordinary and published meetings stay.",
            "Yes, plan it anew",
        ),
    )
    text = f"*{year.year} is planned already*, and not published. This is how it stands."
    return [kit.section(text, accessory=again)]


def _notes(year: YearShown) -> list[Block]:
    return [kit.section("\n".join(f"• {kit.escape(note)}" for note in year.notes))] if year.notes else []


def _targets(year: YearShown) -> list[Block]:
    """Missed targets first: they are what somebody may want to act on."""
    missed = [f"✗ {kit.escape(one.sentence)}" for one in year.targets if not one.met and not one.warning]
    warnings = [f"△ {kit.escape(one.sentence)}" for one in year.targets if not one.met and one.warning]
    met = [f"✓ {kit.escape(one.sentence)}" for one in year.targets if one.met]
    if not year.targets:
        return []
    intro = f"*The charter's targets:* {_score(len(missed), len(warnings))}"
    return [kit.divider(), *kit.sections([intro, *missed, *warnings, *met])]


def _score(missed: int, warnings: int) -> str:
    if not missed and not warnings:
        return "all met."
    parts = [
        *([f"{missed} missed"] if missed else ["all met"]),
        *([f"{warnings} worth knowing"] if warnings else []),
    ]
    return f"{', '.join(parts)}."


def _desk_buttons(year: YearShown) -> list[Block]:
    about = f"{year.group_id} {year.year}"
    drafts = any(one.state is State.DRAFT and one.kind is Kind.ORDINARY for one in year.meetings)
    publish = kit.button(
        f"Publish {year.year}",
        "publish-year",
        about,
        style="primary",
        confirm=Confirm(
            f"Publish {year.year}?",
            "The channel gets one post with the whole year, and reminders are planned for each meeting.",
            "Yes, publish",
        ),
    )
    plan = kit.button("Propose a year", "plan-year", about, style="primary")
    return [
        *([publish] if drafts else []),
        *([plan] if not year.meetings else []),
        kit.button("Add a meeting", "new-meeting", year.group_id),
        kit.button(f"{year.year - 1}", "open-desk-1", f"{year.group_id} {year.year - 1}"),
        kit.button(f"{year.year + 1}", "open-desk-2", f"{year.group_id} {year.year + 1}"),
    ]
