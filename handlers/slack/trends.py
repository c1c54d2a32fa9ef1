"""A year's attendance in Slack: in words for everyone, as a picture for the officers."""

from handlers.documents import year as picture
from handlers.slack.blocks import trends as words
from handlers.slack.replies import Reply, Say, Upload
from handlers.slack.visit import Visit
from rules.moments import local
from rules.offices import Act, require
from rules.refusals import Refusal
from usecases import trends
from usecases.trends import YearShown


async def typed_trends(visit: Visit) -> Reply:
    """`/sig trends`, with a year or without."""
    group = await visit.group()
    if visit.words and not (visit.words.isdecimal() and len(visit.words) == 4):
        raise Refusal("Please give a year, like `/sig trends 2027`.")
    year = int(visit.words) if visit.words else local(visit.now, group.zone).year
    return Say(words.year(await _year(visit, group.id, year), group.id))


async def clicked_picture(visit: Visit) -> Reply:
    """*As a picture*"""
    group_id, year = visit.ids(2)
    visit.group_id = group_id
    require((await visit.group()).offices, Act.RUN_MEETING)
    shown = await _year(visit, group_id, int(year))
    title = f"Attendance of {shown.group} in {shown.year}"
    content = picture.png(title, [(day, int(count)) for day, count in shown.meetings])
    return Upload(f"attendance {shown.year}.png", title, content, words.in_words(shown))


async def _year(visit: Visit, group_id: str, year: int) -> YearShown:
    return await visit.look(trends.of_year, group_id=group_id, year=year)


COMMANDS = {"trends": typed_trends}
CLICKS = {"year-picture": clicked_picture}
