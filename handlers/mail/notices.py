"""The letters of what the bot says on its own initiative, for people who prefer letters or have no Slack."""

from handlers.mail.letter import Fact, Letter
from rules import money
from rules.meetings import Mode
from rules.moments import day_in_words, local, moment_in_words, short_day, span_in_words
from usecases.after_meeting import ActionTold
from usecases.told import GroupTold, MeetingTold, PersonTold

_IN_SLACK = "Please answer in Slack, or by writing to the secretary."


def unanswered(told: PersonTold) -> Letter:
    """A question to someone who has not answered yet."""
    meeting = told.meeting
    return Letter(
        subject=f"Can you come? {_title(meeting)}",
        opening=(f"You have not answered yet for this meeting of {meeting.group}.",),
        facts=_facts(meeting, told.zone),
        closing=(_IN_SLACK,),
    )


def join_link(told: PersonTold) -> Letter:
    """The link, an hour before."""
    meeting = told.meeting
    return Letter(
        subject=f"Join in an hour: {_title(meeting)}",
        opening=("The meeting begins in an hour.",),
        facts=(*_facts(meeting, told.zone), Fact("Join here", (meeting.plan.join_link,))),
    )


def offered(told: PersonTold) -> Letter:
    """A place has come free for someone who waits."""
    until = moment_in_words(told.held_until, told.zone) if told.held_until else ""
    return Letter(
        subject=f"A place for you: {_title(told.meeting)}",
        opening=("A place has come free for you.",),
        facts=(*_facts(told.meeting, told.zone), *((Fact("Held until", (until,)),) if until else ())),
        closing=(_IN_SLACK,),
    )


def offer_lapsed(told: PersonTold) -> Letter:
    """The place went on to the next."""
    return Letter(
        subject=f"Still waiting: {_title(told.meeting)}",
        opening=("The place that was held for you has gone to the next person. You are still on the list.",),
        facts=_facts(told.meeting, told.zone),
    )


def action(told: ActionTold) -> Letter:
    """Something that this person took on."""
    state = "was due" if told.late else "is due"
    return Letter(
        subject=f"What you took on {state} on {day_in_words(told.due_on)}",
        opening=(f"At this meeting of {told.meeting.group} you took something on, and it {state}.",),
        facts=(Fact("What", (told.text,)), *_facts(told.meeting, told.meeting.plan.zone)),
        closing=("If it is done, tell the secretary; if it needs longer, they can set another day.",),
    )


def dues(told: PersonTold) -> Letter:
    """What is owed for a meeting."""
    return Letter(
        subject=f"What you owe for {_title(told.meeting)}",
        opening=(f"For this meeting of {told.meeting.group} you owe {money.pounds(told.pence)}.",),
        facts=_facts(told.meeting, told.zone),
        closing=("The treasurer answers questions and says how to pay.",),
    )


def minutes_due(told: MeetingTold) -> Letter:
    """To officers: the draft is due."""
    return Letter(
        subject=f"Draft minutes due: {_title(told)}",
        opening=("The draft minutes of this meeting are due today by the charter.",),
        facts=_facts(told, told.plan.zone),
        closing=("In Slack, /sig report begins them.",),
    )


def programme_due(told: GroupTold) -> Letter:
    """To officers: next year's programme is not published."""
    return Letter(
        subject=f"The {told.occasion} programme of {told.group}",
        opening=("It is not published yet, and the charter has it out by now.",),
        closing=(f"In Slack, /sig programme plan {told.occasion} proposes one.",),
    )


def quiet_quarter(told: GroupTold) -> Letter:
    """To officers: no meeting in this quarter yet (terms 5.1)."""
    year, _, number = told.occasion.partition("-Q")
    return Letter(
        subject=f"No meeting yet in quarter {number} of {year}",
        opening=(f"{told.group} has none yet; the terms of reference ask for one in each quarter (5.1).",),
        closing=("In Slack, /sig meeting new adds one.",),
    )


def review(told: GroupTold) -> Letter:
    """To officers: the review of the terms (terms 7.2)."""
    return Letter(
        subject=f"The review of the terms of {told.group}",
        opening=("The terms of reference are reviewed every June (7.2).",),
        closing=(
            "Changes need the approval of the association’s chair (7.1).",
            "In June your Home tab in Slack has a button to record that the review is done.",
        ),
    )


def _title(told: MeetingTold) -> str:
    return f"{told.group}, {short_day(local(told.plan.starts_at, told.plan.zone).date())}"


def _facts(told: MeetingTold, zone: str) -> tuple[Fact, ...]:
    plan = told.plan
    when = [span_in_words(plan.starts_at, plan.ends_at, plan.zone)]
    if local(plan.starts_at, zone).utcoffset() != local(plan.starts_at, plan.zone).utcoffset():
        when.append(f"For you: {span_in_words(plan.starts_at, plan.ends_at, zone)}")
    where = "Online" if plan.mode is Mode.VIRTUAL else plan.venue
    facts = [Fact("When", tuple(when)), Fact("Where", (where,) if where else ())]
    if plan.theme:
        facts.append(Fact("Theme", (plan.theme,)))
    return tuple(fact for fact in facts if fact.lines)
