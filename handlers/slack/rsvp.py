"""Answering a meeting by button or word, and the one question that follows."""

from handlers.slack.blocks import rsvp as words
from handlers.slack.replies import Reply, Say
from handlers.slack.visit import Visit
from rules import professions
from rules.rsvp import Answer
from usecases import people, rsvp


async def clicked_answer(visit: Visit) -> Reply:
    """*Attend*, *Apologies* or *Maybe* on a meeting's card."""
    [meeting_id] = visit.ids(1)
    wanted = Answer(ANSWERS[visit.action])
    return Say(words.receipt(await visit.perform(rsvp.answer, meeting_id=meeting_id, answer=wanted)))


async def typed_answer(visit: Visit, wanted: Answer) -> Reply:
    """`/sig attend`, `/sig apologies` or `/sig maybe`: the group's next meeting."""
    channel = {"channel_id": visit.channel_id, "group_id": visit.group_id}
    return Say(words.receipt(await visit.perform(rsvp.answer_next, answer=wanted, **channel)))


async def typed_attend(visit: Visit) -> Reply:
    """`/sig attend`"""
    return await typed_answer(visit, Answer.ATTENDING)


async def typed_apologies(visit: Visit) -> Reply:
    """`/sig apologies`"""
    return await typed_answer(visit, Answer.APOLOGIES)


async def typed_maybe(visit: Visit) -> Reply:
    """`/sig maybe`"""
    return await typed_answer(visit, Answer.MAYBE)


async def chose_profession(visit: Visit) -> Reply:
    """The menu below the receipt."""
    await visit.perform(people.declare_role, role=visit.value)
    return Say(words.profession_saved(professions.role(visit.value).label))


ANSWERS = {"attend": Answer.ATTENDING, "apologies": Answer.APOLOGIES, "maybe": Answer.MAYBE}
COMMANDS = {
    "attend": typed_attend,
    "attending": typed_attend,
    "going": typed_attend,
    "apologies": typed_apologies,
    "maybe": typed_maybe,
}
CLICKS = {**dict.fromkeys(ANSWERS, clicked_answer), "profession": chose_profession}
