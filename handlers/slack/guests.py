"""Guests who do not use Slack: booked, listed, withdrawn."""

from handlers.slack.blocks import guests as words
from handlers.slack.door import opens_modal
from handlers.slack.profiles import profile_by_address
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from usecases import guests


@opens_modal
async def asked_to_bring(visit: Visit) -> Reply:
    """`/sig guest`, or *Bring a guest*."""
    group = await visit.group()
    choices = await visit.look(guests.choices, group_id=group.id)
    return Open(words.form(choices, letters=visit.letters)) if choices else Say(words.none_ahead())


@opens_modal
async def clicked_bring(visit: Visit) -> Reply:
    """*Bring a guest*, on the Home tab, in `/sig me` or below the list."""
    [visit.group_id] = visit.ids(1)
    return await asked_to_bring(visit)


async def submitted_guest(visit: Visit) -> Reply:
    """The form of a guest; someone who turns out to use Slack is asked there instead."""
    booked = await visit.perform(
        guests.book,
        in_slack=await profile_by_address(visit.client, visit.caller.team_id, visit.typed("email")),
        meeting_id=visit.typed("meeting"),
        name=visit.typed("name"),
        email=visit.typed("email"),
        organisation=visit.typed("organisation"),
        role=visit.typed("role") or None,
    )
    return Say(words.booked(booked, letters=visit.letters))


async def typed_guests(visit: Visit) -> Reply:
    """`/sig guests`"""
    group = await visit.group()
    return Say(words.listed(await visit.look(guests.mine, group_id=group.id), group_id=group.id))


async def clicked_withdraw(visit: Visit) -> Reply:
    """*Withdraw*, after its question was answered."""
    meeting_id, person_id = visit.ids(2)
    return Say(
        words.withdrawn(await visit.perform(guests.withdraw, meeting_id=meeting_id, person_id=person_id))
    )


COMMANDS = {"guest": asked_to_bring, "guests": typed_guests}
CLICKS = {"new-guest": clicked_bring, "withdraw-guest": clicked_withdraw}
SUBMISSIONS = {"guest": submitted_guest}
