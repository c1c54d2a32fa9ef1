"""Every form and button of learning events, as people fill them in: opened, kept, and shown again."""

from collections.abc import AsyncIterator

import pytest

from sandbox import HOME
from sandbox.driver import Person
from tests.journeys import learning_stage as stages
from tests.journeys.learning_stage import IN_SLACK, REVIEWER, TOM, Stage

FFION = IN_SLACK[0]


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stages.staged(sqlite_url) as stage:
        yield stage


@pytest.fixture
async def unit(stage: Stage) -> Person:
    """Sara, who runs an event with one agency and one practitioner, who has been told."""
    unit = await stages.grant_unit(stage)
    await stages.convene(unit)
    await stages.add_agency(unit, "Health Board", TOM)
    await stages.add_practitioner(unit, "Health Board", FFION)
    await stages.tells(stage.person(TOM), FFION)
    await unit.opens_home()
    return unit


async def test_unit_edits_a_regime_and_says_where_it_comes_from(unit: Person) -> None:
    await unit.clicks("Regimes", in_=HOME)
    await unit.awaits("leaflet for practitioners on learning events (looked up 23 November 2026)")
    await unit.clicks("Edit", on="Wales: child practice review")
    await unit.fills("Weeks it stays published (empty: no minimum)", "16")
    await unit.fills("Where this comes from", "our Board's protocol of 2027")
    await unit.submits()
    await unit.awaits("Kept, with its source and today's date.")
    await unit.closes(everything=True)
    await unit.clicks("Regimes", in_=HOME)
    await unit.awaits("published for 16 weeks")


async def test_unit_changes_the_day_and_whoever_has_heard_is_told(stage: Stage, unit: Person) -> None:
    await stage.fast_forward(2027, 5, 5, 12)
    await unit.opens_home()
    await unit.clicks("Change", in_=HOME)
    await unit.fills("Day", "2027-06-09")
    await unit.submits()
    await unit.awaits("Changed.")
    await stage.settle()
    assert stage.told_in_slack(FFION) == ["practitioner/purpose", "practitioner/moved"]


async def test_address_may_stand_in_the_place_but_not_in_the_ground_rules(unit: Person) -> None:
    await unit.clicks("Change", in_=HOME)
    await unit.fills("Ground rules", "we meet at CF10 4UW")
    await unit.submits()
    await unit.awaits("This looks as if it contains a full postcode")


async def test_unit_expects_a_step_and_is_told_when_its_day_has_passed(stage: Stage, unit: Person) -> None:
    await unit.clicks("Expected days", in_=HOME)
    await unit.chooses("Step", "Event held")
    await unit.fills("By", "2027-05-26")
    await unit.submits()
    await unit.awaits("You are told if the day passes without it.")
    await unit.closes(everything=True)
    await stage.fast_forward(2027, 5, 27, 12)
    assert "business-unit/stage-expected" in stage.told_in_slack(unit.user.real_name)
    assert "To look at: Event held." in await unit.opens_home()


async def test_step_is_recorded_and_taken_back(stage: Stage, unit: Person) -> None:
    await stage.fast_forward(2027, 5, 27, 12)
    await unit.opens_home()
    await unit.clicks("Record a step", in_=HOME)
    await unit.submits()
    await unit.awaits("Recorded.")
    await unit.closes(everything=True)
    assert "Event held." in await unit.opens_home()
    await unit.clicks("Take back a step", in_=HOME)
    await unit.awaits("Taken back.")
    await unit.closes(everything=True)
    assert "Convened." in await unit.opens_home()


async def test_unit_reads_what_goes_out_next_word_for_word(unit: Person) -> None:
    assert "Goes out next, to practitioners who have been told:" in unit.home
    await unit.clicks("How it reads", in_=HOME)
    await unit.awaits("Place: County Hall, Cardiff CF10 4UW")


