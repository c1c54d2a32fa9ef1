"""What is there before the visitor comes: the sample group with its year, answers to it, a learning event."""

import random
from dataclasses import replace
from datetime import timedelta

from sqlmodel import col, select

from bot.tryout import cast
from bot.tryout.history import SEED, last_year, ten_o_clock
from rules.invitations import Choice
from rules.meetings import State
from rules.offices import Office
from rules.rsvp import Answer
from sandbox import Workspace
from storage.meetings import Meeting
from storage.transaction import Store, Tx
from usecases import (
    business_unit,
    calendars,
    callers,
    groups,
    learning_events,
    learning_people,
    officers,
    programme,
    rsvp,
    sample_load,
)
from usecases.callers import Caller, Profile, person_of
from usecases.learning_people import Somebody
from usecases.sample_year import SampleGroup

HOW_TO_PAY = "By bank transfer to Practice Learning Reviews; the treasurer's invoice has the account."
# How many people answered each of the first meetings, and how many of all chose letters
ANSWERED = (14, 12, 7)
LETTERS = 4


async def plant(store: Store, workspace: Workspace, sample: SampleGroup) -> None:
    """Load everything into an empty database."""
    await store.perform(_people, workspace=workspace)
    group_id = await store.perform(_group, workspace=workspace, sample=sample)
    await store.perform(last_year, group_id=group_id, addresses=[one.email for one in sample.people])
    await store.perform(_answers, workspace=workspace, sample=sample, group_id=group_id)
    await store.perform(_learning_event, workspace=workspace)


def _people(tx: Tx, *, workspace: Workspace) -> None:
    """Everybody is known as if they had opened the Home tab once."""
    for user in workspace.users.values():
        if not user.is_bot:
            known = Caller(workspace.team_id, user.id, user.name)
            profile = Profile(known, user.real_name, user.email or None, user.tz)
            callers.introduce(tx, profile=profile)


def _group(tx: Tx, *, workspace: Workspace, sample: SampleGroup) -> str:
    """The sample group, set up by the admin and handed to its own secretary, its year published."""
    admin = _caller(workspace, cast.ADMIN)
    here = groups.set_up(
        tx,
        caller=admin,
        channel_id=workspace.channel(cast.CHANNEL).id,
        is_admin=True,
        name=sample.name,
        nation=sample.nation,
        zone=sample.zone,
    )
    groups.change_charter(
        tx, caller=admin, group_id=here.id, charter=replace(sample.charter, how_to_pay=HOW_TO_PAY)
    )
    sample_load.load(tx, group_id=here.id, person_id=person_of(tx, admin).id, year=sample.year)
    programme.publish(tx, caller=admin, group_id=here.id, year=sample.year)
    secretary = next(workspace.user(one.name).id for one in sample.people if one.office is Office.SECRETARY)
    officers.name_officers(tx, caller=admin, group_id=here.id, holders={Office.SECRETARY: [secretary]})
    return here.id


def _answers(tx: Tx, *, workspace: Workspace, sample: SampleGroup, group_id: str) -> None:
    """Some have answered the first meetings: none of those whom the visitor can play."""
    chance = random.Random(SEED)  # noqa: S311 - a story, not a secret
    played = {role.user_id for role in cast.roles(workspace, sample)}
    others = [
        _caller(workspace, one.name) for one in sample.people if workspace.user(one.name).id not in played
    ]
    for caller in others[:LETTERS]:
        calendars.choose(tx, caller=caller, choice=Choice.INVITATIONS)
    coming = tx.session.exec(
        select(Meeting.id)
        .where(Meeting.group_id == group_id, Meeting.state == State.PUBLISHED)
        .order_by(col(Meeting.starts_at))
        .limit(len(ANSWERED))
    ).all()
    for meeting_id, how_many in zip(coming, ANSWERED, strict=True):
        for caller in [*others[:LETTERS], *chance.sample(others[LETTERS:], how_many - LETTERS)]:
            said = chance.choices((Answer.ATTENDING, Answer.APOLOGIES, Answer.MAYBE), (8, 2, 1))[0]
            rsvp.answer(tx, caller=caller, meeting_id=meeting_id, answer=said)


def _learning_event(tx: Tx, *, workspace: Workspace) -> None:
    """A learning event of made-up agencies, five weeks from now; nothing of any case is in it."""
    admin, unit = _caller(workspace, cast.ADMIN), _caller(workspace, cast.UNIT)
    business_unit.grant(tx, caller=admin, is_admin=True, slack_id=unit.slack_id)
    contact = "The business unit, 029 2018 0000, unit@example.org"
    business_unit.describe(tx, caller=unit, name="Harbour and Vale Safeguarding Board", contact=contact)
    starts_at = ten_o_clock(tx.now + timedelta(days=36))
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
