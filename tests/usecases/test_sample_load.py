"""The sample in a group: people with their standing, offices that were free, and a year to publish."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import col, select

from rules.meetings import Mode, State
from rules.nations import Nation
from rules.offices import Office
from rules.pricing import Period, Standing, standing_on
from rules.refusals import Refusal
from storage import groups, people
from storage.meetings import Meeting
from storage.people import Person
from tests.usecases.world import TEAM, World, a_world
from usecases import programme, register, sample_load
from usecases.sample_year import SampleStanding, read_sample

YEAR = 2028
EXPECTED = {
    SampleStanding.CURRENT: Standing.MEMBER,
    SampleStanding.EXPIRING: Standing.MEMBER,
    SampleStanding.LAPSED: Standing.NON_MEMBER,
    SampleStanding.NONE: Standing.NON_MEMBER,
    SampleStanding.UNKNOWN: Standing.UNKNOWN,
}


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with a_world(database_url) as world:
        world.officer("Sara Lloyd", Office.SECRETARY)
        yield world


def load(world: World) -> sample_load.Loaded:
    return sample_load.load(
        world.tx, group_id=world.group.id, person_id=world.people["Sara Lloyd"].id, year=YEAR
    )


def standing(world: World, email: str, day: date) -> Standing:
    person = people.by_email(world.tx, TEAM, email)
    assert person is not None
    periods = [Period(one.starts_on, one.ends_on) for one in people.memberships_of(world.tx, person.id)]
    declared = person.declared_non_member is not None
    return standing_on(day, today=day, periods=periods, declared_non_member=declared)


def test_sixty_people_come_with_their_standing(world: World) -> None:
    loaded = load(world)

    assert (loaded.people, loaded.meetings) == (60, 8)
    for person in read_sample(YEAR).people:
        assert standing(world, person.email, date(YEAR, 1, 15)) is EXPECTED[person.standing], person


def test_they_belong_to_the_group_and_the_secretary_sees_them(world: World) -> None:
    load(world)

    shown = register.register(world.tx, caller=world.caller("Sara Lloyd"), group_id=world.group.id)
    assert (len(shown.belong), shown.asked) == (60, ())
    assert len(shown.unknown) == 6  # five of the sample, and the secretary


def test_the_year_comes_as_drafts_that_the_secretary_publishes(world: World) -> None:
    load(world)
    drafts = world.tx.session.exec(select(Meeting).order_by(col(Meeting.starts_at))).all()

    assert [one.state for one in drafts] == [State.DRAFT] * 8
    assert [one.mode for one in drafts].count(Mode.VIRTUAL) == 4
    assert {one.nation for one in drafts if one.mode is Mode.FACE_TO_FACE} == set(Nation)
    assert {one.starts_at.year for one in drafts} == {YEAR}

    programme.publish(world.tx, caller=world.caller("Sara Lloyd"), group_id=world.group.id, year=YEAR)

    assert {one.state for one in drafts} == {State.PUBLISHED}


def test_offices_that_are_held_stay_and_the_others_are_filled(world: World) -> None:
    load(world)

    held = {officer.office: officer.person_id for officer in groups.officers(world.tx, world.group.id)}

    assert held[Office.SECRETARY] == world.people["Sara Lloyd"].id
    assert {Office.CHAIR, Office.TREASURER, Office.INDEPENDENT_CHAIR} <= held.keys()


def test_loading_twice_is_refused_and_doubles_nothing(world: World) -> None:
    load(world)

    with pytest.raises(Refusal, match=f"planned {YEAR} already"):
        load(world)

    assert len(world.tx.session.exec(select(Person)).all()) == 61
