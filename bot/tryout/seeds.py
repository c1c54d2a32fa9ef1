"""What has happened before the visitor comes: the sample year, last year's meetings, a learning event."""

import random
from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.tryout import cast
from rules import quorum
from rules.charter import Charter
from rules.meetings import Kind, Mode, State
from rules.offices import Office
from rules.quorum_count import Standing
from rules.rsvp import Answer, Place
from sandbox import Workspace
from storage import groups as group_rows
from storage.answers import AnswerRow
from storage.attendance import How, SittingRow, StayRow
from storage.groups import GroupMember
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.transaction import Store, Tx
from usecases import (
    business_unit,
    callers,
    groups,
    learning_events,
    learning_people,
    officers,
    programme,
    sample_load,
)
from usecases.callers import Caller, Profile, person_of
from usecases.learning_people import Somebody
from usecases.sample_year import SampleGroup

PAST_MEETINGS = 4
# The same story at every start
SEED = 2020


async def plant(store: Store, workspace: Workspace, sample: SampleGroup) -> None:
    """Load everything into an empty database."""
    admin = _caller(workspace, cast.ADMIN)
    for user in workspace.users.values():
        if not user.is_bot:
            known = Caller(workspace.team_id, user.id, user.name)
            profile = Profile(known, user.real_name, user.email or None, user.tz)
            await store.perform(callers.introduce, profile=profile)
    secretary = next(one.name for one in sample.people if one.office is Office.SECRETARY)
    group_id = await store.perform(
        _group,
        admin=admin,
        channel_id=workspace.channel(cast.CHANNEL).id,
        sample=sample,
        secretary=workspace.user(secretary).id,
    )
    await store.perform(_last_year, group_id=group_id)
    await store.perform(_learning_event, workspace=workspace, admin=admin)


def _group(tx: Tx, *, admin: Caller, channel_id: str, sample: SampleGroup, secretary: str) -> str:
    """The sample group, set up by the admin and handed to its own secretary, its year published."""
    here = groups.set_up(
        tx,
        caller=admin,
        channel_id=channel_id,
        is_admin=True,
        name=sample.name,
        nation=sample.nation,
        zone=sample.zone,
    )
    founder = person_of(tx, admin)
    sample_load.load(tx, group_id=here.id, person_id=founder.id, year=sample.year)
    programme.publish(tx, caller=admin, group_id=here.id, year=sample.year)
    officers.name_officers(tx, caller=admin, group_id=here.id, holders={Office.SECRETARY: [secretary]})
    return here.id


def _last_year(tx: Tx, *, group_id: str) -> None:
    """Four meetings of the past year, each with answers and a register, for forecasts and trends."""
    chance = random.Random(SEED)  # noqa: S311 - a story, not a secret
    group = tx.session.get_one(group_rows.Group, group_id)
    charter = group_rows.newest_charter(tx, group_id)
    people = tx.session.exec(
        select(Person)
        .join(GroupMember, col(GroupMember.person_id) == col(Person.id))
        .where(GroupMember.group_id == group_id)
        .order_by(Person.name)
    ).all()
    officer = next(one.person_id for one in group_rows.officers(tx, group_id) if one.office is Office.CHAIR)
    members = set(tx.session.exec(select(Membership.person_id)))
    habits = {person.id: chance.betavariate(2, 3) for person in people}
    for quarter in range(PAST_MEETINGS, 0, -1):
        starts_at = _ten_o_clock(tx.now - timedelta(weeks=13 * quarter - 6))
        meeting = Meeting(
            group_id=group.id,
            kind=Kind.ORDINARY,
            state=State.CLOSED,
            mode=Mode.VIRTUAL,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            zone=group.zone,
            created_at=starts_at - timedelta(days=90),
            revised_at=starts_at - timedelta(days=90),
            published_at=starts_at - timedelta(days=84),
        )
        tx.session.add(meeting)
        tx.session.flush()
        tx.session.add(
            SittingRow(
                meeting_id=meeting.id,
                opened_at=starts_at,
                opened_by=officer,
                closed_at=meeting.ends_at,
                closed_by=officer,
                charter_version=charter.version,
                rule=quorum.to_data(
                    quorum.settle(Charter.from_data(charter.settings).quorum, membership=40, expected=20)
                ),
            )
        )
        for person in people:
            _took_part(tx, chance, meeting, person, habits[person.id], member=person.id in members)


def _took_part(
    tx: Tx, chance: random.Random, meeting: Meeting, person: Person, habit: float, *, member: bool
) -> None:
    said_so = chance.random() < habit
    came = chance.random() < (0.85 if said_so else 0.08)
    coming = Answer.ATTENDING if said_so else Answer.APOLOGIES
    tx.session.add(
        AnswerRow(
            meeting_id=meeting.id,
            person_id=person.id,
            answer=coming,
            place=Place.BOOKED if said_so else Place.NONE,
            answered_at=meeting.starts_at - timedelta(days=10),
            member_pence=0 if said_so else None,
            non_member_pence=5000 if said_so else None,
            price_pence=0 if said_so else None,
            waived_because="",
        )
    )
    if came:
        late = timedelta(minutes=chance.choice((0, 0, 0, 4, 11)))
        tx.session.add(
            StayRow(
                meeting_id=meeting.id,
                person_id=person.id,
                role=person.role or "",
                standing=Standing.MEMBER if member else Standing.GUEST,
                arrived_at=meeting.starts_at + late,
                left_at=meeting.ends_at,
                how=How.BUTTON,
            )
        )


def _learning_event(tx: Tx, *, workspace: Workspace, admin: Caller) -> None:
    """A learning event of made-up agencies, five weeks from now; nothing of any case is in it."""
    unit = _caller(workspace, cast.UNIT)
    business_unit.grant(tx, caller=admin, is_admin=True, slack_id=unit.slack_id)
    contact = "The business unit, 029 2018 0000, unit@example.org"
    business_unit.describe(tx, caller=unit, name="Harbour and Vale Safeguarding Board", contact=contact)
    starts_at = _ten_o_clock(tx.now + timedelta(days=36))
    details = learning_events.Details(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=5),
        place="The Old Library, Room 2",
        access="Step-free; a quiet room is next door.",
        facilitator=cast.REVIEWER,
        ground_rules="We listen, we look for learning, and what is said stays in the room.",
    )
    event_id = learning_events.convene(tx, caller=unit, regime="wales-cpr", details=details)
    reviewer = Somebody(slack_id=workspace.user(cast.REVIEWER).id, name=cast.REVIEWER)
    learning_people.name_reviewer(tx, caller=unit, event_id=event_id, somebody=reviewer)
    for agency, name in cast.PANEL.items():
        member_id = learning_people.add_panel_member(
            tx, caller=unit, event_id=event_id, agency=agency, somebody=_somebody(workspace, name)
        )
        learning_people.add_practitioner(
            tx,
            caller=unit,
            panel_member_id=member_id,
            somebody=_somebody(workspace, cast.PRACTITIONERS[agency]),
        )


def _somebody(workspace: Workspace, name: str) -> Somebody:
    return Somebody(slack_id=workspace.user(name).id, name=name)


def _caller(workspace: Workspace, name: str) -> Caller:
    user = workspace.user(name)
    return Caller(workspace.team_id, user.id, user.name)


def _ten_o_clock(day: datetime) -> datetime:
    """Ten in the morning of a weekday."""
    while day.weekday() > 3:
        day += timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)
