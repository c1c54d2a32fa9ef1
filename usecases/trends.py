"""Attendance over a year, as those who run the group see it, and as everyone may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import col, select

from rules.meetings import State
from rules.moments import local, plain_day
from rules.nations import Nation
from rules.offices import Act, may
from rules.professions import role, sector_label
from rules.trends import Attended, suppressed, trends
from storage import attendance, groups, people
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import here


@dataclass(frozen=True)
class YearShown:
    """A year's attendance, ready to be read; `members` (by name) and `whole` counts are for officers only."""

    group: str
    year: int
    meetings: tuple[tuple[str, str], ...]
    sectors: Mapping[str, str]
    nations: Mapping[str, str]
    members: Mapping[str, int]
    for_officers: bool


def of_year(tx: Tx, *, caller: Caller, group_id: str, year: int) -> YearShown:
    """Who came over a year: whole for officers; for everyone else without counts below five."""
    group = here(tx, caller=caller, channel_id=None, group_id=group_id)
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    held = groups.offices_of(tx, group.id, person.id) if person else frozenset()
    officer = may(held, Act.RUN_MEETING)
    found = _held(tx, group.id, year)
    attended = _attended(tx, [meeting.id for meeting in found])
    counted = trends(attended)
    sectors = {sector_label(key): count for key, count in sorted(counted.by_sector.items())}
    nations = {Nation(key).label: count for key, count in sorted(counted.by_nation.items())}
    by_meeting = {meeting.id: counted.by_meeting.get(meeting.id, 0) for meeting in found}
    names = {one.person_id: one.name for one in attended}
    return YearShown(
        group=group.name,
        year=year,
        meetings=tuple(
            (plain_day(local(meeting.starts_at, meeting.zone).date()), text)
            for meeting, text in zip(found, _shown(by_meeting, officer=officer).values(), strict=True)
        ),
        sectors=_shown(sectors, officer=officer),
        nations=_shown(nations, officer=officer),
        members={names[key]: count for key, count in counted.by_member.items()} if officer else {},
        for_officers=officer,
    )


def _shown(counts: Mapping[str, int], *, officer: bool) -> Mapping[str, str]:
    return {key: str(count) for key, count in counts.items()} if officer else suppressed(counts)


def _held(tx: Tx, group_id: str, year: int) -> list[Meeting]:
    return list(
        tx.session.exec(
            select(Meeting)
            .where(
                Meeting.group_id == group_id,
                Meeting.state == State.CLOSED,
                Meeting.starts_at >= datetime(year, 1, 1, tzinfo=UTC),
                Meeting.starts_at < datetime(year + 1, 1, 1, tzinfo=UTC),
            )
            .order_by(col(Meeting.starts_at))
        )
    )


def _attended(tx: Tx, meeting_ids: list[str]) -> list[Attended]:
    """Members at these meetings, each with the role they had on the day."""
    came = attendance.members_at(tx, meeting_ids)
    wanted = {person_id for _, person_id, _ in came}
    people = {one.id: one for one in tx.session.exec(select(Person).where(col(Person.id).in_(wanted)))}
    return [
        Attended(
            meeting_id,
            person_id,
            people[person_id].name,
            role(held).sector if held else "",
            people[person_id].nation,
        )
        for meeting_id, person_id, held in came
    ]
