"""The letters of an invitation: to ask, to say what changed, to take back."""

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from functools import partial

from handlers import news_words
from handlers.calendar import Event, cancel, meeting_event, place_in_words, request
from handlers.mail.letter import CalendarPart, Envelope, Fact, Letter, Stop, compose
from rules import moving
from rules.invitations import Part, Partstat, parts_changed
from rules.meetings import Plan
from rules.moments import local, moment_in_words, short_day, span_in_words
from rules.rsvp import Answer, Place
from usecases.invitation_letters import InvitationTold

_REPLY = "Please answer with the buttons in your calendar or mail program, or in Slack."
_REPLY_IN_SLACK = "Please answer in Slack, or write to the secretary."
_AFTER_ALL = "If you can’t come after all, please decline in your calendar, or answer in Slack."


def writer(*, public_url: str, replies: bool) -> Callable[[InvitationTold, Envelope], EmailMessage]:
    """What the mail carrier calls for an invitation, for this installation."""
    return partial(invitation_letter, public_url=public_url, replies=replies)


def invitation_letter(
    told: InvitationTold, envelope: Envelope, *, public_url: str = "", replies: bool = True
) -> EmailMessage:
    """The letter that asks, tells what changed, or takes the entry back.

    It comes from the group, which is also the entry's organizer. `replies` says whether answers by
    calendar are read; without `public_url` the way to stop is a letter.
    """
    stop = Stop(
        page=f"{public_url}/stop/{told.stop_token}" if public_url else "", subject=f"stop {told.stop_token}"
    )
    envelope = replace(envelope, sender=replace(envelope.sender, name=told.group), stop=stop)
    event = _event(told)
    if told.withdrawn:
        part = CalendarPart("CANCEL", cancel(event, envelope.sender, envelope.to))
        return compose(_withdrawal(told, event), envelope, part)
    body = request(event, envelope.sender, envelope.to, told.partstat)
    return compose(_invitation(told, event, replies=replies), envelope, CalendarPart("REQUEST", body))


def _event(told: InvitationTold) -> Event:
    return meeting_event(
        told.plan,
        group=told.group,
        uid=told.uid,
        sequence=told.sequence,
        created_at=told.created_at,
        revised_at=told.revised_at,
        public=False,
        agenda=told.agenda,
        notes=(told.price,) if told.price and not told.withdrawn else (),
        held=told.held_until is not None,
        cancelled=told.cancelled,
        because=told.because,
    )


def _invitation(told: InvitationTold, event: Event, *, replies: bool) -> Letter:
    closing = _AFTER_ALL if told.partstat is Partstat.ACCEPTED else _REPLY
    return Letter(
        subject=_subject(told, event),
        opening=_opening(told),
        facts=tuple(fact for fact in _facts(told) if fact.lines),
        closing=(closing if replies else _REPLY_IN_SLACK,),
    )


def _withdrawal(told: InvitationTold, event: Event) -> Letter:
    refund = news_words.money_back(told.owed_pence, charged=told.charged) if told.cancelled else ""
    if told.cancelled:
        subject = f"{event.summary}, {_day(told)}"  # the title says so already
        because = f"This meeting of {told.group} is cancelled. {told.because}".strip()
    else:
        subject = f"Removed from your calendar: {event.summary}, {_day(told)}"
        because = f"{_why_removed(told)}, so it leaves your calendar."
    return Letter(
        subject=subject,
        opening=(because, "Your calendar removes the entry by itself; if it does not, please delete it."),
        facts=(Fact("It was to be" if told.cancelled else "The meeting", _when(told)),),
        closing=(refund,) if refund else (),
    )


def _why_removed(told: InvitationTold) -> str:
    if told.answer is Answer.APOLOGIES:
        return f"You have sent apologies for this meeting of {told.group}"
    if told.place is Place.WAITING:
        return f"No place is held for you at this meeting of {told.group}. You are still on the waiting list"
    return f"You have no place at this meeting of {told.group} at present"


