"""The year's programme: planned from the charter, adjusted, published, and seen by everyone."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rules import programme as rule
from rules import targets
from rules.charter import Charter
from rules.meeting_facts import settle
from rules.meetings import Kind, State
from rules.moments import local, short_day, to_utc
from rules.offices import Act
from rules.refusals import Refusal, Unknown
from rules.targets import Target
from rules.typed_times import time_from
from storage import audit, groups, meetings
from storage.groups import Group
from storage.meetings import Meeting, Programme
from storage.people import Person
from storage.transaction import Tx
from usecases import notices
from usecases.callers import Caller
from usecases.closed_days import closed_days
from usecases.groups import here, permitted
from usecases.meetings import MeetingShown, draft, make_public, shown

NONE_PUBLISHED = "No meeting is published yet. The secretary plans the year with `/sig programme plan`."
MIDNIGHT = time_from("00:00")


@dataclass(frozen=True)
class YearShown:
    """A year of meetings as its reader sees it: drafts and targets are for those who plan.

    `notes` hold for a year that was just proposed; `planned_before` says that there was a plan already,
    which was left alone.
    """

    group_id: str
    group_name: str
    zone: str
    year: int
    programme_id: str | None
    published: bool
    meetings: tuple[MeetingShown, ...]
    targets: tuple[Target, ...]
    may_plan: bool
    member_pence: int
    non_member_pence: int
    card_days: int
    now: datetime
    notes: tuple[str, ...] = ()
    planned_before: bool = False


def next_meeting_id(tx: Tx, *, caller: Caller, group_id: str) -> str:  # noqa: ARG001 - everyone may ask
    """The id of the group's next published meeting; `Unknown` if there is none."""
    coming = meetings.published_from(tx, group_id, tx.now)
    if not coming:
        raise Unknown(NONE_PUBLISHED)
    return coming[0].id


def year(tx: Tx, *, caller: Caller, group_id: str, year: int | None = None) -> YearShown:
    """A year of the group's, this one or the next that has meetings unless one is named."""
    group_here = here(tx, caller=caller, channel_id=None, group_id=group_id)
    group = tx.session.get_one(Group, group_id)
    may_plan = group_here.may(Act.PLAN_PROGRAMME)
    chosen = year if year is not None else _current(tx, group, may_plan=may_plan)
    return _year(tx, group, chosen, may_plan=may_plan)


def desk(tx: Tx, *, caller: Caller, group_id: str, year: int) -> YearShown:
    """A year for those who plan it; everyone else is refused."""
    group, _ = permitted(tx, caller, group_id, Act.PLAN_PROGRAMME)
    return _year(tx, group, year, may_plan=True)


def plan(tx: Tx, *, caller: Caller, group_id: str, year: int, again: bool = False) -> YearShown:
    """Propose a year from the charter and keep it as drafts (source items 4 and 19).

    A plan that is there already is shown as it stands, and replaced only `again`; what is published is
    never planned anew.
    """
    group, person = permitted(tx, caller, group_id, Act.PLAN_PROGRAMME)
    today = local(tx.now, group.zone).date()
    rule.plannable(year, today)
    programme = meetings.programme_of(tx, group.id, year, for_change=True)
    published = programme is not None and programme.published_at is not None
    if published or (not again and _drafts(tx, group, year, programme)):
        return replace(_year(tx, group, year, may_plan=True), planned_before=True)
    charter = groups.charter_of(tx, group.id)
    proposed = rule.plan(
        charter,
        year,
        zone=group.zone,
        closed=closed_days((year,)),
        first_nation=group.nation,
        earliest=today + timedelta(days=charter.card_days),
    )
    _keep(tx, group, person, programme, proposed)
    _note(tx, "programme planned", group, person, str(year))
    return replace(_year(tx, group, year, may_plan=True), notes=proposed.notes)


def publish(tx: Tx, *, caller: Caller, group_id: str, year: int) -> YearShown:
    """Publish the drafts of a year: one post with all of it, and each meeting's notices are planned.

    Extraordinary meetings are published on their own. Refuses a year without drafts, and one of whose
    meetings has passed meanwhile.
    """
    group, person = permitted(tx, caller, group_id, Act.PLAN_PROGRAMME)
    programme = meetings.programme_of(tx, group.id, year, for_change=True)
    if programme is None:
        raise Refusal(f"{year} is not planned yet: `/sig programme plan {year}` proposes its meetings.")
    drafts = _drafts(tx, group, year, programme)
    if not drafts:
        raise Refusal(f"Every meeting of {year} is published already. `/sig programme {year}` shows them.")
    for one in drafts:
        _refuse_passed(one, tx.now)
        one.programme_id = programme.id
        make_public(tx, group, one)
    first = programme.published_at is None
    programme.published_at = programme.published_at or tx.now
    tx.session.add(programme)
    tx.session.flush()
    if first:
        notices.plan_programme(tx, programme)
    notices.programme_changed(tx, programme.id)
    _note(tx, "programme published", group, person, str(year))
    return _year(tx, group, year, may_plan=True)


