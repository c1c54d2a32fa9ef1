"""The people of a learning event, as the business unit (or a panel member) names them."""

from handlers.slack.blocks import learning_lists
from handlers.slack.blocks import learning_unit as words
from handlers.slack.door import opens_modal
from handlers.slack.profiles import profile_of
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.nations import Nation
from rules.refusals import Refusal
from usecases import callers, learning_people
from usecases.callers import Caller
from usecases.learning_people import Somebody

NO_WAY_TO_ANSWER = (
    "Somebody without Slack needs a way to pause, to ask for support or to withdraw. Ask whoever runs Convenor to "
    "set SMTP_URL, and CONVENOR_PUBLIC_URL (for a page) or IMAP_URL (for replies) with CONVENOR_SECRET_KEY; or choose "
    "somebody of the workspace."
)


@opens_modal
async def clicked_people(visit: Visit) -> Reply:
    """*People*: that the list was looked at is kept."""
    [event] = visit.ids(1)
    return Open(learning_lists.whole_list(await visit.perform(learning_people.listed, event_id=event), event))


@opens_modal
async def clicked_add_agency(visit: Visit) -> Reply:
    """*Add an agency*"""
    [event] = visit.ids(1)
    return Open(words.somebody("learning-add-agency", "Add an agency", event, agency=True))


async def submitted_agency(visit: Visit) -> Reply:
    """An agency with its panel member."""
    somebody = await _somebody(visit)
    await visit.perform(
        learning_people.add_panel_member,
        event_id=visit.about,
        agency=visit.typed("agency"),
        somebody=somebody,
    )
    return Say(words.done("Added. They are asked to speak with their practitioners first."))


@opens_modal
async def clicked_add(visit: Visit) -> Reply:
    """*Add somebody* to a panel member's list."""
    [panel_member] = visit.ids(1)
    return Open(words.somebody("learning-add", "Add a practitioner", panel_member, practitioner=True))


async def submitted_practitioner(visit: Visit) -> Reply:
    """A practitioner, who hears nothing yet."""
    nation = visit.typed("nation")
    await visit.perform(
        learning_people.add_practitioner,
        panel_member_id=visit.about,
        somebody=await _somebody(visit),
        nation=Nation(nation) if nation else None,
        language=visit.typed("language"),
    )
    return Say(words.done("Added. They hear nothing before their panel member has told them."))


@opens_modal
async def clicked_reviewer(visit: Visit) -> Reply:
    """*Name the reviewer*"""
    [event] = visit.ids(1)
    return Open(words.somebody("learning-reviewer", "Name the reviewer", event))


async def submitted_reviewer(visit: Visit) -> Reply:
    """Who leads the event."""
    await visit.perform(learning_people.name_reviewer, event_id=visit.about, somebody=await _somebody(visit))
    return Say(words.done("Named."))


async def introduced(visit: Visit, slack_id: str) -> str:
    """Know somebody of the workspace by what Slack says of them, and return their id."""
    profile = await profile_of(visit.client, Caller(visit.caller.team_id, slack_id))
    return await visit.store.perform(callers.introduce, profile=profile)


async def _somebody(visit: Visit) -> Somebody:
    slack_id = visit.typed("somebody")
    if slack_id:
        await introduced(visit, slack_id)
        return Somebody(slack_id=slack_id)
    if visit.typed("email") and not visit.by_letter:
        raise Refusal(NO_WAY_TO_ANSWER, field="email")
    return Somebody(name=visit.typed("name"), email=visit.typed("email"))


CLICKS = {
    "learning-people": clicked_people,
    "learning-add-agency": clicked_add_agency,
    "learning-add": clicked_add,
    "learning-reviewer": clicked_reviewer,
}
SUBMISSIONS = {
    "learning-add-agency": submitted_agency,
    "learning-add": submitted_practitioner,
    "learning-reviewer": submitted_reviewer,
}
