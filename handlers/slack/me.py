"""What concerns oneself: meetings, answers, dues, and one's own details."""

from handlers.slack.blocks import me as words
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from usecases import me, people


async def typed_me(visit: Visit) -> Reply:
    """`/sig me`"""
    group = await visit.group()
    return Say(words.overview(await visit.look(me.mine, group_id=group.id)))


@opens_modal
async def asked_for_details(visit: Visit) -> Reply:
    """`/sig details`, or *My details* on the Home tab, in `/sig me` and after the receipt."""
    return Open(words.details_form(await visit.look(people.details)))


async def submitted_details(visit: Visit) -> Reply:
    """The form of one's details."""
    found = await visit.perform(
        people.describe,
        role=visit.typed("role") or None,
        organisation=visit.typed("organisation"),
        nation=visit.typed("nation") or None,
        membership_number=visit.typed("membership_number"),
    )
    return Say(words.details_saved(found))


COMMANDS = {"me": typed_me, "details": asked_for_details, "me details": asked_for_details}
CLICKS = {"my-details": asked_for_details}
SUBMISSIONS = {"my-details": submitted_details}
