"""The year in Slack: seen, planned, published; and the next meeting."""

from handlers.slack.blocks import card as card_words
from handlers.slack.blocks import programme as words
from handlers.slack.door import opens_modal
from handlers.slack.replies import Redraw, Reply, Say
from handlers.slack.visit import Visit
from rules.moments import local
from rules.refusals import Refusal
from usecases import cards, programme
from usecases.programme import YearShown


async def typed_programme(visit: Visit) -> Reply:
    """`/sig programme`, with a year or without."""
    group = await visit.group()
    shown = await visit.look(programme.year, group_id=group.id, year=year_in(visit.words))
    return Say(words.for_reader(shown))


async def clicked_programme(visit: Visit) -> Reply:
    """*Programme*, on the Home tab."""
    group_id, year = visit.ids(2)
    return Say(words.for_reader(await visit.look(programme.year, group_id=group_id, year=int(year))))


async def typed_next(visit: Visit) -> Reply:
    """`/sig next`"""
    group = await visit.group()
    meeting_id = await visit.look(programme.next_meeting_id, group_id=group.id)
    return Say(card_words.mine(await visit.look(cards.mine, meeting_id=meeting_id)))


@opens_modal
async def typed_plan(visit: Visit) -> Reply:
    """`/sig programme plan 2027`"""
    group = await visit.group()
    year = year_in(visit.words)
    if year is None:
        coming = local(visit.now, group.zone).year + 1
        raise Refusal(f"Say which year, for example `/sig programme plan {coming}`.")
    return await _planned(visit, group.id, year, again=False)


@opens_modal
async def clicked_plan(visit: Visit) -> Reply:
    """*Propose a year*"""
    group_id, year = visit.ids(2)
    return await _planned(visit, group_id, int(year), again=False)


@opens_modal
async def clicked_plan_again(visit: Visit) -> Reply:
    """*Plan it anew*, after its question was answered."""
    group_id, year = visit.ids(2)
    return await _planned(visit, group_id, int(year), again=True)


@opens_modal
async def typed_meetings(visit: Visit) -> Reply:
    """`/sig meetings`: the desk for those who plan, the programme for everybody else."""
    group = await visit.group()
    shown = await visit.look(programme.year, group_id=group.id, year=year_in(visit.words))
    return desk(shown) if shown.may_plan else Say(words.for_reader(shown))


@opens_modal
async def clicked_desk(visit: Visit) -> Reply:
    """*Change meetings*, or another year at the desk."""
    group_id, year = visit.ids(2)
    return desk(await visit.look(programme.desk, group_id=group_id, year=int(year)))


@opens_modal
async def clicked_publish(visit: Visit) -> Reply:
    """*Publish 2027*, after its question was answered."""
    group_id, year = visit.ids(2)
    shown = await visit.perform(programme.publish, group_id=group_id, year=int(year))
    return desk(shown, words.published_in_words(shown))


async def clicked_show_meeting(visit: Visit) -> Reply:
    """*Answer*, beside a meeting of the year."""
    [meeting_id] = visit.ids(1)
    return Say(card_words.mine(await visit.look(cards.mine, meeting_id=meeting_id)))


def desk(shown: YearShown, said: str = "") -> Reply:
    """The desk, in the modal that is open or in a new one."""
    return Redraw(words.desk(shown, said))


async def _planned(visit: Visit, group_id: str, year: int, *, again: bool) -> Reply:
    shown = await visit.perform(programme.plan, group_id=group_id, year=year, again=again)
    return desk(shown, "" if shown.planned_before else words.planned_in_words(shown))


def year_in(text: str) -> int | None:
    """The year that was typed, None if there is nothing."""
    typed = text.strip()
    if not typed:
        return None
    if not (typed.isdecimal() and len(typed) == 4):
        raise Refusal("Type the year in four figures, for example `/sig programme 2027`.")
    return int(typed)


COMMANDS = {
    "programme": typed_programme,
    "program": typed_programme,
    "programme plan": typed_plan,
    "plan": typed_plan,
    "next": typed_next,
    "meetings": typed_meetings,
}
SHORTCUTS = {"next_meeting": typed_next}
CLICKS = {
    "show-programme": clicked_programme,
    "plan-year": clicked_plan,
    "plan-year-again": clicked_plan_again,
    "open-desk": clicked_desk,
    "publish-year": clicked_publish,
    "show-meeting": clicked_show_meeting,
}
