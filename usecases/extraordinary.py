"""Extraordinary meetings: called by the chair, or asked for by any one member (source item 20)."""

from dataclasses import dataclass

from rules import agenda as agendas
from rules import extraordinary as rule
from rules.meetings import Kind, Plan
from rules.moments import local
from rules.offices import Act
from rules.refusals import NotAllowed, Refusal, Unknown
from storage import booking, groups, meeting_requests
from storage.groups import Belonging, Group, GroupMember
from storage.meetings import Meeting, MeetingRequest
from storage.people import Person
from storage.transaction import Tx
from usecases import meeting_changes, meeting_news, meetings
from usecases.callers import Caller, person_of
from usecases.closed_days import bank_holidays_of
from usecases.groups import GroupHere, here, permitted
from usecases.guardrail import refuse_identifiers
from usecases.meeting_forms import Typed
from usecases.meeting_told import Request, request
from usecases.meetings import MeetingShown

LONGEST = 500
ANSWERED = "This request is answered already. Whoever asked for the meeting was told."


@dataclass(frozen=True)
class Usual:
    """What the form for calling one starts from, with the charter's notice in clear days."""

    group_id: str
    plan: Plan
    clear_days: int


def usual(tx: Tx, *, caller: Caller, group_id: str) -> Usual:
    """The form's start, for the chair; everybody else is told how to ask for a meeting instead."""
    group = here(tx, caller=caller, channel_id=None, group_id=group_id)
    if not group.may(Act.CALL_EXTRAORDINARY):
        raise NotAllowed(
            "Only the chair can call an extraordinary meeting. Any member can ask for one with "
            "`/sig meeting request`."
        )
    return Usual(
        group_id,
        _provisional(tx, tx.session.get_one(Group, group_id)),
        group.charter.extraordinary_clear_days,
    )


def call(tx: Tx, *, caller: Caller, group_id: str, typed: Typed) -> MeetingShown:
    """Call a meeting, of the chair's own volition: notice goes to the channel at once (terms 5.1).

    Raises `Refusal` beside the input it is about, also for less notice than the charter's.
    """
    added = meeting_changes.add(tx, caller=caller, group_id=group_id, typed=typed, kind=Kind.EXTRAORDINARY)
    return meetings.publish(tx, caller=caller, meeting_id=added.meeting.id)


def asking_is_binding(tx: Tx, *, caller: Caller, group_id: str) -> bool:
    """Whether a request of the caller's is binding by the charter; refuses those who can't ask.

    Members can: of the group, of the association today, and whoever holds an office.
    """
    group = here(tx, caller=caller, channel_id=None, group_id=group_id)
    if not (group.offices or _is_member(tx, group)):
        raise NotAllowed(
            "Members can ask for an extraordinary meeting. `/sig join` asks to join the group; it is one click."
        )
    return group.charter.request_is_binding


def ask(tx: Tx, *, caller: Caller, group_id: str, purpose: str) -> Request:
    """Ask for a meeting, as any one member may.

    Where the charter makes that binding, a draft is put to the secretary and the chairs to be dated;
    otherwise the chair answers. Raises `Refusal` for a second request while one waits.
    """
    purpose = _reason(purpose, field="purpose", missing="Please say what the meeting is to be about.")
    binding = asking_is_binding(tx, caller=caller, group_id=group_id)
    group, person = tx.session.get_one(Group, group_id), person_of(tx, caller)
    if any(one.person_id == person.id for one in meeting_requests.unanswered(tx, group.id)):
        raise Refusal("You have asked for a meeting already. The chair's answer comes to you directly.")
    row = MeetingRequest(
        group_id=group.id, person_id=person.id, purpose=purpose, requested_at=tx.now, binding=binding
    )
    if binding:
        row.granted, row.answered_at = True, tx.now
        row.meeting_id = _draft(tx, group, row).id
    _keep(tx, row)
    meeting_news.requested(tx, group, row)
    return request(tx, row.id)


def answer(tx: Tx, *, caller: Caller, request_id: str, granted: bool, because: str = "") -> Request:
    """The chair's answer to a request that is not binding; whoever asked is told, with the reason.

    Granting puts a draft to the secretary and the chairs to be dated; declining needs a reason.
    """
    row = meeting_requests.for_answer(tx, request_id)
    if row is None:
        raise Unknown(
            "That request is not there any more. `/sig programme` shows which meetings are planned."
        )
    group, chair = permitted(tx, caller, row.group_id, Act.ANSWER_REQUEST)
    if row.granted is not None:
        raise Refusal(ANSWERED)
    if not granted:
        because = _reason(because, field="because", missing="Please give a reason; whoever asked reads it.")
    row.granted, row.answer, row.answered_by, row.answered_at = granted, because, chair.id, tx.now
    if granted:
        row.meeting_id = _draft(tx, group, row).id
    _keep(tx, row)
    meeting_news.answered(tx, group, row, step="granted" if granted else "declined")
    return request(tx, row.id)


def waiting(tx: Tx, *, group_id: str) -> list[Request]:
    """The requests that wait for the chair, the oldest first."""
    return [request(tx, row.id) for row in meeting_requests.unanswered(tx, group_id)]


def _draft(tx: Tx, group: Group, row: MeetingRequest) -> Meeting:
    """A draft for whoever dates it, with what it was asked for on its agenda."""
    asked_by = tx.session.get_one(Person, row.person_id).name
    meeting = meetings.draft(
        tx,
        group,
        _provisional(tx, group),
        kind=Kind.EXTRAORDINARY,
        called_by=row.person_id,
        planning_notes=[f"{asked_by} asked for it: “{row.purpose}”"],
    )
    items = agendas.add(agendas.from_data(meeting.agenda), row.purpose[: agendas.LONGEST_LINE])
    meeting.agenda = agendas.to_data(items)
    return meeting


def _provisional(tx: Tx, group: Group) -> Plan:
    today = local(tx.now, group.zone).date()
    closed = bank_holidays_of(group.nation.division, today.year, today.year + 1)
    return rule.provisional(groups.charter_of(tx, group.id), group.zone, tx.now, closed)


def _is_member(tx: Tx, group: GroupHere) -> bool:
    if group.person_id is None:
        return False
    belongs = tx.session.get(GroupMember, (group.id, group.person_id))
    today = local(tx.now, group.zone).date()
    return (belongs is not None and belongs.state is Belonging.BELONGS) or any(
        period.covers(today) for period in booking.periods(tx, group.person_id)
    )


def _reason(text: str, *, field: str, missing: str) -> str:
    """What was typed as one line; refused if it is empty, too long, or may identify a child."""
    line = " ".join(text.split())
    if not line:
        raise Refusal(missing, field=field)
    if len(line) > LONGEST:
        raise Refusal(f"Please shorten this to {LONGEST} characters.", field=field)
    refuse_identifiers(line, field=field)
    return line


def _keep(tx: Tx, row: MeetingRequest) -> None:
    tx.session.add(row)
    tx.session.flush()