async def test_panel_member_reads_what_their_practitioners_get_next_and_a_stranger_nothing(
    stage: Stage, unit: Person
) -> None:
    tom = stage.person(TOM)
    await tom.opens_home()
    await tom.clicks("How it reads", in_=HOME)
    await tom.awaits("This is a short note about a meeting that Tom Reid has told you about.")
    assert "Goes out next" not in await stage.person(IN_SLACK[1]).opens_home()


async def test_practitioner_says_what_they_need_in_welsh(stage: Stage, unit: Person) -> None:
    ffion = stage.person(FFION)
    await ffion.opens_home()
    await ffion.clicks("Language and access", in_=HOME)
    await ffion.chooses("Messages in", "Cymraeg")
    await ffion.fills("What do you need to take part?", "a hearing loop")
    await ffion.submits()
    await ffion.awaits("Diolch am ddweud beth sydd ei angen arnoch.")
    await ffion.closes(everything=True)
    await stage.fast_forward(2027, 5, 5, 12)
    assert ffion.sees_privately("translation not reviewed")
    assert not unit.sees("hearing loop")


async def test_hard_day_needs_one_click_and_no_reason(stage: Stage, unit: Person) -> None:
    ffion, tom = stage.person(FFION), stage.person(TOM)
    await ffion.opens_home()
    await ffion.clicks("This is hard, or I can't come", in_=HOME)
    await ffion.awaits("no reason is needed")
    await stage.settle()
    assert tom.sees_privately(f"{FFION} says that the learning event is hard for them")
    assert unit.sees(FFION) is False


async def test_panel_member_who_is_in_touch_sees_the_list_without_the_call(
    stage: Stage, unit: Person
) -> None:
    ffion, tom = stage.person(FFION), stage.person(TOM)
    await ffion.opens_home()
    await ffion.clicks("Talk to my panel member", in_=HOME)
    await ffion.submits()
    await tom.opens_home()
    await tom.clicks("My practitioners", in_=HOME)
    await tom.awaits("would like to talk")
    await tom.clicks("I am in touch", on=f"{FFION}: has been told")
    await stage.slack.settled()
    await stage.convenor.door.close()  # the list is drawn again after the acknowledgement
    assert tom.sees(f"{FFION}: has been told")
    assert not tom.sees("has been told; would like to talk")


async def test_reviewer_learns_of_those_who_agreed_and_says_that_they_are_in_touch(
    stage: Stage, unit: Person
) -> None:
    await unit.clicks("People", in_=HOME)
    await unit.clicks("Name the reviewer")
    await stages.name_somebody(unit, REVIEWER)
    ffion, huw = stage.person(FFION), stage.person(REVIEWER)
    await ffion.opens_home()
    await ffion.clicks("Talk to my panel member", in_=HOME)
    await ffion.chooses(
        "If it stays quiet", "If nobody is in touch in a working day, the reviewer may know too"
    )
    await ffion.submits()
    assert "agreed that you may know" not in await huw.opens_home()
    await stage.fast_forward(2027, 4, 5, 12)
    assert "1 would like to talk, and agreed that you may know." in await huw.opens_home()
    await huw.clicks("Who would like to talk", in_=HOME)
    await huw.awaits(f"{FFION} asked for {TOM}.")
    await huw.clicks("I am in touch", on=f"{FFION} asked for {TOM}.")
    await huw.awaits("Nobody is waiting to talk just now.")


async def test_person_who_is_no_admin_cannot_grant_the_role(stage: Stage) -> None:
    tom = stage.person(TOM)
    await tom.types(f"/sig unit grant <@{tom.id}>", in_=stages.CHANNEL)
    assert tom.sees_privately("Only a workspace admin can say who runs learning events.")
    assert "Convene" not in await tom.opens_home()


async def test_admin_who_granted_the_role_sees_nothing_of_events(stage: Stage, unit: Person) -> None:
    owen = stage.person("Owen")
    assert "Event" not in await owen.opens_home()
    assert not owen.sees(FFION)
