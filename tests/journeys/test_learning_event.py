"""A learning event, lived through by the unit, three agencies and twelve practitioners."""

from collections.abc import AsyncIterator

import pytest

from sandbox import HOME
from sandbox.driver import Person
from tests.journeys import learning_stage as stages
from tests.journeys.learning_stage import BY_LETTER, CARYS, IN_SLACK, TOM, Stage
from tests.journeys.learning_story import (
    BRYN,
    DEWI,
    ELIN,
    FFION,
    IDRIS,
    JOAN,
    KOFI,
    MEGAN,
    NIA,
    OLWEN,
    PRIYA,
    RHYS,
    lived_through,
)

BEFORE = ["practitioner/purpose", "practitioner/prepare", "practitioner/practical"]
AFTER = ["practitioner/afterwards"]
PASSED_ON = ["practitioner/publication-planned", "practitioner/published"]


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with stages.staged(database_url) as stage:
        yield stage


async def test_practitioner_hears_first_from_a_person_and_then_from_the_bot(stage: Stage) -> None:
    unit = await stages.grant_unit(stage)
    await stages.convene(unit)
    await stages.add_agency(unit, "Health Board", TOM)
    await stages.add_practitioner(unit, "Health Board", FFION)
    tom, ffion = stage.person(TOM), stage.person(FFION)
    await stage.fast_forward(2027, 5, 4, 9)
    assert tom.sees_privately("You are the panel member of Health Board")
    assert stage.told_in_slack(FFION) == []
    assert "A meeting that you have been told about" not in await ffion.opens_home()
    await stages.tells(tom, FFION)
    await stage.fast_forward(2027, 5, 5, 10)
    assert ffion.sees_privately("to understand what has happened")
    [message] = [one for one in ffion.messages("@app") if one.user != ffion.id]
    assert "learning" not in message.text  # what a lock screen shows


async def test_preparation_is_ticked_by_the_practitioner_and_seen_by_nobody_else(stage: Stage) -> None:
    unit = await stages.grant_unit(stage)
    await stages.convene(unit)
    await stages.add_agency(unit, "Health Board", TOM)
    await stages.add_practitioner(unit, "Health Board", FFION)
    tom, ffion = stage.person(TOM), stage.person(FFION)
    await stages.tells(tom, FFION)
    await ffion.opens_home()
    await ffion.clicks("My preparation", in_=HOME)
    await ffion.chooses("Before the meeting", "I am familiar with the case again")
    await ffion.submits()
    await ffion.clicks("My preparation", in_=HOME)
    await ffion.awaits("(x) I am familiar with the case again")
    for other in (tom, unit):
        await other.opens_home()
        await other.clicks("My practitioners" if other is tom else "People", in_=HOME)
        assert not other.sees("familiar")


async def test_whole_path_in_fast_forward_with_everything_that_may_happen(stage: Stage) -> None:
    unit = await lived_through(stage)
    await _everybody_got_what_they_should_and_nothing_else(stage)
    await _thirty_days_later_nothing_is_left(stage, unit)


async def _everybody_got_what_they_should_and_nothing_else(stage: Stage) -> None:
    made_up_for = ["practitioner/purpose", "practitioner/prepare", "practitioner/practical"]
    assert {name: stage.told_in_slack(name) for name in IN_SLACK} == {
        FFION: ["practitioner/purpose", "practitioner/support-answered", *BEFORE[1:], *AFTER, *PASSED_ON],
        RHYS: ["practitioner/purpose"],  # paused
        DEWI: ["practitioner/purpose"],  # withdrew
        ELIN: [*made_up_for, *AFTER, *PASSED_ON],
        KOFI: ["practitioner/purpose"],  # bereaved, and taken off the list
        PRIYA: [*made_up_for, *AFTER],  # Iona speaks with her people herself
        JOAN: ["practitioner/combined", "practitioner/practical", *AFTER],
        MEGAN: [*made_up_for, *AFTER],
    }
    by_letter = {name: stage.told_by_letter(address) for name, address in BY_LETTER.items()}
    usual = [*BEFORE, *AFTER, *PASSED_ON]
    assert by_letter == {
        BRYN: ["practitioner/purpose", "practitioner/support-answered", *usual[1:]],
        **dict.fromkeys((NIA, OLWEN, IDRIS), usual),
    }
    assert stage.told_by_letter(CARYS[1]) == [
        "panel-member/invited",
        "panel-member/support-asked",
        "panel-member/support-again",
        "panel-member/before",
        "panel-member/paused",
        "panel-member/resumed",
        "panel-member/after",
        "panel-member/publication-planned",
        "panel-member/published",
    ]


async def _thirty_days_later_nothing_is_left(stage: Stage, unit: Person) -> None:
    await stage.fast_forward(2027, 11, 22, 12)
    assert {name: stage.told_in_slack(name) for name in IN_SLACK} == {name: [] for name in IN_SLACK}
    assert unit.sees_privately("The list of people of an event, their answers and the messages")
    await unit.opens_home()
    await unit.clicks("People", in_=HOME)
    assert not any(unit.sees(name) for name in (*IN_SLACK, *BY_LETTER))
