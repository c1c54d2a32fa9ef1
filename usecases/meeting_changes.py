"""Adding, changing and moving a meeting; whoever answered is told, and nobody's edit is lost."""

from dataclasses import dataclass

from rules import agenda as agendas
from rules import extraordinary, moving
from rules.charter import Charter
from rules.invitations import next_sequence, parts_changed
from rules.meetings import Kind, Plan, State
from rules.moments import local
from rules.offices import Act
from rules.refusals import Refusal
from storage import booking, groups
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases import invitations, meeting_news, meetings, notices, waiting
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.meeting_forms import Typed, plan_typed, starts_twice
from usecases.meetings import Held, MeetingShown


@dataclass(frozen=True)
class Changed:
    """What a change came to: how many people are told, and whether its start comes twice that night."""

    meeting: MeetingShown
    before: Plan | None
    told: int
    comes_twice: bool


def add(tx: Tx, *, caller: Caller, group_id: str, typed: Typed, kind: Kind = Kind.ORDINARY) -> Changed:
    """Add a meeting as a draft; `meetings.publish` follows when it is right.

    An extraordinary one is the chair's to call, with the charter's notice. Raises `Refusal` beside the
    input it is about.
    """
    extra = kind is Kind.EXTRAORDINARY
    group, person = permitted(tx, caller, group_id, Act.CALL_EXTRAORDINARY if extra else Act.PLAN_PROGRAMME)
    plan = plan_typed(typed, group.zone, tx.now)
    if extra:
        days = groups.charter_of(tx, group.id).extraordinary_clear_days
        extraordinary.refuse_short_notice(plan, now=tx.now, clear_days=days)
    meeting = meetings.draft(tx, group, plan, kind=kind, called_by=person.id if extra else None)
    Held(group, person, meeting).note(tx, "meeting added")
    return Changed(meetings.shown(meeting), None, 0, starts_twice(typed, group.zone, tx.now))


def change(tx: Tx, *, caller: Caller, meeting_id: str, version: str, typed: Typed) -> Changed:
    """Change any fact of a meeting. Moving a published one tells everyone who answered it.

    Raises `Refusal` beside the input it is about, and for a form that somebody else has overtaken.
    """
    held = meetings.hold(tx, caller, meeting_id, version=version)
    meeting, before = held.meeting, held.meeting.plan
    after = plan_typed(typed, meeting.zone, tx.now)
    told = 0
    if after != before:
        charter = groups.charter_of(tx, held.group.id)
        _refuse_unfit(tx, meeting, after, charter)
        meeting.follow(after)
        if meeting.kind is Kind.ORDINARY and moving.is_rescheduled(before, after):
            meeting.planning_notes = []  # they said why it was proposed for another day
        meeting.agenda = agendas.to_data(agendas.with_theme(agendas.from_data(meeting.agenda), after.theme))
        told = _published_change(tx, held, before, charter) if meeting.state is State.PUBLISHED else 0
        meetings.revise(tx, meeting)
        held.note(tx, "meeting changed")
    return Changed(meetings.shown(meeting), before, told, starts_twice(typed, meeting.zone, tx.now))


def _published_change(tx: Tx, held: Held, before: Plan, charter: Charter) -> int:
    """Carry a change through to calendars, notices and the waiting list; returns how many are told."""
    meeting, after = held.meeting, held.meeting.plan
    meeting.sequence = next_sequence(meeting.sequence, parts_changed(before, after))
    if moving.is_rescheduled(before, after):
        meeting.moved_at = tx.now
    meetings.revise(tx, meeting)
    notices.replan_meeting(tx, meeting)
    meeting_news.expect_end(tx, held.group, meeting)
    invitations.meeting_changed(tx, meeting)
    meeting_news.year_changed(tx, held.group, meeting)
    closes_at = waiting.closes(meeting.starts_at, meeting.capacity, charter)
    waiting.offer_next(tx, meeting.id, closes_at=closes_at, hours=charter.offer_hours)
    return meeting_news.moved(tx, held.group, meeting, before) if moving.is_moved(before, after) else 0


def _refuse_unfit(tx: Tx, meeting: Meeting, after: Plan, charter: Charter) -> None:
    """Refuse what this meeting's own history does not allow: its notice, and the places already given."""
    days = [local(plan.starts_at, plan.zone).date() for plan in (meeting.plan, after)]
    if meeting.kind is Kind.EXTRAORDINARY and days[0] != days[1]:
        extraordinary.refuse_short_notice(after, now=tx.now, clear_days=charter.extraordinary_clear_days)
    room = booking.filled(tx, meeting.id, after.capacity).room
    if after.capacity is not None and after.capacity < room.taken:
        raise Refusal(
            f"{room.taken} people have a place already, so there can't be fewer places.", field="capacity"
        )
    if after.capacity is None and room.waiting:
        raise Refusal(
            "People are waiting for a place. Say how many places there are now, and each is offered one.",
            field="capacity",
        )
