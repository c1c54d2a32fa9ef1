"""Asking to join is one button, and so is the secretary's answer."""

import pytest

from sandbox import Slack
from tests.journeys.conftest import CHANNEL
from tests.journeys.steps import GROUP, set_up_group

pytestmark = pytest.mark.usefixtures("convenor")


async def _ask(slack: Slack) -> None:
    await set_up_group(slack)
    tom = slack.person("Tom")
    await tom.types("/sig me", in_=CHANNEL)
    await tom.clicks("Ask to join the group")
    await tom.awaits(f"Your request to join “{GROUP}” is with the secretary")


async def test_secretary_is_told_approves_with_one_button_and_the_person_is_told(slack: Slack) -> None:
    await _ask(slack)
    owen, tom = slack.person("Owen"), slack.person("Tom")
    await owen.awaits(f"@Tom Reid asks to join {GROUP}.", in_="@app")
    await owen.clicks("Approve", in_="@app")
    await owen.awaits("Approved by Owen Pugh.", in_="@app")
    await tom.awaits(f"Welcome: you belong to “{GROUP}” now.", in_="@app")
    await tom.types("/sig join", in_=CHANNEL)
    assert tom.sees_privately(f"You belong to “{GROUP}”.")


async def test_declining_asks_first_and_says_so_kindly(slack: Slack) -> None:
    await _ask(slack)
    owen, tom = slack.person("Owen"), slack.person("Tom")
    await owen.awaits("asks to join", in_="@app")
    await owen.clicks("Decline", in_="@app")
    assert "Decline this request?" in owen.confirmed[0]
    await tom.awaits(
        "could not be approved at present. Its meetings are open to you all the same", in_="@app"
    )
    await owen.awaits("Declined by Owen Pugh.", in_="@app")


async def test_asking_twice_is_asking_once(slack: Slack) -> None:
    await _ask(slack)
    owen, tom = slack.person("Owen"), slack.person("Tom")
    await tom.types("/sig join", in_=CHANNEL)
    await owen.awaits("asks to join", in_="@app")
    await owen.types("/sig people", in_=CHANNEL)
    await owen.awaits("0 belong to the group, 1 asked to join")
    assert owen.reads("@app").count("asks to join") == 1


async def test_request_is_answered_in_the_list_of_people_too(slack: Slack) -> None:
    await _ask(slack)
    owen = slack.person("Owen")
    await owen.types("/sig people", in_=CHANNEL)
    await owen.awaits("1 asked to join")
    await owen.clicks("Approve")
    await owen.awaits("Tom Reid belongs to")
    await owen.awaits("1 belong to the group, 0 asked to join")


async def test_request_that_was_taken_back_is_not_answered(slack: Slack) -> None:
    await _ask(slack)
    owen, tom = slack.person("Owen"), slack.person("Tom")
    await owen.types("/sig people", in_=CHANNEL)
    await owen.awaits("1 asked to join")
    await tom.types("/sig leave group", in_=CHANNEL)
    assert tom.sees_privately("You are off the list")
    await owen.clicks("Approve")
    await owen.awaits("They have withdrawn their request meanwhile")
    await tom.types("/sig leave group", in_=CHANNEL)
    assert tom.sees_privately("there is nothing to leave")


async def test_secretary_who_joins_needs_nobodys_approval(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await owen.types("/sig join", in_=CHANNEL)
    assert owen.sees_privately(f"You belong to “{GROUP}”.")
