"""A meeting's agenda: edited as lines; what was carried to it keeps its origin."""

from rules import agenda as rule
from storage.transaction import Tx
from usecases import meetings, notices
from usecases.callers import Caller
from usecases.guardrail import refuse_identifiers
from usecases.meetings import MeetingShown


def edit(tx: Tx, *, caller: Caller, meeting_id: str, version: str, text: str) -> MeetingShown:
    """Replace the agenda by these lines; refuses what `rules.agenda.parse` does, and an overtaken form."""
    refuse_identifiers(text, field="agenda")
    held = meetings.hold(tx, caller, meeting_id, version=version)
    meeting = held.meeting
    meeting.agenda = rule.to_data(rule.parse(text, rule.from_data(meeting.agenda)))
    meetings.revise(tx, meeting)
    notices.card_changed(tx, meeting.id)
    held.note(tx, "agenda changed")
    return meetings.shown(meeting)
