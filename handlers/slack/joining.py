"""Joining a group: one button to ask, one to answer."""

from handlers.slack.blocks import joining as words
from handlers.slack.people import people_view
from handlers.slack.replies import Redraw, Reply, Say
from handlers.slack.visit import Visit
from usecases import joining


async def typed_join(visit: Visit) -> Reply:
    """`/sig join`"""
    group = await visit.group()
    return Say(words.receipt(await visit.perform(joining.ask, group_id=group.id)))


async def clicked_join(visit: Visit) -> Reply:
    """*Ask to join the group*"""
    [visit.group_id] = visit.ids(1)
    return await typed_join(visit)


async def typed_leave(visit: Visit) -> Reply:
    """`/sig leave group`"""
    group = await visit.group()
    return Say(words.left(await visit.perform(joining.leave, group_id=group.id)))


async def clicked_approve(visit: Visit) -> Reply:
    """*Approve*, in the officer's messages or in the list of people."""
    group_id, person_id = visit.ids(2)
    shown = await visit.perform(joining.approve, group_id=group_id, person_id=person_id)
    return await _answered(visit, shown)


async def clicked_decline(visit: Visit) -> Reply:
    """*Decline*, after its question was answered."""
    group_id, person_id = visit.ids(2)
    shown = await visit.perform(joining.decline, group_id=group_id, person_id=person_id)
    return await _answered(visit, shown)


async def _answered(visit: Visit, shown: joining.JoinShown) -> Reply:
    """What was done; in the list of people, the list as it is now."""
    said = words.decided(shown)
    if visit.surface == "modal":
        return Redraw(await people_view(visit, shown.group_id, said=said.text))
    return Say(said)


COMMANDS = {"join": typed_join, "leave group": typed_leave, "leave the group": typed_leave}
CLICKS = {
    "join-group": clicked_join,
    "approve-join": clicked_approve,
    "decline-join": clicked_decline,
}
