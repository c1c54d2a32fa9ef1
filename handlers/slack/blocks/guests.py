"""The words of guests: the form, the list, and what they and their hosts are told."""

from collections.abc import Sequence

from handlers import meeting_words
from handlers.slack.blocks import inputs, kit, persons
from handlers.slack.blocks.kit import Block, Choice, Confirm, Message, Modal, View
from rules.rsvp import Place
from usecases.guest_letters import GuestTold, InvitedTold
from usecases.guests import Booked, Guest
from usecases.guests import Choice as MeetingChoice

GUESTS_SHOWN = 40
_BY_LETTER = "They get a letter with their place and their price; nothing else is sent to them."
_BY_YOU = "Letters are not set up here: please tell them yourself that they have a place."


def form(choices: Sequence[MeetingChoice], *, letters: bool) -> View:
    """Who the guest is, and which meeting they come to; `letters` says whether we can write to them."""
    options = [Choice(one.meeting_id, _label(one)) for one in choices]
    blocks = [
        kit.section(f"For somebody who does not use Slack. {_BY_LETTER if letters else _BY_YOU}"),
        inputs.field_of("Meeting", inputs.select("meeting", options, chosen=options[0].value)),
        inputs.field_of("Name", inputs.text_input("name", longest=120)),
        inputs.field_of("E-mail address", inputs.email_input("email")),
        inputs.field_of("Organisation", inputs.text_input("organisation", longest=120), optional=True),
        inputs.field_of(
            "Profession",
            inputs.select("role", persons.role_choices(), placeholder="Their main role"),
            optional=True,
        ),
    ]
    return Modal("guest", "Bring a guest", blocks, submit="Book", close="Cancel").view()


def none_ahead() -> Message:
    """There is nothing to book."""
    return Message(
        "No meeting is published yet, so there is nothing to book. `/sig programme` shows the year."
    )


def booked(booked: Booked, *, letters: bool) -> Message:
    """To the host. It is the same whether the address is known or not."""
    rates = meeting_words.price(booked.member_pence, booked.non_member_pence)
    when = meeting_words.when(booked.plan)
    told = (
        f"{booked.name} gets a letter about {when}, with their place and their price by the rule."
        if letters
        else f"{booked.name} is noted for {when}. Letters are not set up here: please tell them yourself."
    )
    return Message(
        f"Thank you. {kit.escape(told)} {rates} Somebody who uses Slack here, or has answered already, is asked "
        "instead: their answer is their own. `/sig guests` lists your guests."
    )


def listed(guests: Sequence[Guest], *, group_id: str) -> Message:
    """The guests that somebody brings, each with a way to withdraw them."""
    bring = kit.actions(kit.button("Bring a guest", "new-guest", group_id))
    if not guests:
        text = "You have no guests at the meetings ahead."
        return Message(text, (kit.section(text), bring))
    shown = [_entry(one) for one in guests[:GUESTS_SHOWN]]
    more = len(guests) - GUESTS_SHOWN
    rest = [kit.context(f"…and {more} more: `/sig answers` lists everyone.")] if more > 0 else []
    lines = [_line(one) for one in guests[:GUESTS_SHOWN]]
    return Message(
        kit.escape("\n".join(["Guests:", *lines])), (kit.section("*Guests*"), *shown, *rest, bring)
    )


def withdrawn(guest: Guest) -> Message:
    """To whoever withdrew them."""
    return Message(f"{kit.escape(guest.name)} is withdrawn from {meeting_words.when(guest.plan)}.")


def told(told: GuestTold) -> Message:
    """A guest's place, in case they have come to Slack meanwhile."""
    where = meeting_words.where(told.plan)
    if told.price is None:
        text = (
            f"Your place as the guest of {told.booked_by} on {meeting_words.when(told.plan)} was given back."
        )
    elif told.place is Place.BOOKED:
        text = f"{told.booked_by} has booked you a place on {meeting_words.when(told.plan)}, {where}. {told.price.sentence}"
    else:
        text = (
            f"{told.booked_by} has put you on the waiting list for {meeting_words.when(told.plan)}, {where}."
        )
    return _answerable(text, told.meeting_id)


def invited(told: InvitedTold) -> Message:
    """To somebody whose answer is their own."""
    return _answerable(
        f"{told.host} would like you to come to {told.group} on {meeting_words.when(told.plan)}. Will you? Your answer is "
        "your own.",
        told.meeting_id,
    )


def _answerable(text: str, meeting_id: str) -> Message:
    buttons = kit.actions(
        kit.button("Attend", "attend", meeting_id, style="primary"),
        kit.button("Apologies", "apologies", meeting_id),
        kit.button("Maybe", "maybe", meeting_id),
    )
    shown = kit.escape(text)
    return Message(shown, (kit.section(shown), buttons))


def _label(one: MeetingChoice) -> str:
    return f"{meeting_words.short(one.plan)}: {meeting_words.briefly(one.plan)}"


def _entry(one: Guest) -> Block:
    withdraw = kit.button(
        "Withdraw",
        "withdraw-guest",
        f"{one.meeting_id} {one.person_id}",
        says=f"Withdraw {one.name}",
        confirm=Confirm(
            "Withdraw this guest?",
            "Their place is given back, and what they paid is refunded by the charter's rule.",
            "Yes, withdraw",
        ),
    )
    return kit.section(kit.escape(_line(one)), accessory=withdraw)


def _line(one: Guest) -> str:
    place = f", number {one.number} on the waiting list" if one.place is Place.WAITING else ""
    return f"{one.name}, {meeting_words.when(one.plan)}{place} (booked by {one.booked_by})"
