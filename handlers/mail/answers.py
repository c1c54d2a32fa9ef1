"""The letters in answer to a reply: what was recorded, or why it was not."""

from handlers.calendar import place_in_words
from handlers.mail.letter import Fact, Letter
from rules.moments import local, short_day, span_in_words
from rules.rsvp import Answer, Place
from usecases.replies import ReplyTold

_RECORDED = {
    Answer.APOLOGIES: "We have recorded your apologies.",
    Answer.MAYBE: "We have recorded that you may come. Please tell us when you know.",
}


def receipt(told: ReplyTold) -> Letter:
    """What the answer came to."""
    return Letter(
        subject=f"Your answer for {told.group}, {_day(told)}", opening=(_came_to(told),), facts=_facts(told)
    )


def refusal(told: ReplyTold) -> Letter:
    """Why the answer could not be recorded, and the way forward."""
    return Letter(
        subject=f"Your answer could not be recorded: {told.group}, {_day(told)}",
        opening=(told.sentence.replace("`", ""),),
        facts=_facts(told),
        closing=("If you have a question, reply to this letter: the secretary reads it.",),
    )


def _came_to(told: ReplyTold) -> str:
    if told.answer is None:
        return "We have no answer of yours."
    if told.answer is not Answer.ATTENDING:
        return _RECORDED[told.answer]
    if told.place is Place.WAITING:
        return (
            f"All places are taken. You are number {told.number} on the waiting list, "
            "and we write as soon as a place comes free."
        )
    return "Thank you: you have a place."


def _facts(told: ReplyTold) -> tuple[Fact, ...]:
    plan = told.plan
    when = span_in_words(plan.starts_at, plan.ends_at, told.zone)
    return (Fact("When", (when,)), Fact("Where", (place_in_words(plan),)))


def _day(told: ReplyTold) -> str:
    return short_day(local(told.plan.starts_at, told.plan.zone).date())
