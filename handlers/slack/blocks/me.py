"""The words of what concerns oneself: meetings, dues, and one's own details."""

from handlers import meeting_words
from handlers.slack.blocks import inputs, kit, persons, times
from handlers.slack.blocks.kit import Block, Message, Modal, View
from rules import money, professions
from rules.moments import day_in_words
from rules.pricing import Standing
from rules.rsvp import Answer, Place
from storage.groups import Belonging
from usecases.me import Mine, MyMeeting
from usecases.people import Details

MEETINGS_SHOWN = 12
_ANSWERED = {
    Answer.ATTENDING: "You attend.",
    Answer.APOLOGIES: "You sent your apologies.",
    Answer.MAYBE: "You might come.",
}


def overview(mine: Mine) -> Message:
    """`/sig me`"""
    lines = [_plainly(one) for one in mine.meetings[:MEETINGS_SHOWN]] or ["No meeting is published yet."]
    spoken = kit.escape("\n".join([f"You and {mine.group_name}:", *lines, *dues(mine)]))
    return Message(
        f"{spoken}\n{_details(mine)}\n{_standing(mine)}",
        (kit.header(f"You and {mine.group_name}"), *home_blocks(mine)),
    )


def home_blocks(mine: Mine) -> list[Block]:
    """The same for the Home tab, below the name of the group."""
    meetings = [_entry(one) for one in mine.meetings[:MEETINGS_SHOWN]]
    more = len(mine.meetings) - MEETINGS_SHOWN
    return [
        kit.section("*Your meetings*"),
        *(meetings or [kit.section("No meeting is published yet; you will see it in the group's channel.")]),
        *([kit.context(f"…and {more} more: `/sig programme` shows the whole year.")] if more > 0 else []),
        kit.section("*Your dues*\n" + kit.escape("\n".join(dues(mine)))),
        kit.section(f"*Your details*\n{_details(mine)}\n{kit.escape(_standing(mine))}"),
        kit.actions(*_buttons(mine)),
    ]


def dues(mine: Mine) -> list[str]:
    """What is owed in all and for which meetings, and how to pay; as plain text."""
    if not mine.dues:
        return ["You owe nothing."]
    lines = [
        f"• {meeting_words.day(due.plan)}: {money.pounds(abs(due.pence))} {'owed to you' if due.pence < 0 else 'owed'}"
        for due in mine.dues
    ]
    if mine.owed_pence > 0:
        return [f"You owe {money.pounds(mine.owed_pence)} in all. {mine.how_to_pay}", *lines]
    if mine.owed_pence < 0:
        back = money.pounds(-mine.owed_pence)
        return [f"{back} is owed to you in all; the treasurer will return it.", *lines]
    return ["What you owe and what is owed to you are the same, so nothing needs paying.", *lines]


def details_form(found: Details) -> View:
    """What someone may say of themselves; every input is optional."""
    blocks = [
        kit.section("All of this is optional, and you can change it whenever you like."),
        inputs.field_of(
            "Profession",
            inputs.select("role", persons.role_choices(), placeholder="Your main role", chosen=found.role),
            optional=True,
            hint="The quorum counts it: attendance reflects professional diversity.",
        ),
        inputs.field_of(
            "Organisation",
            inputs.text_input("organisation", value=found.organisation, longest=120),
            optional=True,
        ),
        inputs.field_of(
            "Nation",
            inputs.select(
                "nation", persons.nation_choices(), chosen=found.nation.value if found.nation else None
            ),
            optional=True,
            hint="Its bank holidays are kept free of reminders.",
        ),
        inputs.field_of(
            "Membership number of the association",
            inputs.text_input("membership_number", value=found.membership_number, longest=40),
            optional=True,
            hint="The secretary confirms it; members attend free of charge.",
        ),
    ]
    return Modal("my-details", "Your details", blocks, submit="Save", close="Cancel").view()


def details_saved(found: Details) -> Message:
    """What was kept."""
    claim = " The secretary sees your membership number and confirms it." if found.membership_number else ""
    return Message(f"Saved. Thank you.{claim}")


def _entry(one: MyMeeting) -> Block:
    text = (
        f"*{meeting_words.when(one.plan)}*\n{kit.escape(meeting_words.briefly(one.plan))}\n"
        f"Your time: {times.for_reader(one.plan)}\n{kit.escape(_answer(one))}"
    )
    label = "Answer" if one.answer is None else "Change answer"
    says = f"{label} for {meeting_words.day(one.plan)}"
    return kit.section(text, accessory=kit.button(label, "show-meeting", one.meeting_id, says=says))


def _plainly(one: MyMeeting) -> str:
    return f"{meeting_words.when(one.plan)}: {meeting_words.briefly(one.plan)}. {_answer(one)}"


def _answer(one: MyMeeting) -> str:
    """How someone has answered, and what that place costs them."""
    if one.answer is None:
        return f"You have not answered yet. {one.price}"
    if one.place is Place.OFFERED:
        return f"A place is offered to you: press Attend to take it. {one.price}"
    if one.place is Place.WAITING:
        return f"You are number {one.number} on the waiting list. {one.price}"
    price = f" {one.price}" if one.answer is Answer.ATTENDING else ""
    return f"{_ANSWERED[one.answer]}{price}"


def _details(mine: Mine) -> str:
    found = mine.details
    facts = [
        ("Profession", professions.role(found.role).label if found.role else "not given"),
        ("Organisation", found.organisation or "not given"),
        ("Nation", found.nation.label if found.nation else "not given"),
        ("Membership number", found.membership_number or "not given"),
    ]
    return "; ".join(f"{label}: {kit.escape(words)}" for label, words in facts)


def _standing(mine: Mine) -> str:
    if mine.standing is Standing.MEMBER:
        until = f" until {day_in_words(mine.member_until)}" if mine.member_until else ""
        return f"Your membership of the association is confirmed{until}."
    if mine.standing is Standing.NON_MEMBER:
        return "You are recorded as not being a member of the association at present."
    return "Your membership of the association is not confirmed. If you are a member, give your number."


def _buttons(mine: Mine) -> list[Block]:
    buttons = [kit.button("My details", "my-details", says="Change my profession and other details")]
    if mine.belonging in {None, Belonging.LEFT}:
        buttons.append(kit.button("Ask to join the group", "join-group", mine.group_id))
    buttons.append(kit.button("Bring a guest", "new-guest", mine.group_id))
    return buttons
