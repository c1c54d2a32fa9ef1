"""The words of a meeting's card: when, where, theme, price, who is coming by sector, and the answers."""

from handlers import meeting_words
from handlers.slack.blocks import kit, times
from handlers.slack.blocks.kit import Block, Choice, Message
from rules import moments, money
from rules.meetings import Mode, State
from rules.rsvp import Answer, Place
from usecases.cards import Card, MyMeeting, WayIn

SMALL_PRINT = "Answers are seen by the organisers; the card names the sectors that are coming, never people."


def card(card: Card) -> Message:
    """The card in the channel, which is redrawn as things change."""
    if card.meeting.state is State.CANCELLED:
        return _cancelled(card)
    lines = _lines(card)
    text = kit.escape("\n".join([_heading(card), *(f"{label}: {words}" for label, words in lines)]))
    blocks: list[Block] = [kit.header(_heading(card)), kit.section(_marked(card, lines))]
    if card.over:
        blocks.append(kit.context("This meeting is over."))
        return Message(f"{text}\nThis meeting is over.", tuple(blocks))
    blocks += [kit.actions(*answer_buttons(card)), kit.context(SMALL_PRINT)]
    return Message(f"{text}\nAnswer with *Attend*, *Apologies* or *Maybe*.", tuple(blocks))


def mine(mine: MyMeeting) -> Message:
    """A meeting for one person: the card with how they have answered."""
    shown = card(mine.card)
    answer = my_answer(mine)
    return Message(f"{shown.text}\n{answer}", (*shown.blocks, kit.section(answer)), title="The meeting")


def my_answer(mine: MyMeeting) -> str:
    """How someone has answered, and what they owe."""
    owed = f" You owe {money.pounds(mine.owed_pence)}." if mine.owed_pence > 0 else ""
    if mine.answer is None:
        return "You have not answered yet."
    if mine.place is Place.OFFERED:
        return "A place is offered to you: press *Attend* to take it."
    if mine.place is Place.WAITING:
        return f"You are number {mine.number} on the waiting list."
    return f"{_ANSWERED[mine.answer]}{owed}"


def answer_buttons(card: Card) -> list[Block]:
    """The three answers, the way in where there is one to open, and the calendar file."""
    found, plan = card.meeting, card.meeting.plan
    day = meeting_words.day(plan)
    buttons = [
        kit.button("Attend", "attend", found.id, style="primary", says=f"Attend on {day}"),
        kit.button("Apologies", "apologies", found.id, says=f"Send apologies for {day}"),
        kit.button("Maybe", "maybe", found.id, says=f"Maybe on {day}"),
    ]
    if plan.mode is Mode.VIRTUAL or plan.join_link:
        buttons.append(kit.button("Join", "join-meeting", found.id, says=f"Show me the link for {day}"))
    more = [Choice(f"agenda {found.id}", "Agenda"), Choice(f"file {found.id}", "Calendar file")]
    return [*buttons, kit.overflow("meeting-more", more)]


def way_in(way: WayIn) -> Message:
    """The link, to someone who attends."""
    when = meeting_words.when(way.meeting.plan)
    text = f"Join the meeting on {when} here: {way.link}"
    button = kit.button("Open the meeting", "open-meeting", url=way.link, style="primary")
    shown = kit.section(f"Your way into the meeting on {when}:")
    return Message(text, (shown, kit.actions(button)), title="Join")


def agenda(found: MyMeeting) -> Message:
    """The agenda, to anybody."""
    lines = []
    for number, item in enumerate(found.card.meeting.agenda, 1):
        lines.append(f"{number}. {kit.escape(item.in_words)}")
        lines += [f"      – {kit.escape(heading)}" for heading in item.headings]
    intro = f"The agenda for {meeting_words.when(found.card.meeting.plan)}:"
    return Message(
        "\n".join([intro, *lines]), (kit.section(f"*{intro}*"), *kit.sections(lines)), title="Agenda"
    )


_ANSWERED = {
    Answer.ATTENDING: "You attend.",
    Answer.APOLOGIES: "You sent your apologies.",
    Answer.MAYBE: "You might come.",
}


def _heading(card: Card) -> str:
    return meeting_words.title(card.meeting, card.group)


def _lines(card: Card) -> list[tuple[str, str]]:
    """The facts of the card, each with its label, as plain text."""
    plan = card.meeting.plan
    found = [
        ("When", meeting_words.when(plan)),
        ("Where", meeting_words.where(plan)),
        ("Access", plan.access),
        ("Price", meeting_words.price(card.member_pence, card.non_member_pence)),
        ("Coming", moments.listed(card.sectors) if card.sectors else ""),
        ("Places", _places(card)),
    ]
    return [(label, words) for label, words in found if words]


def _marked(card: Card, lines: list[tuple[str, str]]) -> str:
    """The same as mrkdwn, with the time in the reader's own zone below the meeting's."""
    shown = [f"*{label}*  {kit.escape(words)}" for label, words in lines]
    shown.insert(1, f"*Your time*  {times.for_reader(card.meeting.plan)}")
    return "\n".join(shown)


def _places(card: Card) -> str:
    if card.places_left is None or card.over:
        return ""
    if card.places_left == 0 or card.queue:
        return "None left; *Attend* puts you on the waiting list."
    return "1 left." if card.places_left == 1 else f"{card.places_left} left."


def _cancelled(card: Card) -> Message:
    plan = card.meeting.plan
    heading = f"Cancelled: {_heading(card)}"
    because = f" {card.meeting.cancelled_because}" if card.meeting.cancelled_because else ""
    text = f"The meeting on {meeting_words.when(plan)} is cancelled.{because}"
    return Message(
        kit.escape(f"{heading}\n{text}"),
        (
            kit.header(heading),
            kit.section(kit.escape(text)),
            kit.context("Whatever was charged for it is credited in full."),
        ),
    )