def posted(tx: Tx, programme_id: str) -> YearShown | None:
    """A published year as its post in the channel shows it; None once there is nothing to show."""
    programme = tx.session.get(Programme, programme_id)
    if programme is None or programme.published_at is None:
        return None
    group = tx.session.get_one(Group, programme.group_id)
    return _year(tx, group, programme.year, may_plan=False)


def for_everyone(tx: Tx, *, group_id: str) -> YearShown:
    """The year that is on, as anybody may read it (source item 6); `Unknown` where no group is."""
    group = tx.session.get(Group, group_id)
    if group is None or group.channel_id is None:
        raise Unknown("There is no group at this address. Please ask whoever gave it to you.")
    return _year(tx, group, _current(tx, group, may_plan=False), may_plan=False)


def _keep(
    tx: Tx, group: Group, person: Person, programme: Programme | None, proposed: rule.ProposedYear
) -> None:
    """Write the proposal down in place of the drafts before it."""
    if programme is None:
        programme = Programme(group_id=group.id, year=proposed.year, planned_by=person.id, planned_at=tx.now)
    for one in _drafts(tx, group, proposed.year, programme):
        tx.session.delete(one)
    programme.planned_by, programme.planned_at = person.id, tx.now
    tx.session.add(programme)
    tx.session.flush()
    for each in proposed.meetings:
        draft(tx, group, each.plan, planning_notes=[*each.reasons, *each.warnings])


def _year(tx: Tx, group: Group, year: int, *, may_plan: bool) -> YearShown:
    programme = meetings.programme_of(tx, group.id, year)
    charter = groups.charter_of(tx, group.id)
    found = [
        shown(one)
        for one in _meetings(tx, group, year, programme)
        if may_plan or one.state is not State.DRAFT
    ]
    return YearShown(
        group_id=group.id,
        group_name=group.name,
        zone=group.zone,
        year=year,
        programme_id=programme.id if programme else None,
        published=programme is not None and programme.published_at is not None,
        meetings=tuple(found),
        targets=_targets(charter, year, found) if may_plan and found else (),
        may_plan=may_plan,
        member_pence=charter.member_pence,
        non_member_pence=charter.non_member_pence,
        card_days=charter.card_days,
        now=tx.now,
    )


def _targets(charter: Charter, year: int, found: list[MeetingShown]) -> tuple[Target, ...]:
    """What the year's own meetings meet of the charter; extraordinary and cancelled ones don't count."""
    standing = [one.plan for one in found if one.kind is Kind.ORDINARY and one.state is not State.CANCELLED]
    return targets.check(charter, year, standing, closed_days((year,)))


def _drafts(tx: Tx, group: Group, year: int, programme: Programme | None) -> list[Meeting]:
    """The year's own drafts; an extraordinary meeting is published on its own."""
    found = _meetings(tx, group, year, programme)
    return [one for one in found if one.state is State.DRAFT and one.kind is Kind.ORDINARY]


def _meetings(tx: Tx, group: Group, year: int, programme: Programme | None) -> list[Meeting]:
    begins, ends = (to_utc(date(one, 1, 1), MIDNIGHT, group.zone) for one in (year, year + 1))
    return meetings.in_year(tx, group.id, programme.id if programme else None, begins, ends)


def _current(tx: Tx, group: Group, *, may_plan: bool) -> int:
    """The year of the next meeting that the reader may see, otherwise this one."""
    today = local(tx.now, group.zone).date()
    states = [State.DRAFT, State.PUBLISHED, State.OPEN] if may_plan else [State.PUBLISHED, State.OPEN]
    coming = meetings.next_in(tx, group.id, states, tx.now)
    return local(coming.starts_at, coming.zone).year if coming else today.year


def _refuse_passed(meeting: Meeting, now: datetime) -> None:
    if meeting.starts_at <= now:
        day = short_day(local(meeting.starts_at, meeting.zone).date())
        raise Refusal(f"{day} has passed. Choose another day for that meeting, or remove it, then publish.")
    settle(meeting.plan, now)


def _note(tx: Tx, verb: str, group: Group, person: Person, subject: str) -> None:
    audit.note(tx, verb, team_id=group.team_id, group_id=group.id, actor_id=person.id, subject=subject)
