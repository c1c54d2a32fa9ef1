"""Learning events for those who take part: a practitioner's own buttons, and a panel member's list."""

from handlers.slack.blocks import learning as words
from handlers.slack.blocks import learning_lists as lists
from handlers.slack.blocks.kit import View
from handlers.slack.door import opens_modal
from handlers.slack.replies import Close, Open, Redraw, Reply, Say
from handlers.slack.visit import Visit
from rules.learning_support import Preparation
from usecases import learning_asking, learning_notes, learning_people, learning_report, learning_support


@opens_modal
async def clicked_preparation(visit: Visit) -> Reply:
    """*My preparation*"""
    [part] = visit.ids(1)
    return Open(words.preparation_form(await visit.look(learning_support.own, practitioner_id=part)))


async def submitted_preparation(visit: Visit) -> Reply:
    """The five points."""
    ticked = frozenset(map(Preparation, visit.chosen("ticks")))
    await visit.perform(learning_support.tick, practitioner_id=visit.about, ticked=ticked)
    return Close()


@opens_modal
async def clicked_talk(visit: Visit) -> Reply:
    """*Talk to my panel member*"""
    [part] = visit.ids(1)
    own = await visit.look(learning_support.own, practitioner_id=part)
    return Open(words.talk_form(part, own.panel_member))


async def submitted_talk(visit: Visit) -> Reply:
    """Asked, with or without the reviewer."""
    reviewer_too = bool(visit.chosen("reviewer"))
    await visit.perform(learning_support.ask_to_talk, practitioner_id=visit.about, reviewer_too=reviewer_too)
    return await _reply(visit, visit.about, "support-asked")


async def clicked_hard(visit: Visit) -> Reply:
    """*This is hard, or I can't come*: one click, no reason."""
    [part] = visit.ids(1)
    await visit.perform(learning_support.ask_to_talk, practitioner_id=part, hard=True)
    return await _reply(visit, part, "hard")


async def clicked_pause(visit: Visit) -> Reply:
    """*Pause these messages*"""
    [part] = visit.ids(1)
    await visit.perform(learning_support.pause, practitioner_id=part)
    return await _reply(visit, part, "paused")


async def clicked_go_on(visit: Visit) -> Reply:
    """*Go on with messages*"""
    [part] = visit.ids(1)
    await visit.perform(learning_support.resume, practitioner_id=part)
    return await _reply(visit, part, "resumed")


async def clicked_leave(visit: Visit) -> Reply:
    """*I'm not taking part*"""
    [part] = visit.ids(1)
    await visit.perform(learning_support.not_taking_part, practitioner_id=part)
    return await _reply(visit, part, "withdrawn")


@opens_modal
async def clicked_needs(visit: Visit) -> Reply:
    """*Language and access*"""
    [part] = visit.ids(1)
    return Open(words.needs_form(await visit.look(learning_support.own, practitioner_id=part)))


async def submitted_needs(visit: Visit) -> Reply:
    """What somebody needs, and their language."""
    await visit.perform(
        learning_support.say_needs,
        practitioner_id=visit.about,
        needs=visit.typed("needs"),
        language=visit.typed("language"),
    )
    return await _reply(visit, visit.about, "needs")


async def clicked_advice(_visit: Visit) -> Reply:
    """*How to prepare*, below the quarterly post: for anyone, privately."""
    return Say(words.advice())


@opens_modal
async def clicked_list(visit: Visit) -> Reply:
    """*My practitioners*: that it was looked at is kept."""
    [panel_member] = visit.ids(1)
    return Open(lists.panel_list(await visit.perform(learning_people.own_list, panel_member_id=panel_member)))


async def clicked_told(visit: Visit) -> Reply:
    """*I have told them*"""
    panel_member, part = visit.ids(2)
    await visit.perform(learning_people.told, panel_member_id=panel_member, practitioner_id=part)
    return await _list_again(visit, panel_member)


async def clicked_take_off(visit: Visit) -> Reply:
    """*Take off the list*, quietly."""
    panel_member, part = visit.ids(2)
    await visit.perform(learning_people.withdraw, practitioner_id=part)
    return await _list_again(visit, panel_member)


async def clicked_answer(visit: Visit) -> Reply:
    """*I am in touch*"""
    [request] = visit.ids(1)
    return Say(lists.answered(await visit.perform(learning_support.answer, request_id=request)))


@opens_modal
async def clicked_askers(visit: Visit) -> Reply:
    """*Who would like to talk*, for the reviewer: that it was looked at is kept."""
    [event] = visit.ids(1)
    return Open(await _askers(visit, event))


async def clicked_in_touch(visit: Visit) -> Reply:
    """*I am in touch*, in a list, which is drawn again."""
    where, about, request = visit.ids(3)
    await visit.perform(learning_support.answer, request_id=request)
    return await _list_again(visit, about) if where == "list" else Redraw(await _askers(visit, about))


@opens_modal
async def clicked_draft(visit: Visit) -> Reply:
    """*Read the draft* of what practitioners would read."""
    panel_member, text = visit.ids(2)
    note = await visit.look(learning_notes.draft_for, panel_member_id=panel_member, text=text)
    return Open(lists.draft(note, f"{panel_member} {text}"))


async def submitted_draft(visit: Visit) -> Reply:
    """*Send it*: the panel member's one click."""
    panel_member, text = visit.ids(2)
    count = await visit.perform(learning_report.pass_on, panel_member_id=panel_member, text=text)
    return Say(lists.passed_on(count))


async def _reply(visit: Visit, part: str, text: str) -> Reply:
    return Say(words.reply(await visit.look(learning_notes.reply, practitioner_id=part, text=text)))


async def _askers(visit: Visit, event: str) -> View:
    return lists.askers(event, await visit.perform(learning_asking.listed, event_id=event))


async def _list_again(visit: Visit, panel_member: str) -> Reply:
    return Redraw(
        lists.panel_list(await visit.perform(learning_people.own_list, panel_member_id=panel_member))
    )


CLICKS = {
    "learning-preparation": clicked_preparation,
    "learning-talk": clicked_talk,
    "learning-hard": clicked_hard,
    "learning-pause": clicked_pause,
    "learning-go-on": clicked_go_on,
    "learning-leave": clicked_leave,
    "learning-needs": clicked_needs,
    "learning-advice": clicked_advice,
    "learning-list": clicked_list,
    "learning-told": clicked_told,
    "learning-take-off": clicked_take_off,
    "learning-answer": clicked_answer,
    "learning-askers": clicked_askers,
    "learning-in-touch": clicked_in_touch,
    "learning-draft": clicked_draft,
}
SUBMISSIONS = {
    "learning-preparation": submitted_preparation,
    "learning-talk": submitted_talk,
    "learning-needs": submitted_needs,
    "learning-draft": submitted_draft,
}
