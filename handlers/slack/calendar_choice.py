"""How someone wants meetings in their calendar: chosen, changed and stopped on the Home tab or by word."""

from handlers.calendar import events_of, file_for
from handlers.slack.blocks import calendar_choice as words
from handlers.slack.blocks.kit import Block
from handlers.slack.replies import Reply, Say, Upload
from handlers.slack.visit import Visit
from rules.invitations import Choice
from usecases import calendars, feeds
from usecases.calendars import Chosen

COMMENT = (
    "Your meetings. Open the file to add them to your calendar; it does not follow later changes: "
    "for that, choose invitations or a feed on your Home tab."
)


async def blocks(visit: Visit) -> list[Block]:
    """The part of the Home tab about the caller's calendar."""
    chosen = await visit.look(calendars.chosen)
    return words.blocks(chosen, public_url=visit.public_url, letters=visit.letters)


async def chose(visit: Visit) -> Reply:
    """One of the buttons: by invitation, by feed, or neither any more."""
    return _shown(visit, await visit.perform(calendars.choose, choice=CHOICES[visit.action]))


async def renewed(visit: Visit) -> Reply:
    """*New address*"""
    return _shown(visit, await visit.perform(calendars.renew_feed))


async def typed_mine(visit: Visit) -> Reply:
    """`/sig calendar mine`, or *File of my meetings*."""
    found = await visit.look(feeds.mine)
    return Upload("my-meetings.ics", "My meetings", file_for(events_of(found, "")), COMMENT)


async def typed_choice(visit: Visit) -> Reply:
    """`/sig calendar settings`"""
    return _shown(visit, await visit.look(calendars.chosen))


def _shown(visit: Visit, chosen: Chosen) -> Say:
    return Say(words.message(chosen, public_url=visit.public_url, letters=visit.letters))


CHOICES = {
    "calendar-invitations": Choice.INVITATIONS,
    "calendar-feed": Choice.FEED,
    "calendar-nothing": Choice.NOTHING,
}
COMMANDS = {"calendar mine": typed_mine, "calendar settings": typed_choice}
CLICKS = {**dict.fromkeys(CHOICES, chose), "calendar-renew": renewed, "calendar-mine": typed_mine}
