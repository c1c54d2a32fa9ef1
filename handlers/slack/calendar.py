"""Calendar files in Slack: a meeting's, or the year's, sent to the reader's direct messages."""

from handlers.calendar import Event, file_for, meeting_event
from handlers.slack.blocks import card as card_words
from handlers.slack.programme import year_in
from handlers.slack.replies import Reply, Say, Upload
from handlers.slack.visit import STALE, Visit
from rules.meetings import State
from rules.moments import local
from rules.refusals import Refusal
from usecases import cards, meeting_files
from usecases.meeting_files import ForCalendar
from usecases.meetings import MeetingShown

COMMENT = (
    "Open it to add the meetings to your calendar. A file does not follow later changes; "
    "the cards and reminders here do."
)


async def typed_calendar(visit: Visit) -> Reply:
    """`/sig calendar`, with a year or without."""
    group = await visit.group()
    return _year(await visit.look(meeting_files.year, group_id=group.id, year=year_in(visit.words)))


async def clicked_year(visit: Visit) -> Reply:
    """*Calendar file* below the programme."""
    group_id, year = visit.ids(2)
    return _year(await visit.look(meeting_files.year, group_id=group_id, year=int(year)))


async def chose_more(visit: Visit) -> Reply:
    """The ⋯ of a card: its calendar file, or its agenda."""
    what, meeting_id = visit.ids(2)
    if what == "agenda":
        return Say(card_words.agenda(await visit.look(cards.mine, meeting_id=meeting_id)))
    if what != "file":
        raise Refusal(STALE)
    found = await visit.look(meeting_files.one, meeting_id=meeting_id)
    day = _day(found.meetings[0])
    return _file(found, f"meeting-{day}.ics", f"{found.group}, {day}")


def _year(found: ForCalendar) -> Upload:
    year = local(found.meetings[0].plan.starts_at, found.meetings[0].plan.zone).year
    return _file(found, f"programme-{year}.ics", f"{found.group}, {year}")


def _file(found: ForCalendar, name: str, title: str) -> Upload:
    return Upload(name, title, file_for(_event(found, one) for one in found.meetings), COMMENT)


def _event(found: ForCalendar, one: MeetingShown) -> Event:
    return meeting_event(
        one.plan,
        group=found.group,
        uid=one.uid,
        sequence=one.sequence,
        created_at=one.created_at,
        revised_at=one.revised_at,
        public=one.id not in found.attending,
        agenda=[item.in_words for item in one.agenda],
        cancelled=one.state is State.CANCELLED,
        because=one.cancelled_because,
    )


def _day(one: MeetingShown) -> str:
    return local(one.plan.starts_at, one.plan.zone).date().isoformat()


COMMANDS = {"calendar": typed_calendar}
CLICKS = {"year-file": clicked_year, "meeting-more": chose_more}
