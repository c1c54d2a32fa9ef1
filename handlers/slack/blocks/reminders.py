"""The words of what will be sent: the officers' list, another time for one, and a person's own choices."""

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Message, Modal, View
from rules.moments import listed, local, moment_in_words, short_day
from rules.notice_kinds import NoticeKind, Recipients
from usecases.preferences import MUTABLE, Preferences
from usecases.reminders import Reminder, Reminders

NAMED = 5
FAILED = 10
_WHAT = {
    NoticeKind.CARD: "The meeting’s card",
    NoticeKind.PAPERS: "Agenda and papers",
    NoticeKind.DAY_BEFORE: "The day before",
    NoticeKind.MINUTES: "Minutes",
    NoticeKind.MINUTES_DUE: "Draft minutes are due",
    NoticeKind.ANSWER_14: "No answer yet, two weeks before",
    NoticeKind.ANSWER_7: "No answer yet, a week before",
    NoticeKind.JOIN_LINK: "The link, an hour before",
    NoticeKind.PROGRAMME: "The programme",
    NoticeKind.PROGRAMME_DUE: "The programme is due",
    NoticeKind.QUIET_QUARTER: "No meeting this quarter yet",
    NoticeKind.REVIEW_AHEAD: "The terms’ review is near",
    NoticeKind.REVIEW: "The terms’ review",
    NoticeKind.REVIEW_OPEN: "The terms’ review is still open",
    NoticeKind.DUES: "What is owed",
    NoticeKind.MOVED: "The meeting moved",
    NoticeKind.CANCELLED: "The meeting is cancelled",
}


def coming(found: Reminders) -> Message:
    """What will be said for a group, to whom and when; each with its choices."""
    if not found.coming and not found.failed:
        return Message(
            f"Nothing is planned for “{kit.escape(found.group)}”. Publishing a meeting plans its reminders."
        )
    lines = [in_words(each) for each in found.coming]
    head = f"What will be sent for {kit.escape(found.group)}:"
    blocks: list[Block] = [kit.section(f"*{head}*")]
    blocks += [_entry(line, each) for line, each in zip(lines, found.coming, strict=True)]
    if found.more:
        blocks.append(kit.context("There is more after that; it is shown as it comes nearer."))
    failures = [_failure(each) for each in found.failed[:FAILED]]
    blocks += [block for each in failures for block in each]
    spoken = [*lines, *(f"Not delivered: {in_words(each)} {each.what_to_do}" for each in found.failed)]
    return Message("\n".join([head, *map(kit.escape, spoken)]), tuple(blocks))


def in_words(reminder: Reminder) -> str:
    """One line: when, what, to whom."""
    when = moment_in_words(reminder.due_at, reminder.zone)
    meeting = ""
    if reminder.meeting_at is not None:
        meeting = f" (meeting of {short_day(local(reminder.meeting_at, reminder.zone).date())})"
    why = f" It {reminder.waits_because}." if reminder.waits_because else ""
    return f"{when}: {what(reminder.kind)}{meeting}, {_whom(reminder)}.{why}"


def what(kind: str) -> str:
    """A kind of notice, as officers call it."""
    known = _WHAT.get(NoticeKind(kind)) if kind in set(NoticeKind) else None
    return known or kind.replace("-", " ").capitalize()


def skipped(reminder: Reminder) -> Message:
    """It won't be sent."""
    return Message(f"Skipped: {what(reminder.kind)}. It will not be sent.")


def sent_now(reminder: Reminder) -> Message:
    """It goes out now."""
    return Message(f"{what(reminder.kind)} goes out now, {kit.escape(_whom(reminder))}.")


def changed(reminder: Reminder) -> Message:
    """It has another time."""
    return Message(
        f"{what(reminder.kind)} will be sent on {moment_in_words(reminder.due_at, reminder.zone)}."
    )


def retried(reminder: Reminder) -> Message:
    """A dead letter is tried again."""
    return Message(
        f"{what(reminder.kind)} is tried again now. If it fails again, `/sig reminders` shows it with the reason."
    )


def review_recorded() -> Message:
    """The terms were reviewed."""
    return Message("Thank you. The review of the terms is recorded for this year, and its reminders stop.")


