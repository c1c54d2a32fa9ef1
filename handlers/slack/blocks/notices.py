"""The words of what the bot says on its own initiative; each carries its essentials in the first line.

Times are shown in each reader's own zone, with the meeting's own beside them.
"""

from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Block, Message
from rules import money
from rules.meetings import Mode
from rules.moments import day_in_words, local, moment_in_words, span_in_words
from usecases.after_meeting import ActionTold
from usecases.told import GroupTold, MeetingTold, PersonTold


def papers(told: MeetingTold) -> Message:
    """Agenda and papers, in clear days' time."""
    text = f"The agenda for {_when(told)}:" if told.agenda else f"{_name(told)} meets {_when(told)}."
    lines = [f"{number}. {kit.escape(item)}" for number, item in enumerate(told.agenda, 1)]
    missing = "The agenda is not written yet; the secretary adds it with `/sig meetings`."
    return _message(text, [*lines] or [missing], told)


def day_before(told: MeetingTold) -> Message:
    """One line the day before."""
    return Message(f"Tomorrow: {_name(told)} meets {_when(told)}{_where(told)}.")


def unanswered(told: PersonTold) -> Message:
    """A question to someone who has not answered yet."""
    meeting = told.meeting
    text = f"Can you come? {_name(meeting)} meets {_when(meeting)}{_where(meeting)}. It takes one click to answer."
    return Message(text, (kit.section(_shown(text, meeting)), _answers(meeting), _why("Personal reminder")))


def join_link(told: PersonTold) -> Message:
    """The link, an hour before."""
    meeting = told.meeting
    text = f"{_name(meeting)} begins at {_clock(meeting)}. Join here: {meeting.plan.join_link}"
    return Message(text)


def dues(told: PersonTold) -> Message:
    """What is owed for a meeting."""
    text = (
        f"For {_name(told.meeting)} on {_when(told.meeting)} you owe {money.pounds(told.pence)}. "
        "`/sig me` shows how to pay; the treasurer answers questions."
    )
    return Message(text)


def offered(told: PersonTold) -> Message:
    """A place has come free for someone who waits."""
    meeting = told.meeting
    until = (
        f" It is held for you until {moment_in_words(told.held_until, told.zone)}." if told.held_until else ""
    )
    text = f"A place has come free: {_name(meeting)}, {_when(meeting)}{_where(meeting)}.{until} Would you like it?"
    return Message(text, (kit.section(text), _answers(meeting)))


def offer_lapsed(told: PersonTold) -> Message:
    """The place went on to the next."""
    return Message(
        f"The place that was held for you at {_name(told.meeting)}, {_when(told.meeting)}, has gone to the next "
        "person. You are still on the waiting list; `/sig me` shows where, and how to leave it."
    )


def action(told: ActionTold) -> Message:
    """Something that this person took on."""
    day = day_in_words(told.due_on)
    due = f"was due on {day}" if told.late else f"is due on {day}"
    return Message(
        f"At the meeting of {_name(told.meeting)} you took this on, and it {due}: {kit.escape(told.text)}. "
        "If it is done, tell the secretary; if it needs longer, they can set another day."
    )


def minutes(told: MeetingTold) -> Message:
    """In the channel: the draft is ready."""
    return Message(
        f"The draft minutes of {_name(told)} ({_when(told)}) are ready; the secretary sends them to whoever asks. "
        "Corrections are welcome until the next meeting approves them."
    )


def minutes_due(told: MeetingTold) -> Message:
    """To officers: the draft is due."""
    return Message(
        f"The draft minutes of {_name(told)} ({_when(told)}) are due today by the charter. `/sig report` begins them."
    )


def programme_due(told: GroupTold) -> Message:
    """To officers: next year's programme is not published."""
    return Message(
        f"The {told.occasion} programme of {kit.escape(told.group)} is not published yet, and the charter has "
        f"it out by now. `/sig programme plan {told.occasion}` proposes one."
    )


def quiet_quarter(told: GroupTold) -> Message:
    """To officers: no meeting in this quarter yet (terms 5.1)."""
    year, _, number = told.occasion.partition("-Q")
    return Message(
        f"{kit.escape(told.group)} has no meeting in quarter {number} of {year} yet; the terms of reference "
        "ask for one in each (5.1). `/sig meeting new` adds one."
    )


def review_ahead(told: GroupTold) -> Message:
    """To officers, in May: the review is coming (terms 7.2)."""
    return Message(
        f"The terms of reference of {kit.escape(told.group)} are to be reviewed in June (7.2). "
        "Put the review on an agenda; changes need the approval of the association’s chair (7.1)."
    )


def review(told: GroupTold) -> Message:
    """To everyone, in June (terms 7.2)."""
    return Message(
        f"This month the terms of reference of {kit.escape(told.group)} are reviewed (7.2). "
        "What should change? Tell the chair or the secretary; `/sig officers` says who they are."
    )


def review_open(told: GroupTold) -> Message:
    """To officers: June is nearly over."""
    text = f"The review of the terms of {kit.escape(told.group)} (7.2) is not recorded yet."
    done = kit.button("The review is done", "terms-reviewed", f"{told.id} {told.occasion}")
    return Message(text, (kit.section(text), kit.actions(done)))


def _message(text: str, lines: list[str], told: MeetingTold) -> Message:
    spoken = " ".join([text, *lines])
    return Message(spoken, (kit.section(f"*{text}*"), *kit.sections(lines), _answers(told)))


def _answers(told: MeetingTold) -> Block:
    return kit.actions(
        kit.button("Attend", "attend", told.id, style="primary"),
        kit.button("Apologies", "apologies", told.id),
        kit.button("Maybe", "maybe", told.id),
    )


def _why(what: str) -> Block:
    return kit.context(f"{what}. `/sig notices` chooses what you are told, when, and by message or letter.")


def _name(told: MeetingTold) -> str:
    theme = f" ({kit.escape(told.plan.theme)})" if told.plan.theme else ""
    return f"{kit.escape(told.group)}{theme}"


def _when(told: MeetingTold) -> str:
    plan = told.plan
    return span_in_words(plan.starts_at, plan.ends_at, plan.zone)


def _shown(text: str, told: MeetingTold) -> str:
    """The text with the reader's own time beside the meeting's."""
    plan = told.plan
    mine = kit.date_time(plan.starts_at, moment_in_words(plan.starts_at, plan.zone))
    return f"{text}\nOn your clock: {mine}."


def _clock(told: MeetingTold) -> str:
    here = local(told.plan.starts_at, told.plan.zone)
    fallback = moment_in_words(told.plan.starts_at, told.plan.zone)
    return kit.date_time(told.plan.starts_at, fallback, "{time}") + f" ({here:%H:%M} at the meeting)"


def _where(told: MeetingTold) -> str:
    plan = told.plan
    if plan.mode is Mode.VIRTUAL:
        return ", online"
    return f", {kit.escape(plan.venue)}" if plan.venue else ""
