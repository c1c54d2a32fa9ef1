"""One meeting in Slack: added, changed, moved, cancelled; its agenda; and the way in."""

from handlers.slack.blocks import card as card_words
from handlers.slack.blocks import meetings as words
from handlers.slack.door import opens_modal
from handlers.slack.programme import desk
from handlers.slack.replies import Redraw, Reply, Say
from handlers.slack.visit import STALE, Visit
from rules.moments import local
from rules.refusals import Refusal
from usecases import agendas, cancelling, cards, meeting_changes, meeting_forms, meetings, programme
from usecases.meeting_forms import Typed
from usecases.meetings import MeetingShown


@opens_modal
async def typed_new(visit: Visit) -> Reply:
    """`/sig meeting new`, with a day or without."""
    group = await visit.group()
    plan = await visit.look(meeting_forms.usual, group_id=group.id, words=visit.words)
    return Redraw(words.new_form(plan, group.id))


@opens_modal
async def clicked_new(visit: Visit) -> Reply:
    """*Add a meeting*"""
    [group_id] = visit.ids(1)
    plan = await visit.look(meeting_forms.usual, group_id=group_id)
    return Redraw(words.new_form(plan, group_id))


async def submitted_new(visit: Visit) -> Reply:
    """The form of a new meeting."""
    changed = await visit.perform(meeting_changes.add, group_id=visit.about, typed=typed(visit))
    return await _at_desk(visit, changed.meeting, words.added(changed))


@opens_modal
async def chose_from_menu(visit: Visit) -> Reply:
    """The ⋯ beside a meeting at the desk: a form, or publishing at once."""
    act, meeting_id = visit.ids(2)
    if act == "publish":
        found = await visit.perform(meetings.publish, meeting_id=meeting_id)
        return await _at_desk(visit, found, words.published(found))
    if act not in FORMS:
        raise Refusal(STALE)
    return Redraw(FORMS[act](await visit.look(meetings.to_change, meeting_id=meeting_id)))


async def submitted_change(visit: Visit) -> Reply:
    """The form of a meeting."""
    meeting_id, version = visit.about.split(" ")
    changed = await visit.perform(
        meeting_changes.change, meeting_id=meeting_id, version=version, typed=typed(visit)
    )
    return await _at_desk(visit, changed.meeting, words.changed(changed))


async def submitted_agenda(visit: Visit) -> Reply:
    """The form of an agenda."""
    meeting_id, version = visit.about.split(" ")
    found = await visit.perform(
        agendas.edit, meeting_id=meeting_id, version=version, text=visit.typed("agenda")
    )
    return await _at_desk(visit, found, words.agenda_saved(found))


async def submitted_cancel(visit: Visit) -> Reply:
    """The reason for cancelling."""
    done = await visit.perform(cancelling.cancel, meeting_id=visit.about, because=visit.typed("because"))
    return await _at_desk(visit, done.meeting, words.cancelled(done))


async def submitted_remove(visit: Visit) -> Reply:
    """*Remove*, after its question was answered."""
    found = await visit.perform(meetings.remove, meeting_id=visit.about)
    return await _at_desk(visit, found, words.removed(found))


async def clicked_join(visit: Visit) -> Reply:
    """*Join* on a card."""
    [meeting_id] = visit.ids(1)
    return Say(card_words.way_in(await visit.look(cards.way_in, meeting_id=meeting_id)))


def typed(visit: Visit) -> Typed:
    """What stands in the form of a meeting."""
    return Typed(**{name: visit.typed(name) for name in FIELDS})


async def _at_desk(visit: Visit, found: MeetingShown, said: str) -> Reply:
    """The desk of the meeting's year, with what was just done above it."""
    year = local(found.plan.starts_at, found.plan.zone).year
    return desk(await visit.look(programme.desk, group_id=found.group_id, year=year), said)


FIELDS = tuple(Typed.__dataclass_fields__)
FORMS = {
    "change": words.form,
    "edit-agenda": words.agenda_form,
    "cancel": words.cancel_form,
    "remove": words.remove_form,
}
COMMANDS = {"meeting new": typed_new}
CLICKS = {"new-meeting": clicked_new, "meeting-menu": chose_from_menu, "join-meeting": clicked_join}
SUBMISSIONS = {
    "new-meeting": submitted_new,
    "change-meeting": submitted_change,
    "edit-agenda": submitted_agenda,
    "cancel-meeting": submitted_cancel,
    "remove-meeting": submitted_remove,
}
