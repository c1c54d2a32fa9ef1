"""The letters of an invitation: to ask, to say what changed, to take back."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from handlers.calendar import Event, Party, Status, cancel, place_in_words, request
from handlers.mail.letter import CalendarPart, Envelope, Fact, Letter, Stop, compose
from rules.invitations import Part, Partstat, parts_changed
from rules.meetings import Plan
from rules.moments import local, moment_in_words, short_day, span_in_words


@dataclass(frozen=True)
class Invited:
    """One person's invitation to one meeting, with what they need to decide and to come.

    `event` is the calendar entry for this person, `plan` the meeting behind it, `before` the plan that the
    last letter told of. `price` and `how_to_pay` are sentences; `held_until` is when an offered place
    lapses; `replies` says whether answers by calendar are read.
    """

    event: Event
    plan: Plan
    group: str
    organizer: Party
    guest: Party
    reader_zone: str
    partstat: Partstat = Partstat.NEEDS_ACTION
    before: Plan | None = None
    price: str = ""
    how_to_pay: str = ""
    agenda: tuple[str, ...] = ()
    held_until: datetime | None = None
    replies: bool = True


def invitation_letter(invited: Invited, *, stop: Stop, written_at: datetime) -> EmailMessage:
    """The letter that asks, or that tells what changed since the last one."""
    letter = Letter(
        subject=_subject(invited),
        opening=_opening(invited),
        facts=tuple(fact for fact in _facts(invited) if fact.lines),
        closing=_closing(invited),
    )
    body = request(invited.event, invited.organizer, invited.guest, invited.partstat)
    return compose(letter, _envelope(invited, "REQUEST", stop, written_at), CalendarPart("REQUEST", body))


def withdrawal_letter(invited: Invited, *, because: str, stop: Stop, written_at: datetime) -> EmailMessage:
    """The letter that takes the entry out of this person's calendar; `because` says why, in a sentence."""
    off = invited.event.status is Status.CANCELLED  # its title says so already
    letter = Letter(
        subject=f"{'' if off else 'Removed from your calendar: '}{invited.event.summary}, {_day(invited)}",
        opening=(because, "Your calendar removes the entry by itself; if it does not, please delete it."),
        facts=(Fact("It was to be", _when(invited)),),
    )
    body = cancel(invited.event, invited.organizer, invited.guest)
    return compose(letter, _envelope(invited, "CANCEL", stop, written_at), CalendarPart("CANCEL", body))


def what_changed(before: Plan, after: Plan) -> tuple[Fact, ...]:
    """What was so, and no longer is: time and place, each in words."""
    changed = parts_changed(before, after)
    facts = []
    if Part.TIME in changed:
        facts.append(Fact("No longer", (span_in_words(before.starts_at, before.ends_at, before.zone),)))
    if Part.PLACE in changed:
        facts.append(Fact("No longer at", (place_in_words(before, before.join_link),)))
    return tuple(facts)


def _envelope(invited: Invited, method: str, stop: Stop, written_at: datetime) -> Envelope:
    """A letter is named by what it tells: the same sequence and stamp make the same Message-ID."""
    event = invited.event
    thread = f"{event.uid} {invited.guest.email}"
    return Envelope(
        sender=invited.organizer,
        to=invited.guest,
        written_at=written_at,
        key=f"{thread} {method} {event.sequence} {event.revised_at.timestamp():.0f}",
        stop=stop,
        thread=thread,
    )


def _subject(invited: Invited) -> str:
    if invited.before is None:
        kind = "Invitation: " if invited.held_until is None else ""
        return f"{kind}{invited.event.summary}, {_day(invited)}"
    changed = parts_changed(invited.before, invited.plan)
    if Part.TIME in changed:
        return f"Moved: {invited.event.summary}, now {_day(invited)}"
    state = "New place" if Part.PLACE in changed else "Details changed"
    return f"{state}: {invited.event.summary}, {_day(invited)}"


def _opening(invited: Invited) -> tuple[str, ...]:
    if invited.before is not None:
        return (_change_in_words(invited.before, invited.plan, invited.group),)
    if invited.held_until is not None:
        until = moment_in_words(invited.held_until, invited.reader_zone)
        return (
            f"A place has come free for you at this meeting of {invited.group}. It is held until {until}.",
        )
    if invited.partstat is Partstat.ACCEPTED:
        return (f"You are coming to this meeting of {invited.group}. Here it is for your calendar.",)
    return (f"You are invited to a meeting of {invited.group}.",)


def _change_in_words(before: Plan, after: Plan, group: str) -> str:
    changed = parts_changed(before, after)
    if {Part.TIME, Part.PLACE} <= changed:
        return f"This meeting of {group} has moved to another time and another place."
    if Part.TIME in changed:
        return f"This meeting of {group} has moved to another time. The place is the same."
    if Part.PLACE in changed:
        return f"This meeting of {group} has another place. The time is the same."
    return f"The details of this meeting of {group} have changed. Time and place are the same."


def _facts(invited: Invited) -> tuple[Fact, ...]:
    plan = invited.plan
    access = (f"Access: {plan.access}",) if plan.access else ()
    price = tuple(line for line in (invited.price, invited.how_to_pay) if line)
    return (
        Fact("When", _when(invited)),
        Fact("Where", (place_in_words(plan, plan.join_link), *access)),
        *(what_changed(invited.before, plan) if invited.before else ()),
        Fact("Theme", (plan.theme,) if plan.theme else ()),
        Fact("Price", price),
        Fact("Agenda", tuple(f"{n}. {item}" for n, item in enumerate(invited.agenda, 1))),
    )


def _when(invited: Invited) -> tuple[str, ...]:
    """The time where the meeting is and, where the reader's clocks differ, on theirs."""
    plan, there = invited.plan, invited.reader_zone
    here = span_in_words(plan.starts_at, plan.ends_at, plan.zone)
    if local(plan.starts_at, there).utcoffset() == local(plan.starts_at, plan.zone).utcoffset():
        return (here,)
    return here, f"For you: {span_in_words(plan.starts_at, plan.ends_at, there)}"


def _day(invited: Invited) -> str:
    return short_day(local(invited.plan.starts_at, invited.plan.zone).date())


def _closing(invited: Invited) -> tuple[str, ...]:
    if not invited.replies:
        return ("Please answer in Slack, or by writing to the secretary.",)
    if invited.partstat is Partstat.ACCEPTED:
        return ("If you can’t come after all, please decline in your calendar or answer in Slack.",)
    return ("Please answer with the buttons in your calendar or mail program, or in Slack.",)
