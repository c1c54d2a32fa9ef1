"""Cancelling a meeting: a reason, everyone told, and all that was charged credited in full."""

from dataclasses import dataclass

from rules.invitations import Part, next_sequence
from rules.ledger import EntryKind, entry_towards
from rules.meetings import State
from rules.refusals import Refusal
from storage import booking, ledger
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases import invitations, meeting_news, meetings, notices
from usecases.callers import Caller
from usecases.guardrail import refuse_identifiers
from usecases.meetings import MeetingShown

LONGEST_REASON = 500


@dataclass(frozen=True)
class Cancelled:
    """What a cancellation came to. Pence."""

    meeting: MeetingShown
    told: int
    credited_pence: int


def cancel(tx: Tx, *, caller: Caller, meeting_id: str, because: str) -> Cancelled:
    """Cancel a published meeting: everyone coming, unsure or waiting is told why.

    What was charged for it is credited in full, whatever was paid or kept before (domain 4).
    """
    because = " ".join(because.split())
    if not because:
        raise Refusal("Please say why; everyone who was coming will read it.", field="because")
    if len(because) > LONGEST_REASON:
        raise Refusal(f"Please shorten the reason to {LONGEST_REASON} characters.", field="because")
    refuse_identifiers(because, field="because")
    held = meetings.hold(tx, caller, meeting_id)
    meeting = held.meeting
    if meeting.state is State.DRAFT:
        raise Refusal("This meeting is only a draft. Remove it instead; nobody needs to be told.")
    meeting.state, meeting.cancelled_because = State.CANCELLED, because
    meeting.sequence = next_sequence(meeting.sequence, {Part.STATUS})
    meetings.revise(tx, meeting)
    notices.withdraw_meeting(tx, meeting, "the meeting was cancelled")
    credited = _credit_everyone(tx, meeting)
    invitations.meeting_changed(tx, meeting)
    told = meeting_news.cancelled(tx, held.group, meeting)
    meeting_news.year_changed(tx, held.group, meeting)
    held.note(tx, "meeting cancelled")
    return Cancelled(meetings.shown(meeting), told, credited)


def _credit_everyone(tx: Tx, meeting: Meeting) -> int:
    """Bring every charge for the meeting to nothing; returns the sum of the credits in pence."""
    credited = 0
    for person_id, charged in ledger.charged_for(tx, meeting.id):
        amount = entry_towards(0, charged)
        kind = EntryKind.CREDIT if amount < 0 else EntryKind.CHARGE
        booking.enter(
            tx,
            booking.Entry(
                meeting.group_id, meeting.id, person_id, kind, amount, note="the meeting was cancelled"
            ),
        )
        credited -= amount
    return credited
