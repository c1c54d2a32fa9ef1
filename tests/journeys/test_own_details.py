"""Someone answers first, says who they are whenever they like, and sees how they stand."""

import pytest

from sandbox import Slack
from sandbox.people.eyes import HOME
from tests.journeys.conftest import CHANNEL
from tests.journeys.steps import publish_year, set_up_group

pytestmark = pytest.mark.usefixtures("convenor")


async def test_answering_comes_first_and_then_only_the_profession_is_asked(slack: Slack) -> None:
    await publish_year(slack)
    sara = slack.person("Sara")
    await sara.types("/sig attend", in_=CHANNEL)
    assert sara.sees_privately("You have a place on")
    await sara.chooses("Your main role", "Midwife (health)")
    await sara.awaits("Your profession is recorded as Midwife")
    await sara.clicks("My details")
    await sara.fills("Organisation", "Example Trust")
    await sara.chooses("Nation", "Wales")
    await sara.fills("Membership number of the association", "A1234")
    await sara.submits()
    assert sara.sees_privately("The secretary sees your membership number and confirms it.")
    await sara.closes(everything=True)
    await sara.types("/sig attend", in_=CHANNEL)
    assert sara.reads(CHANNEL).count("What is your profession?") == 1
    await sara.types("/sig me", in_=CHANNEL)
    assert sara.sees_privately(
        "Profession: Midwife; Organisation: Example Trust; Nation: Wales; Membership number: A1234"
    )


async def test_own_page_shows_answers_prices_and_dues(slack: Slack) -> None:
    await publish_year(slack)
    sara = slack.person("Sara")
    await sara.types("/sig attend", in_=CHANNEL)
    await sara.types("/sig me", in_=CHANNEL)
    seen = sara.reads(CHANNEL)
    assert seen.count("You have not answered yet.") >= 7
    assert "You attend. Free if your membership is confirmed for" in seen
    assert sara.sees_privately("You owe nothing.")
    assert sara.sees_privately("Your membership of the association is not confirmed.")


async def test_details_are_optional_and_are_found_again(slack: Slack) -> None:
    await set_up_group(slack)
    tom = slack.person("Tom")
    await tom.types("/sig details", in_=CHANNEL)
    await tom.fills("Organisation", "Police Example")
    await tom.submits()
    assert tom.sees_privately("Saved. Thank you.")
    await tom.closes(everything=True)
    await tom.types("/sig details", in_=CHANNEL)
    await tom.awaits("Police Example")


async def test_detail_that_may_identify_a_child_is_refused_beside_its_input(slack: Slack) -> None:
    await set_up_group(slack)
    tom = slack.person("Tom")
    await tom.types("/sig details", in_=CHANNEL)
    await tom.fills("Organisation", "about the child 943 476 5919")
    await tom.submits()
    assert tom.sees_privately("so it has not been kept")
    await tom.closes(everything=True)
    await tom.types("/sig me", in_=CHANNEL)
    assert tom.sees_privately("Organisation: not given")


async def test_home_shows_answers_dues_and_details_and_is_redrawn_when_they_change(slack: Slack) -> None:
    await publish_year(slack)
    sara = slack.person("Sara")
    await sara.types("/sig attend", in_=CHANNEL)
    home = await sara.opens_home()
    assert "You attend. Free if your membership is confirmed for 21 January; otherwise £50." in home
    assert "You owe nothing." in home
    await sara.clicks("My details", in_=HOME)
    await sara.fills("Organisation", "Example Trust")
    await sara.submits()
    await sara.awaits("Organisation: Example Trust")
    assert "Organisation: Example Trust" in sara.home
