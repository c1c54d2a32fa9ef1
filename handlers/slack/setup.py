"""Setting a group up in its channel, naming its officers, and taking over a group that was left."""

from slack_sdk.errors import SlackApiError

from handlers.slack.blocks import setup as words
from handlers.slack.door import opens_modal
from handlers.slack.profiles import profile_of
from handlers.slack.replies import Close, Open, Reply, Say
from handlers.slack.visit import Visit
from rules.nations import Nation
from rules.offices import Act, Office, require
from rules.refusals import Refusal
from usecases import callers, groups, officers


@opens_modal
async def typed_setup(visit: Visit) -> Reply:
    """`/sig setup` in the channel that the group will live in."""
    me = await profile_of(visit.client, visit.caller)
    await visit.look(groups.refuse_set_up, channel_id=visit.channel_id, is_admin=me.is_admin)
    await _refuse_unless_we_can_post(visit)
    return Open(words.form(visit.channel_id or "", zone=me.zone))


async def submitted_setup(visit: Visit) -> Reply:
    """The set-up form."""
    me = await profile_of(visit.client, visit.caller)
    group = await visit.perform(
        groups.set_up,
        channel_id=visit.about,
        is_admin=me.is_admin,
        name=visit.typed("name"),
        nation=Nation(visit.typed("nation")),
        zone=visit.typed("zone"),
    )
    return Say(words.set_up(group))


async def clicked_undo_set_up(visit: Visit) -> Reply:
    """*Undo* below the announcement in the channel."""
    [group_id] = visit.ids(1)
    me = await profile_of(visit.client, visit.caller)
    name = await visit.perform(groups.undo_set_up, group_id=group_id, is_admin=me.is_admin)
    return Say(words.undone(name))


async def typed_officers(visit: Visit) -> Reply:
    """`/sig officers`"""
    group = await visit.group()
    shown = await visit.look(officers.officers, group_id=group.id)
    return Say(words.officers(group, shown, may_name=group.may(Act.NAME_OFFICERS)))


@opens_modal
async def asked_to_name_officers(visit: Visit) -> Reply:
    """`/sig officers name`, or the button below the list."""
    group = await visit.group()
    require(group.offices, Act.NAME_OFFICERS)
    return Open(words.officers_form(group.id, await visit.look(officers.officers, group_id=group.id)))


@opens_modal
async def clicked_name_officers(visit: Visit) -> Reply:
    """*Name officers*, on the list of officers or the Home tab."""
    [visit.group_id] = visit.ids(1)
    return await asked_to_name_officers(visit)


async def submitted_officers(visit: Visit) -> Reply:
    """The form of offices."""
    holders = {office: visit.chosen(office.value) for office in Office}
    for slack_id in {one for named in holders.values() for one in named}:
        known = await profile_of(visit.client, callers.Caller(visit.caller.team_id, slack_id))
        await visit.store.perform(callers.introduce, profile=known)
    group_id = visit.about
    shown = await visit.perform(officers.name_officers, group_id=group_id, holders=holders)
    return Say(words.officers_named(shown))


async def typed_take_over(visit: Visit) -> Reply:
    """`/sig take over`"""
    group = await visit.group()
    me = await profile_of(visit.client, visit.caller)
    shown = await visit.look(officers.officers, group_id=group.id)
    accounts = {one.slack_id for one in shown if one.slack_id and one.office is Office.SECRETARY}
    active = frozenset([one for one in accounts if await _is_active(visit, one)])
    name = await visit.perform(officers.take_over, group_id=group.id, is_admin=me.is_admin, active=active)
    return Say(words.taken_over(name))


async def typed_name_administrator(visit: Visit) -> Reply:
    """`/sig admin name @someone`"""
    mentioned = visit.words.strip()
    if not (mentioned.startswith("<@") and mentioned.endswith(">")):
        raise Refusal("Please mention the person: `/sig admin name @someone`.")
    slack_id = mentioned[2:-1].partition("|")[0]
    me = await profile_of(visit.client, visit.caller)
    await visit.perform(groups.name_administrator, is_admin=me.is_admin, slack_id=slack_id)
    return Say(words.administrator_named(slack_id))


async def closed_notice(_visit: Visit) -> Reply:
    """A notice has nothing to submit."""
    return Close()


async def _refuse_unless_we_can_post(visit: Visit) -> None:
    try:
        answer = await visit.client.conversations_info(channel=visit.channel_id or "")
        ours = bool(answer["channel"].get("is_member"))
        archived = bool(answer["channel"].get("is_archived"))
    except SlackApiError as problem:
        if problem.response.get("error") != "channel_not_found":
            raise
        ours = archived = False
    if archived:
        raise Refusal("This channel is archived. Unarchive it, or choose another channel for the group.")
    if not ours:
        raise Refusal(
            "I can't post in this channel yet. Type `/invite @Convenor` here, then `/sig setup` once more."
        )


async def _is_active(visit: Visit, slack_id: str) -> bool:
    answer = await visit.client.users_info(user=slack_id)
    return not answer["user"].get("deleted", False)


COMMANDS = {
    "setup": typed_setup,
    "set up": typed_setup,
    "officers": typed_officers,
    "officers name": asked_to_name_officers,
    "take over": typed_take_over,
    "admin name": typed_name_administrator,
}
CLICKS = {"undo-set-up": clicked_undo_set_up, "name-officers": clicked_name_officers}
SUBMISSIONS = {"setup": submitted_setup, "officers": submitted_officers, "notice": closed_notice}
