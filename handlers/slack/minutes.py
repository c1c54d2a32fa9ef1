"""Minutes in Slack: drawn up, reported on, approved, and handed over as files; the forecast before."""

from handlers.documents import markdown, timeline, word
from handlers.slack.attendance import open_meeting_id
from handlers.slack.blocks import minutes as words
from handlers.slack.blocks import quorum_notices
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Reply, Say, Upload
from handlers.slack.visit import Visit
from rules.timeline import in_words
from usecases import forecasts, minutes, programme
from usecases.minutes import Papers


async def typed_minutes(visit: Visit) -> Reply:
    """`/sig minutes`: of the meeting that is open, or was last."""
    return Say(words.papers(await _papers(visit, await open_meeting_id(visit))))


async def typed_last_minutes(visit: Visit) -> Reply:
    """`/sig minutes last`: of the meeting before the open one, which may approve them."""
    meeting_id = await visit.look(minutes.before_last, meeting_id=await open_meeting_id(visit))
    return Say(words.papers(await _papers(visit, meeting_id)))


async def clicked_word(visit: Visit) -> Reply:
    """*As a Word document*"""
    papers = await _papers(visit, *visit.ids(1))
    described = in_words(papers.timeline)
    content = word.minutes(papers.minutes, picture=timeline.png(papers.timeline), described=described)
    return Upload(f"minutes {papers.day}.docx", f"Minutes of {papers.day}", content, papers.minutes.status)


async def clicked_text(visit: Visit) -> Reply:
    """*As text for a canvas*"""
    papers = await _papers(visit, *visit.ids(1))
    content = markdown.minutes(papers.minutes).encode()
    return Upload(f"minutes {papers.day}.md", f"Minutes of {papers.day}", content, papers.minutes.status)


async def clicked_picture(visit: Visit) -> Reply:
    """*Quorum timeline*: the picture, with its text equivalent beside it."""
    papers = await _papers(visit, *visit.ids(1))
    title = f"Quorum on {papers.day}"
    content = timeline.png(papers.timeline)
    return Upload(f"quorum {papers.day}.png", title, content, in_words(papers.timeline))


@opens_modal
async def typed_report(visit: Visit) -> Reply:
    """`/sig report`"""
    return await _report_form(visit, await open_meeting_id(visit))


@opens_modal
async def clicked_report(visit: Visit) -> Reply:
    """*Write the report*"""
    return await _report_form(visit, *visit.ids(1))


async def submitted_report(visit: Visit) -> Reply:
    """The form of the report."""
    version = await visit.perform(
        minutes.write_report,
        meeting_id=visit.about,
        report=words.as_report({name: visit.typed(name) for name in words.PARTS}),
        correction=visit.typed("correction"),
    )
    return Say(words.saved(version))


async def clicked_approve(visit: Visit) -> Reply:
    """*Approve the minutes*, while a later meeting is open."""
    meeting_id, in_meeting_id = visit.ids(2)
    version = await visit.perform(minutes.approve, meeting_id=meeting_id, in_meeting_id=in_meeting_id)
    return Say(words.approved(version))


async def typed_forecast(visit: Visit) -> Reply:
    """`/sig forecast`: who is likely to come to the next meeting."""
    group = await visit.group()
    meeting_id = await visit.look(programme.next_meeting_id, group_id=group.id)
    return Say(quorum_notices.outlook(await visit.look(forecasts.outlook, meeting_id=meeting_id)))


async def clicked_ask(visit: Visit) -> Reply:
    """*Ask*, beside somebody who would mend the quorum."""
    meeting_id, person_id = visit.ids(2)
    name = await visit.perform(forecasts.ask, meeting_id=meeting_id, person_id=person_id)
    return Say(quorum_notices.asked(name))


async def _papers(visit: Visit, meeting_id: str) -> Papers:
    return await visit.look(minutes.papers, meeting_id=meeting_id)


async def _report_form(visit: Visit, meeting_id: str) -> Reply:
    report = await visit.look(minutes.report, meeting_id=meeting_id)
    return Open(words.report_form(await _papers(visit, meeting_id), report))


COMMANDS = {
    "minutes": typed_minutes,
    "minutes last": typed_last_minutes,
    "report": typed_report,
    "forecast": typed_forecast,
}
CLICKS = {
    "minutes-word": clicked_word,
    "minutes-text": clicked_text,
    "minutes-picture": clicked_picture,
    "write-report": clicked_report,
    "approve-minutes": clicked_approve,
    "ask-to-come": clicked_ask,
}
SUBMISSIONS = {"report": submitted_report}
