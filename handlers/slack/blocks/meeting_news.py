"""The words of news about meetings: moved, cancelled, called; and what became of a request for one."""

from handlers import meeting_words, news_words
from handlers.slack.blocks import kit, times
from handlers.slack.blocks.kit import Block, Message
from usecases.cards import Card
from usecases.meeting_told import News, Request


def moved(news: News) -> Message:
    """To everyone who answered."""
    plan = news.meeting.plan
    title = meeting_words.title(news.meeting, news.group)
    change, what_next = news_words.was_and_is(news.before, plan), news_words.stands(news)
    shown = f"*Moved: {kit.escape(title)}*\n{kit.escape(change)}\nYour time: {times.for_reader(plan)}\n{what_next}"
    return Message(
        kit.escape(f"Moved: {title}. {change} {what_next}"),
        (kit.section(shown), answer_buttons(news.meeting.id)),
    )


def cancelled(news: News) -> Message:
    """To everyone who was coming, unsure or waiting."""
    return Message(kit.escape(f"{news_words.cancelled(news)} {news_words.refund(news)}".strip()))


def extraordinary(card: Card) -> Message:
    """Notice of an extraordinary meeting, in the channel."""
    plan = card.meeting.plan
    text = (
        f"{meeting_words.title(card.meeting, card.group)}. It is called for {meeting_words.when(plan)}: "
        f"{meeting_words.where(plan)}. {meeting_words.price(card.member_pence, card.non_member_pence)}"
    )
    shown = f"{kit.escape(text)}\nYour time: {times.for_reader(plan)}"
    return Message(kit.escape(text), (kit.section(shown), answer_buttons(card.meeting.id)))


def requested(request: Request) -> Message:
    """To whoever acts on a request: buttons, never an id."""
    text = kit.escape(news_words.asked(request))
    return Message(text, (kit.section(text), kit.actions(*request_buttons(request))))


def request_buttons(request: Request) -> list[Block]:
    """What can be done about a request: date it where it is binding, otherwise answer it."""
    if request.meeting is not None:
        return [kit.button("Set its day", "set-day", request.meeting.id, style="primary")]
    return [
        kit.button("Grant it", "grant-request", request.id, style="primary"),
        kit.button("Decline with a reason", "decline-request", request.id),
    ]


def request_answered(request: Request) -> Message:
    """To whoever asked."""
    return Message(kit.escape(news_words.answered(request)))


def answer_buttons(meeting_id: str) -> Block:
    """The three answers."""
    return kit.actions(
        kit.button("Attend", "attend", meeting_id, style="primary"),
        kit.button("Apologies", "apologies", meeting_id),
        kit.button("Maybe", "maybe", meeting_id),
    )
