"""Extraordinary meetings in Slack: any member asks, the chair calls or answers."""

from handlers.slack.blocks import extraordinary as words
from handlers.slack.blocks import meetings as meeting_forms
from handlers.slack.door import opens_modal
from handlers.slack.meetings import typed
from handlers.slack.replies import Open, Redraw, Reply, Say
from handlers.slack.visit import Visit
from usecases import extraordinary, meetings


@opens_modal
async def typed_request(visit: Visit) -> Reply:
    """`/sig meeting request`"""
    group = await visit.group()
    binding = await visit.look(extraordinary.asking_is_binding, group_id=group.id)
    return Open(words.ask_form(group.id, binding=binding))


@opens_modal
async def clicked_request(visit: Visit) -> Reply:
    """*Ask for an extraordinary meeting*"""
    [visit.group_id] = visit.ids(1)
    return await typed_request(visit)


async def submitted_request(visit: Visit) -> Reply:
    """What the meeting is to be about."""
    asked = await visit.perform(extraordinary.ask, group_id=visit.about, purpose=visit.typed("purpose"))
    return Say(words.asked(asked))


@opens_modal
async def typed_call(visit: Visit) -> Reply:
    """`/sig meeting call`"""
    group = await visit.group()
    return Open(words.call_form(await visit.look(extraordinary.usual, group_id=group.id)))


@opens_modal
async def clicked_call(visit: Visit) -> Reply:
    """*Call a meeting*, on the chair's Home tab."""
    [visit.group_id] = visit.ids(1)
    return await typed_call(visit)


async def submitted_call(visit: Visit) -> Reply:
    """The form of a meeting that the chair calls."""
    called = await visit.perform(extraordinary.call, group_id=visit.about, typed=typed(visit))
    return Say(words.called(called))


async def clicked_grant(visit: Visit) -> Reply:
    """*Grant it*"""
    [request_id] = visit.ids(1)
    return Say(words.answered(await visit.perform(extraordinary.answer, request_id=request_id, granted=True)))


@opens_modal
async def clicked_decline(visit: Visit) -> Reply:
    """*Decline with a reason*"""
    [request_id] = visit.ids(1)
    return Open(words.decline_form(request_id))


async def submitted_decline(visit: Visit) -> Reply:
    """The reason."""
    request = await visit.perform(
        extraordinary.answer, request_id=visit.about, granted=False, because=visit.typed("because")
    )
    return Say(words.answered(request))


@opens_modal
async def clicked_set_day(visit: Visit) -> Reply:
    """*Set its day*: the form of the draft that answers a request."""
    [meeting_id] = visit.ids(1)
    return Redraw(meeting_forms.form(await visit.look(meetings.to_change, meeting_id=meeting_id)))


COMMANDS = {"meeting request": typed_request, "meeting call": typed_call}
CLICKS = {
    "request-meeting": clicked_request,
    "call-meeting": clicked_call,
    "grant-request": clicked_grant,
    "decline-request": clicked_decline,
    "set-day": clicked_set_day,
}
SUBMISSIONS = {
    "request-meeting": submitted_request,
    "call-meeting": submitted_call,
    "decline-request": submitted_decline,
}
