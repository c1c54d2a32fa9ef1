"""The letters about people: a guest's place, an invitation to come, a membership, a request to join."""

from dataclasses import replace
from email.message import EmailMessage

from handlers.mail.letter import Envelope, Fact, Letter, compose
from rules import money
from rules.meetings import Mode, Plan
from rules.moments import day_in_words, local, short_day, span_in_words
from rules.rsvp import Place
from storage.groups import Belonging
from usecases.guest_letters import GuestTold, InvitedTold
from usecases.joining import JoinShown
from usecases.memberships import MembershipTold


def guest(told: GuestTold) -> Letter:
    """A guest's place: booked, waiting, or given back."""
    title = _title(told.group, told.plan)
    if told.price is None:
        return Letter(
            subject=f"Your place was given back: {title}",
            opening=(
                f"{told.booked_by} had booked you a place at this meeting of {told.group}, and has given it back.",
            ),
            facts=_facts(told.plan, told.zone),
            closing=(f"If you would like to come all the same, please write to {told.booked_by}.",),
        )
    waits = told.place is not Place.BOOKED
    opening = (
        f"All places are taken; {told.booked_by} has put you on the waiting list of this meeting of {told.group}, as "
        f"number {told.number}. You will be told when a place is free."
        if waits
        else f"{told.booked_by} has booked you a place at this meeting of {told.group}."
    )
    owed = (f"You owe {money.pounds(told.owed_pence)}. {told.how_to_pay}",) if told.owed_pence > 0 else ()
    return Letter(
        subject=f"{'On the waiting list' if waits else 'You have a place'}: {title}",
        opening=(opening,),
        facts=(*_facts(told.plan, told.zone), Fact("Price", (told.price.sentence, *owed))),
        closing=(
            f"If you can't come, please tell {told.booked_by}, who can give the place back.",
            "If you were not expecting this letter, there is nothing you need to do.",
        ),
    )


def guest_with_calendar(told: GuestTold, envelope: Envelope) -> EmailMessage:
    """The same, offering to keep it in the guest's calendar: whoever asks for that, by letter, has chosen it."""
    letter, asked = guest(told), envelope.stop.subject.replace("stop", "invite", 1)
    if told.place is Place.BOOKED:
        offer = (
            "To have it in your calendar, and every change with it, write to "
            f"{envelope.sender.email} with the subject “{asked}”."
        )
        letter = replace(letter, closing=(offer, *letter.closing))
    return compose(letter, envelope)


def invited(told: InvitedTold) -> Letter:
    """A member would like to bring somebody who answers for themselves."""
    return Letter(
        subject=f"Would you like to come? {_title(told.group, told.plan)}",
        opening=(f"{told.host} would like you to come to this meeting of {told.group}.",),
        facts=_facts(told.plan, told.plan.zone),
        closing=("Your answer is your own: please answer as you did before, or write to the secretary.",),
    )


def membership(told: MembershipTold) -> Letter:
    """The secretary changed somebody's membership."""
    if told.period is None:
        what = "that you are not a member" if told.denied else "no confirmed membership for you"
        return Letter(
            subject="Your membership of the association",
            opening=(f"The secretary of {told.group} has recorded {what} of the association at present.",),
            closing=("If that is a mistake, please write to the secretary.",),
        )
    last = day_in_words(told.period.ends_on) if told.period.ends_on else "none"
    return Letter(
        subject="Your membership of the association is confirmed",
        opening=(f"The secretary of {told.group} has confirmed your membership of the association.",),
        facts=(
            Fact("First day", (day_in_words(told.period.starts_on),)),
            Fact("Last day", (last,)),
        ),
        closing=("Members attend the group's meetings free of charge.",),
    )


def join_asked(shown: JoinShown) -> Letter:
    """To the officers who approve."""
    return Letter(
        subject=f"{shown.name} asks to join {shown.group_name}",
        opening=(f"{shown.name} asks to join {shown.group_name}.",),
        closing=("In Slack, /sig people shows the request with a button to approve it.",),
    )


def join_answered(shown: JoinShown) -> Letter:
    """To the person who asked."""
    if shown.state is Belonging.BELONGS:
        return Letter(
            subject=f"Welcome to {shown.group_name}",
            opening=(f"You belong to {shown.group_name} now.",),
        )
    return Letter(
        subject=f"Your request to join {shown.group_name}",
        opening=(
            "Your request could not be approved at present. The group's meetings are open to you all the same.",
        ),
        closing=("The secretary answers questions, and you may ask again.",),
    )


def _title(group: str, plan: Plan) -> str:
    return f"{group}, {short_day(local(plan.starts_at, plan.zone).date())}"


def _facts(plan: Plan, zone: str) -> tuple[Fact, ...]:
    when = [span_in_words(plan.starts_at, plan.ends_at, plan.zone)]
    if local(plan.starts_at, zone).utcoffset() != local(plan.starts_at, plan.zone).utcoffset():
        when.append(f"For you: {span_in_words(plan.starts_at, plan.ends_at, zone)}")
    where = (
        ("Online",)
        if plan.mode is Mode.VIRTUAL
        else tuple(part for part in (plan.venue, plan.address) if part)
    )
    facts = (
        Fact("When", tuple(when)),
        Fact("Where", where),
        Fact("Theme", (plan.theme,) if plan.theme else ()),
    )
    return tuple(fact for fact in facts if fact.lines)
