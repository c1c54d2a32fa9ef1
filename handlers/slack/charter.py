"""The charter: what the group has settled, and changing it."""

from handlers.slack.blocks import charter as words
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.charter_fields import SETTINGS
from rules.offices import Act, require
from usecases import charter


async def typed_charter(visit: Visit) -> Reply:
    """`/sig charter`"""
    group = await visit.group()
    return Say(words.in_force(await visit.look(charter.shown, group_id=group.id)))


@opens_modal
async def clicked_change(visit: Visit) -> Reply:
    """*Change the charter*"""
    [visit.group_id] = visit.ids(1)
    group = await visit.group()
    require(group.offices, Act.CHANGE_CHARTER)
    return Open(words.form(await visit.look(charter.shown, group_id=group.id)))


async def submitted_charter(visit: Visit) -> Reply:
    """The form of settings."""
    group_id, version = visit.ids(2)
    typed = {one.name: visit.typed(one.name) for one in SETTINGS}
    return Say(
        words.changed(
            await visit.perform(charter.change, group_id=group_id, version=int(version), typed=typed)
        )
    )


COMMANDS = {"charter": typed_charter, "terms": typed_charter}
CLICKS = {"change-charter": clicked_change}
SUBMISSIONS = {"charter": submitted_charter}
