"""After a learning event: the report's steps, their expected days, and the day of publication."""

from datetime import date

from handlers.slack.blocks import learning_home
from handlers.slack.blocks import learning_unit as words
from handlers.slack.blocks.kit import Choice
from handlers.slack.door import opens_modal
from handlers.slack.learning_people import introduced
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.learning_stages import Stage
from rules.moments import local
from rules.refusals import Refusal
from usecases import learning_home as homes
from usecases import learning_report


@opens_modal
async def clicked_record(visit: Visit) -> Reply:
    """*Record a step*"""
    event = await _event(visit)
    choices = learning_home.stage_choices(event)
    if not choices:
        raise Refusal("Every step of this event is recorded.")
    return Open(words.record(choices, event.id, local(visit.now, event.zone).date()))


async def submitted_record(visit: Visit) -> Reply:
    """A step, on its day."""
    await visit.perform(
        learning_report.record, event_id=visit.about, stage=Stage(visit.typed("stage")), on=_day(visit, "on")
    )
    return Say(words.done("Recorded. “Take back a step” undoes it."))


async def clicked_take_back(visit: Visit) -> Reply:
    """*Take back a step*"""
    [event] = visit.ids(1)
    await visit.perform(learning_report.take_back, event_id=event)
    return Say(words.done("Taken back."))


@opens_modal
async def clicked_expect(visit: Visit) -> Reply:
    """*Expected days*"""
    event = await _event(visit)
    choices = [Choice(stage.value, name) for stage, name in event.to_come]
    if not choices:
        raise Refusal("Every step of this event is recorded.")
    return Open(words.expect(choices, event.id))


async def submitted_expect(visit: Visit) -> Reply:
    """By when, and who."""
    owner = visit.typed("owner")
    owner_id = await introduced(visit, owner) if owner else ""
    on = visit.typed("on")
    await visit.perform(
        learning_report.expect,
        event_id=visit.about,
        stage=Stage(visit.typed("stage")),
        on=date.fromisoformat(on) if on else None,
        owner_id=owner_id,
    )
    return Say(words.done("Kept. You are told if the day passes without it."))


@opens_modal
async def clicked_publication(visit: Visit) -> Reply:
    """*Plan publication*"""
    [event] = visit.ids(1)
    return Open(words.publication(event))


async def submitted_publication(visit: Visit) -> Reply:
    """The day of publication."""
    await visit.perform(learning_report.plan_publication, event_id=visit.about, on=_day(visit, "on"))
    return Say(words.done("Planned. Each panel member has a draft to pass on."))


async def _event(visit: Visit) -> homes.EventShown:
    [event] = visit.ids(1)
    return await visit.look(homes.event_shown, event_id=event)


def _day(visit: Visit, name: str) -> date:
    return date.fromisoformat(visit.typed(name))


CLICKS = {
    "learning-record": clicked_record,
    "learning-take-back": clicked_take_back,
    "learning-expect": clicked_expect,
    "learning-publication": clicked_publication,
}
SUBMISSIONS = {
    "learning-record": submitted_record,
    "learning-expect": submitted_expect,
    "learning-publication": submitted_publication,
}
