"""Who is coming, for officers: seen and exported."""

from handlers.slack.blocks import answers as words
from handlers.slack.replies import Reply, Say, Upload
from handlers.slack.visit import Visit
from usecases import answers


async def typed_answers(visit: Visit) -> Reply:
    """`/sig answers`: the next meeting."""
    group = await visit.group()
    return Say(words.answers(await visit.look(answers.next_or, group_id=group.id)))


async def clicked_answers(visit: Visit) -> Reply:
    """*Answers*, on the Home tab."""
    [visit.group_id] = visit.ids(1)
    return await typed_answers(visit)


async def chose_meeting(visit: Visit) -> Reply:
    """Another meeting, from the menu."""
    group_id, meeting_id = visit.ids(2)
    return Say(words.answers(await visit.look(answers.next_or, group_id=group_id, meeting_id=meeting_id)))


async def clicked_export(visit: Visit) -> Reply:
    """*Download as a file*"""
    group_id, meeting_id = visit.ids(2)
    shown = await visit.look(answers.next_or, group_id=group_id, meeting_id=meeting_id)
    content = await visit.perform(answers.export, group_id=group_id, meeting_id=meeting_id)
    return Upload(
        words.file_name(shown),
        "Answers",
        content,
        "These are personal details: please keep the file to the group's officers, and delete it after the meeting.",
    )


COMMANDS = {"answers": typed_answers}
CLICKS = {"open-answers": clicked_answers, "answers-of": chose_meeting, "export-answers": clicked_export}