def change_form(reminder: Reminder) -> View:
    """Another day and time for one."""
    here = local(reminder.due_at, reminder.zone)
    blocks = [
        kit.section(kit.escape(in_words(reminder))),
        inputs.field_of("Day", inputs.date_picker("day", here.date().isoformat())),
        inputs.field_of("Time", inputs.time_picker("time", f"{here:%H:%M}"), hint="By the group's clock."),
    ]
    return Modal("reminder-change", "Another time", blocks, submit="Save", about=reminder.id).view()


def preferences_form(mine: Preferences, *, letters: bool) -> View:
    """A person's own choices; `letters` says whether a mail server is set up."""
    ways = [Choice("message", "By message in Slack")]
    if (mine.has_email and letters) or mine.by_letter:
        ways.append(Choice("letter", "By e-mail"))
    # What everybody gets first, then what officers get
    everyone_first = sorted(MUTABLE, key=lambda kind: kind.recipients is Recipients.OFFICERS)
    kinds = [Choice(kind, what(kind), kind.why) for kind in everyone_first]
    days = [Choice("working", "On working days only")]
    blocks: list[Block] = [
        inputs.field_of(
            "How to tell you", inputs.radios("by", ways, chosen="letter" if mine.by_letter else "message")
        ),
        inputs.field_of("Quiet from", inputs.time_picker("quiet_from", mine.quiet_from), optional=True),
        inputs.field_of(
            "Quiet until",
            inputs.time_picker("quiet_until", mine.quiet_until),
            optional=True,
            hint=f"By your clock ({mine.zone}). What comes meanwhile waits.",
        ),
        inputs.field_of(
            "Days",
            inputs.checkboxes("days", days, chosen=["working"] if mine.working_days_only else []),
            optional=True,
        ),
        *_kinds(kinds, mine),
        kit.context(
            "If a meeting that you answered for moves or is cancelled, you are told once, whatever you choose."
        ),
    ]
    return Modal("notices", "What you are told", blocks, submit="Save").view()


def preferences_saved(mine: Preferences) -> Message:
    """What was chosen."""
    way = "by e-mail" if mine.by_letter else "by message in Slack"
    quiet = f", not between {mine.quiet_from} and {mine.quiet_until}" if mine.quiet_from else ""
    days = ", on working days only" if mine.working_days_only else ""
    muted = f" Muted: {listed([what(kind) for kind in mine.muted])}." if mine.muted else ""
    return Message(f"Saved. You are told {way}{quiet}{days}.{muted}")


def _kinds(kinds: list[Choice], mine: Preferences) -> list[Block]:
    """Ten boxes fit into one input."""
    return [
        inputs.field_of(
            "Not at all" if first == 0 else "Nor these",
            inputs.checkboxes(f"muted{first}", kinds[first : first + 10], chosen=mine.muted),
            optional=True,
        )
        for first in range(0, len(kinds), 10)
    ]


def _entry(line: str, reminder: Reminder) -> Block:
    choices = [
        Choice(f"now {reminder.id}", "Send now"),
        Choice(f"change {reminder.id}", "Another time"),
        Choice(f"skip {reminder.id}", "Skip"),
    ]
    return kit.section(_shown(line, reminder), accessory=kit.overflow("reminder", choices))


def _failure(reminder: Reminder) -> list[Block]:
    text = f":warning: *Not delivered:* {_shown(in_words(reminder), reminder)}\n{kit.escape(reminder.what_to_do)}"
    return [
        kit.section(text),
        kit.actions(
            kit.button("Retry", "reminder-retry", reminder.id, says=f"Retry: {what(reminder.kind)}"),
            kit.button("Skip", "reminder-skip", reminder.id, says=f"Skip: {what(reminder.kind)}"),
        ),
    ]


def _shown(line: str, reminder: Reminder) -> str:
    shown = kit.escape(line)
    return shown.replace("in the channel", f"in <#{reminder.channel_id}>") if reminder.channel_id else shown


def _whom(reminder: Reminder) -> str:
    if reminder.channel_id:
        return "in the channel"
    if not reminder.whom:
        return "to nobody as things stand"
    if len(reminder.whom) <= NAMED:
        return f"to {listed(reminder.whom)}"
    return f"to {len(reminder.whom)} people: {', '.join(reminder.whom[:NAMED])} and others"
