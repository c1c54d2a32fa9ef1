"""Deciding in Slack: decisions and their ratification, urgent business and its consultation."""

from handlers.slack.attendance import open_meeting_id
from handlers.slack.blocks import decisions as words
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.refusals import Refusal
from rules.urgent import View, Way
from usecases import decisions, urgent


@opens_modal
async def typed_decide(visit: Visit) -> Reply:
    """`/sig decide`"""
    return await _form(visit, await open_meeting_id(visit))


@opens_modal
async def clicked_decide(visit: Visit) -> Reply:
    """*Record a decision*, on the officers' desk."""
    [meeting_id] = visit.ids(1)
    return await _form(visit, meeting_id)


async def submitted_decision(visit: Visit) -> Reply:
    """The form of a decision."""
    made = await visit.perform(
        decisions.decide,
        meeting_id=visit.about,
        text=visit.typed("text"),
        proposer_id=visit.typed("proposer"),
        conflicted=visit.chosen("conflicted"),
    )
    return Say(words.decided(made))


async def typed_ratify(visit: Visit) -> Reply:
    """`/sig ratify`: what waits for the open meeting."""
    group = await visit.group()
    meeting_id = await open_meeting_id(visit)
    return Say(words.waiting(meeting_id, await visit.look(decisions.waiting, group_id=group.id)))


async def clicked_ratify(visit: Visit) -> Reply:
    """*Ratify* or *Do not ratify*."""
    meeting_id, decision_id = visit.ids(2)
    made = await visit.perform(
        decisions.ratify,
        meeting_id=meeting_id,
        decision_id=decision_id,
        agreed=visit.action.startswith("ratify"),
    )
    return Say(words.ratified(made))


@opens_modal
async def typed_urgent(visit: Visit) -> Reply:
    """`/sig urgent`"""
    return Open(words.urgent_form(await open_meeting_id(visit)))


@opens_modal
async def clicked_urgent(visit: Visit) -> Reply:
    """*Urgent business*, on the chair's desk."""
    [meeting_id] = visit.ids(1)
    return Open(words.urgent_form(meeting_id))


async def submitted_urgent(visit: Visit) -> Reply:
    """The form of urgent business."""
    put = await visit.perform(
        urgent.propose, meeting_id=visit.about, text=visit.typed("text"), reason=visit.typed("reason")
    )
    return Say(words.consulting(put))


@opens_modal
async def clicked_view(visit: Visit) -> Reply:
    """*Give your view*, in the message to the Independent Chair."""
    return Open(words.view_form(await _business(visit)))


@opens_modal
async def clicked_call(visit: Visit) -> Reply:
    """*Record a call*, for the Chair."""
    return Open(words.view_form(await _business(visit), call=True))


async def submitted_view(visit: Visit) -> Reply:
    """The Independent Chair's view."""
    return await _view(visit, Way.BUTTON)


async def submitted_call(visit: Visit) -> Reply:
    """What was said on the call: the Chair can decide at once."""
    await _view(visit, Way.CALL)
    return Say(words.to_decide(await visit.look(urgent.shown, urgent_id=visit.about)))


async def clicked_rule(visit: Visit) -> Reply:
    """*Approve it* or *Do not approve it*."""
    [urgent_id] = visit.ids(1)
    approved = visit.action == "urgent-approve"
    ruled = await visit.perform(urgent.rule_on, urgent_id=urgent_id, approved=approved, words="")
    return Say(words.ruled(ruled))


async def clicked_withdraw(visit: Visit) -> Reply:
    """*Withdraw it*"""
    [urgent_id] = visit.ids(1)
    return Say(words.ruled(await visit.perform(urgent.withdraw, urgent_id=urgent_id)))


async def _form(visit: Visit, meeting_id: str) -> Reply:
    room, names = await visit.look(decisions.room, meeting_id=meeting_id)
    return Open(words.decision_form(meeting_id, room, names))


async def _business(visit: Visit) -> urgent.Business:
    [urgent_id] = visit.ids(1)
    return await visit.look(urgent.shown, urgent_id=urgent_id)


async def _view(visit: Visit, way: Way) -> Reply:
    if not visit.typed("view"):
        raise Refusal("Please choose one of the three.", field="view")
    await visit.perform(
        urgent.give_view,
        urgent_id=visit.about,
        view=View(visit.typed("view")),
        words=visit.typed("words"),
        way=way,
    )
    return Say(words.view_kept())


COMMANDS = {"decide": typed_decide, "ratify": typed_ratify, "urgent": typed_urgent}
CLICKS = {
    "decide": clicked_decide,
    "ratify": clicked_ratify,
    "decline": clicked_ratify,
    "urgent": clicked_urgent,
    "urgent-view": clicked_view,
    "urgent-call": clicked_call,
    "urgent-approve": clicked_rule,
    "urgent-decline": clicked_rule,
    "urgent-withdraw": clicked_withdraw,
}
SUBMISSIONS = {
    "decide": submitted_decision,
    "urgent": submitted_urgent,
    "urgent-view": submitted_view,
    "urgent-call": submitted_call,
}
