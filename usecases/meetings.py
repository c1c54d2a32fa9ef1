"""One meeting: how it stands, who may change it, and how a draft becomes public or vanishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules import agenda as agendas
from rules import extraordinary
from rules.agenda import Agenda
from rules.meeting_facts import settle
from rules.meetings import Kind, Plan, State
from rules.moments import local
from rules.offices import Act
from rules.refusals import Refusal, Unknown
from storage import audit, groups, meeting_requests, meetings
from storage.groups import Group
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases import meeting_news, notices
from usecases.callers import Caller
from usecases.groups import permitted

GONE = "That meeting is not there any more. `/sig programme` shows those that are."
STALE = (
    "Somebody else changed this meeting while you had it open, so nothing of yours was saved. "
    "Open it again to see how it stands now."
)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class MeetingShown:
    """A meeting as it stands; instants in UTC."""

    id: str
    group_id: str
    programme_id: str | None
    kind: Kind
    state: State
    plan: Plan
    agenda: Agenda
    planning_notes: tuple[str, ...]
    uid: str
    sequence: int
    created_at: datetime
    revised_at: datetime
    cancelled_because: str

    @property
    def version(self) -> str:
        """Which revision this is; it travels with a form, so that two people don't overwrite each other."""
        return str(int(self.revised_at.timestamp() * 1_000_000))


@dataclass(frozen=True)
class Held:
    """A meeting locked for a change by someone who may change it."""

    group: Group
    person: Person
    meeting: Meeting

    def note(self, tx: Tx, verb: str) -> None:
        """Write into the audit what was done to it."""
        audit.note(
            tx,
            verb,
            team_id=self.group.team_id,
            group_id=self.group.id,
            actor_id=self.person.id,
            subject=self.meeting.id,
        )


def shown(meeting: Meeting) -> MeetingShown:
    """A row as a value."""
    return MeetingShown(
        id=meeting.id,
        group_id=meeting.group_id,
        programme_id=meeting.programme_id,
        kind=meeting.kind,
        state=meeting.state,
        plan=meeting.plan,
        agenda=agendas.from_data(meeting.agenda),
        planning_notes=tuple(meeting.planning_notes),
        uid=meeting.uid,
        sequence=meeting.sequence,
        created_at=meeting.created_at,
        revised_at=meeting.revised_at,
        cancelled_because=meeting.cancelled_because,
    )


def to_change(tx: Tx, *, caller: Caller, meeting_id: str) -> MeetingShown:
    """A meeting for the form of someone who may change it; refuses one that is over or cancelled."""
    return shown(hold(tx, caller, meeting_id).meeting)


def hold(tx: Tx, caller: Caller, meeting_id: str, *, version: str | None = None) -> Held:
    """Lock a meeting for a change by the caller.

    Raises `NotAllowed`, or `Refusal` for a meeting that has begun, is over or cancelled, and for a form
    that shows another `version` than the one that stands.
    """
    meeting = meetings.for_change(tx, meeting_id)
    if meeting is None:
        raise Unknown(GONE)
    group, person = permitted(tx, caller, meeting.group_id, Act.PLAN_PROGRAMME)
    if meeting.state is State.CANCELLED:
        raise Refusal("This meeting was cancelled. Add a new one with `/sig meeting new`.")
    if meeting.state in {State.OPEN, State.CLOSED} or (
        meeting.state is State.PUBLISHED and meeting.starts_at <= tx.now
    ):
        raise Refusal("This meeting has begun or is over: it can't be changed any more.")
    if version is not None and version != shown(meeting).version:
        raise Refusal(STALE)
    return Held(group, person, meeting)


def draft(
    tx: Tx,
    group: Group,
    plan: Plan,
    *,
    kind: Kind = Kind.ORDINARY,
    called_by: str | None = None,
    planning_notes: Sequence[str] = (),
) -> Meeting:
    """A new draft with the standing agenda, in the programme of its year if there is one."""
    programme = meetings.programme_of(tx, group.id, local(plan.starts_at, plan.zone).year)
    meeting = Meeting(
        group_id=group.id,
        programme_id=programme.id if programme else None,
        kind=kind,
        mode=plan.mode,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        zone=plan.zone,
        agenda=agendas.to_data(agendas.standing(plan.theme)),
        planning_notes=list(planning_notes),
        called_by=called_by,
        created_at=tx.now,
        revised_at=tx.now,
    )
    meeting.follow(plan)
    tx.session.add(meeting)
    tx.session.flush()
    return meeting


def revise(tx: Tx, meeting: Meeting) -> None:
    """Stamp a change: the stamp is new even when two changes fall on the same instant."""
    meeting.revised_at = max(tx.now, meeting.revised_at + _INSTANT)
    tx.session.add(meeting)
    tx.session.flush()


def publish(tx: Tx, *, caller: Caller, meeting_id: str) -> MeetingShown:
    """Publish one meeting on its own; its card follows by the charter. Refuses one at too short a notice."""
    held = hold(tx, caller, meeting_id)
    group, meeting = held.group, held.meeting
    if meeting.state is not State.DRAFT:
        raise Refusal(
            "This meeting is published already. `/sig programme` shows it, and *Change meetings* there changes it."
        )
    settle(meeting.plan, tx.now)
    if meeting.kind is Kind.EXTRAORDINARY:
        days = groups.charter_of(tx, group.id).extraordinary_clear_days
        extraordinary.refuse_short_notice(meeting.plan, now=tx.now, clear_days=days)
        meeting_news.extraordinary_called(tx, group, meeting)
    make_public(tx, group, meeting)
    request = meeting_requests.behind(tx, meeting.id)
    if request is not None:
        meeting_news.answered(tx, group, request, step="dated")
    meeting_news.year_changed(tx, group, meeting)
    held.note(tx, "meeting published")
    return shown(meeting)


def make_public(tx: Tx, group: Group, meeting: Meeting) -> None:
    """A draft becomes public, and everything that will be said about it is planned."""
    meeting.state, meeting.published_at = State.PUBLISHED, tx.now
    revise(tx, meeting)
    notices.plan_meeting(tx, meeting)
    meeting_news.expect_end(tx, group, meeting)


def remove(tx: Tx, *, caller: Caller, meeting_id: str) -> MeetingShown:
    """Take a draft away. One that a member asked for can be put on another day, but not removed."""
    held = hold(tx, caller, meeting_id)
    if held.meeting.state is not State.DRAFT:
        raise Refusal("This meeting is published. Cancel it with a reason instead, so that everyone is told.")
    if meeting_requests.behind(tx, held.meeting.id) is not None:
        raise Refusal("A member asked for this meeting, so it can't be removed. Choose a day and publish it.")
    gone = shown(held.meeting)
    tx.session.delete(held.meeting)
    held.note(tx, "draft removed")
    return gone
