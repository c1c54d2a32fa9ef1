"""News of meetings in plain words, said alike in Slack and in letters."""

from handlers.meeting_words import in_sentence, when, where
from rules import money, moving
from rules.meetings import Plan, State
from rules.rsvp import Answer, Place
from usecases.meeting_told import News, Request


def was_and_is(before: Plan, after: Plan) -> str:
    """What changed: the time, the place, or both."""
    if not moving.is_rescheduled(before, after):
        return f"On {when(after)} it is now here: {where(after)}. It is no longer here: {where(before)}."
    place = "" if where(before) == where(after) else f", {where(after)}"
    return f"It is now on {when(after)}{place}, and no longer on {when(before)}."


def stands(news: News) -> str:
    """What the move means for this person's answer."""
    rescheduled = moving.is_rescheduled(news.before, news.meeting.plan)
    return answer_stands(news.answer, news.place, rescheduled=rescheduled)


def answer_stands(answer: Answer, place: Place, *, rescheduled: bool) -> str:
    """What a move means for an answer; `rescheduled` if it is to another time."""
    if answer is Answer.APOLOGIES:
        return "You sent your apologies before it moved. Can you come now?"
    if answer is Answer.MAYBE:
        return "You said that you might come. Can you come now?"
    if place is Place.WAITING:
        return "You keep your number on the waiting list."
    if place is Place.OFFERED:
        return "The place that is offered to you is still held."
    free = " Nothing is charged for that." if rescheduled else ""
    return f"You keep your place. If you can't come now, please send your apologies.{free}"


def cancelled(news: News) -> str:
    """What is cancelled and why."""
    because = f" {_sentence(news.meeting.cancelled_because)}" if news.meeting.cancelled_because else ""
    found = in_sentence(news.meeting, news.group)
    return f"{found[0].upper()}{found[1:]} is cancelled.{because}"


def refund(news: News) -> str:
    """What a cancellation means for someone who was charged; empty for everybody else."""
    return money_back(news.owed_pence, charged=news.charged)


def money_back(owed_pence: int, *, charged: bool) -> str:
    """The same for what is owed (pence, negative when it is owed to them) and whether anything was charged."""
    if owed_pence >= 0:
        return "Nothing is owed for it any more." if charged else ""
    return f"{money.pounds(-owed_pence)} is owed to you; the treasurer will return it."


def answered(request: Request) -> str:
    """What became of a request."""
    asked = f"You asked for an extraordinary meeting of {request.group}."
    if request.meeting is not None and request.meeting.state is State.PUBLISHED:
        return f"{asked} It is called for {when(request.meeting.plan)}."
    because = f" {_sentence(request.answer)}" if request.answer else ""
    if request.granted:
        return f"{asked} It will be held, and you will be told the day.{because}"
    return f"{asked} The chair has declined it.{because}"


def asked(request: Request) -> str:
    """A request, to those who act on it."""
    text = f"{request.asked_by} asks for an extraordinary meeting of {request.group}: “{request.purpose}”"
    if not request.binding:
        return f"{text} The chair answers, with a reason if it is declined."
    return f"{text} By the charter this is binding. A draft is waiting for its day."


def _sentence(text: str) -> str:
    """Somebody's reason, ended like a sentence."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
