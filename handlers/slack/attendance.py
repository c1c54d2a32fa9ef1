"""An open meeting in Slack: opened and closed, people checking in and leaving, the officers' desk."""

from handlers.slack.blocks import attendance as words
from handlers.slack.door import opens_modal
from handlers.slack.profiles import profile_of
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.refusals import Refusal
from usecases import attendance, callers, people, quorum, quorum_desk, sittings
from usecases.quorum import Board


async def typed_open(visit: Visit) -> Reply:
    """`/sig open`"""
    group = await visit.group()
    meeting_id = await visit.look(sittings.to_open, group_id=group.id)
    return await _opened(visit, meeting_id)


async def clicked_open(visit: Visit) -> Reply:
    """*Open the meeting*, on the desk or in the message that is sent at its time."""
    [meeting_id] = visit.ids(1)
    return await _opened(visit, meeting_id)


async def typed_close(visit: Visit) -> Reply:
    """`/sig close`"""
    await visit.perform(sittings.close_meeting, meeting_id=await open_meeting_id(visit))
    return await typed_quorum(visit)


async def clicked_close(visit: Visit) -> Reply:
    """*Close the meeting*, after its question was answered."""
    [meeting_id] = visit.ids(1)
    await visit.perform(sittings.close_meeting, meeting_id=meeting_id)
    return await _desk(visit, meeting_id)


async def typed_quorum(visit: Visit) -> Reply:
    """`/sig quorum`: how the open meeting stands."""
    return await _desk(visit, await open_meeting_id(visit))


async def typed_check_in(visit: Visit) -> Reply:
    """`/sig check in`"""
    return await _checked_in(visit, await open_meeting_id(visit))


async def clicked_check_in(visit: Visit) -> Reply:
    """*Check in* on the card."""
    [meeting_id] = visit.ids(1)
    return await _checked_in(visit, meeting_id)


async def typed_leave(visit: Visit) -> Reply:
    """`/sig leave`"""
    return Say(words.left(await visit.perform(attendance.leave, meeting_id=await open_meeting_id(visit))))


async def clicked_leave(visit: Visit) -> Reply:
    """*I am leaving* on the card."""
    [meeting_id] = visit.ids(1)
    return Say(words.left(await visit.perform(attendance.leave, meeting_id=meeting_id)))


async def clicked_was_there(visit: Visit) -> Reply:
    """*I was there*, on the card of a closed meeting."""
    [meeting_id] = visit.ids(1)
    await visit.perform(attendance.add_late, meeting_id=meeting_id)
    return Say(words.added_late())


async def chose_profession(visit: Visit) -> Reply:
    """The menu below the receipt: the profession is saved, and counts from now on."""
    meeting_id, role = visit.ids(2)
    await visit.perform(people.declare_role, role=role)
    return await _checked_in(visit, meeting_id)


async def clicked_confirm(visit: Visit) -> Reply:
    """*Confirm*, beside somebody who checked in with the code or added themselves."""
    [stay_id] = visit.ids(1)
    return Say(words.checked_in_for(await visit.perform(attendance.confirm, stay_id=stay_id)))


@opens_modal
async def clicked_someone(visit: Visit) -> Reply:
    """*Check someone in*"""
    [meeting_id] = visit.ids(1)
    return Open(words.someone_form(meeting_id))


async def submitted_someone(visit: Visit) -> Reply:
    """The form that checks somebody in."""
    if not visit.typed("person"):
        return await _visitor(visit)
    known = await profile_of(visit.client, callers.Caller(visit.caller.team_id, visit.typed("person")))
    checked = await visit.perform(
        attendance.check_in_for,
        meeting_id=visit.about,
        person_id=await visit.store.perform(callers.introduce, profile=known),
        observing=visit.typed("how") == "observing",
    )
    return Say(words.checked_in_for(checked))


@opens_modal
async def clicked_diversity(visit: Visit) -> Reply:
    """*Diversity*, on the chair's desk."""
    [meeting_id] = visit.ids(1)
    board = await visit.look(quorum.board, meeting_id=meeting_id)
    return Open(words.diversity_form(meeting_id, board.evaluation.sentence))


async def submitted_diversity(visit: Visit) -> Reply:
    """The chair's word on diversity."""
    if not visit.typed("reflects"):
        raise Refusal("Please choose one of the two.", field="reflects")
    await visit.perform(
        quorum.record_word,
        meeting_id=visit.about,
        reflects=visit.typed("reflects") == "yes",
        reason=visit.typed("reason"),
    )
    return await _desk(visit, visit.about)


async def typed_register(visit: Visit) -> Reply:
    """`/sig register`"""
    group = await visit.group()
    entries = await visit.look(attendance.register, meeting_id=await open_meeting_id(visit))
    return Say(words.register(entries, group.zone))


async def _visitor(visit: Visit) -> Reply:
    """Somebody without Slack, by name and address."""
    if not visit.typed("name"):
        raise Refusal("Please choose who it is, or give a name and an e-mail address.", field="person")
    checked = await visit.perform(
        attendance.check_in_visitor,
        meeting_id=visit.about,
        name=visit.typed("name"),
        email=visit.typed("email"),
    )
    return Say(words.checked_in_for(checked))


async def _opened(visit: Visit, meeting_id: str) -> Reply:
    await visit.perform(sittings.open_meeting, meeting_id=meeting_id)
    return await _desk(visit, meeting_id)


async def _checked_in(visit: Visit, meeting_id: str) -> Reply:
    return Say(words.checked_in(await visit.perform(attendance.check_in, meeting_id=meeting_id)))


async def _desk(visit: Visit, meeting_id: str) -> Reply:
    found = await visit.look(quorum_desk.desk, meeting_id=meeting_id)
    return Say(words.card(found) if isinstance(found, Board) else words.desk(found, visit.public_url))


async def open_meeting_id(visit: Visit) -> str:
    """The meeting that a command speaks of: the one that is open, or was last."""
    group = await visit.group()
    return await visit.look(quorum_desk.open_now, group_id=group.id)


COMMANDS = {
    "open": typed_open,
    "close": typed_close,
    "quorum": typed_quorum,
    "check in": typed_check_in,
    "checkin": typed_check_in,
    "leave": typed_leave,
    "register": typed_register,
}
CLICKS = {
    "open-meeting": clicked_open,
    "close-meeting": clicked_close,
    "check-in": clicked_check_in,
    "leave-meeting": clicked_leave,
    "was-there": clicked_was_there,
    "check-in-profession": chose_profession,
    "confirm-stay": clicked_confirm,
    "check-in-someone": clicked_someone,
    "diversity": clicked_diversity,
}
SUBMISSIONS = {"check-in-someone": submitted_someone, "diversity": submitted_diversity}