def what_changed(before: Plan, after: Plan) -> tuple[Fact, ...]:
    """What was so, and no longer is: time and place, each in words."""
    changed = parts_changed(before, after)
    facts = []
    if Part.TIME in changed:
        facts.append(Fact("No longer", (span_in_words(before.starts_at, before.ends_at, before.zone),)))
    if Part.PLACE in changed:
        facts.append(Fact("No longer at", (place_in_words(before, before.join_link),)))
    return tuple(facts)


def _subject(told: InvitationTold, event: Event) -> str:
    if told.before is None:
        kind = "Invitation: " if told.held_until is None else ""
        return f"{kind}{event.summary}, {_day(told)}"
    changed = parts_changed(told.before, told.plan)
    if Part.TIME in changed:
        return f"Moved: {event.summary}, now {_day(told)}"
    state = "New place" if Part.PLACE in changed else "Details changed"
    return f"{state}: {event.summary}, {_day(told)}"


def _opening(told: InvitationTold) -> tuple[str, ...]:
    lines = []
    if told.before is not None:
        lines += [_change_in_words(told.before, told.plan, told.group), _answer_stands(told, told.before)]
    if told.held_until is not None:
        until = moment_in_words(told.held_until, told.zone)
        lines.append(
            f"A place has come free for you at this meeting of {told.group}. It is held until {until}."
        )
    return tuple(line for line in lines if line) or (_first_line(told),)


def _first_line(told: InvitationTold) -> str:
    if told.partstat is Partstat.ACCEPTED:
        return f"You are coming to this meeting of {told.group}. Here it is for your calendar."
    return f"You are invited to a meeting of {told.group}."


def _answer_stands(told: InvitationTold, before: Plan) -> str:
    """What a move means for the reader's answer; nothing where it did not move, or is not answered."""
    if told.answer is None or told.held_until is not None or not moving.is_moved(before, told.plan):
        return ""
    rescheduled = moving.is_rescheduled(before, told.plan)
    return news_words.answer_stands(told.answer, told.place, rescheduled=rescheduled)


def _change_in_words(before: Plan, after: Plan, group: str) -> str:
    changed = parts_changed(before, after)
    if {Part.TIME, Part.PLACE} <= changed:
        return f"This meeting of {group} has moved to another time and another place."
    if Part.TIME in changed:
        return f"This meeting of {group} has moved to another time. The place is the same."
    if Part.PLACE in changed:
        return f"This meeting of {group} has another place. The time is the same."
    return f"The details of this meeting of {group} have changed. Time and place are the same."


def _facts(told: InvitationTold) -> tuple[Fact, ...]:
    plan = told.plan
    access = (f"Access: {plan.access}",) if plan.access else ()
    price = tuple(line for line in (told.price, told.how_to_pay) if line)
    return (
        Fact("When", _when(told)),
        Fact("Where", (place_in_words(plan, plan.join_link), *access)),
        *(what_changed(told.before, plan) if told.before else ()),
        Fact("Theme", (plan.theme,) if plan.theme else ()),
        Fact("Price", price),
        Fact("Agenda", tuple(f"{n}. {item}" for n, item in enumerate(told.agenda, 1))),
    )


def _when(told: InvitationTold) -> tuple[str, ...]:
    """The time where the meeting is and, where the reader's clocks differ, on theirs."""
    plan, there = told.plan, told.zone
    here = span_in_words(plan.starts_at, plan.ends_at, plan.zone)
    if local(plan.starts_at, there).utcoffset() == local(plan.starts_at, plan.zone).utcoffset():
        return (here,)
    return here, f"For you: {span_in_words(plan.starts_at, plan.ends_at, there)}"


def _day(told: InvitationTold) -> str:
    return short_day(local(told.plan.starts_at, told.plan.zone).date())
