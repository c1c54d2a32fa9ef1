"""The charter in Slack: everybody reads it, the organisers change it, nobody overwrites another."""

import pytest

from bot.assembly import Convenor
from sandbox import Slack, Workspace
from tests.journeys.conftest import CHANNEL
from tests.journeys.stage import a_meeting


@pytest.fixture(autouse=True)
async def group(convenor: Convenor, workspace: Workspace) -> None:
    """The channel's group; Owen is its secretary."""
    await a_meeting(convenor, workspace)


async def test_secretary_changes_the_price_and_everyone_reads_who_did(slack: Slack) -> None:
    owen, ana = slack.person("Owen"), slack.person("Ana")
    await owen.types("/sig charter", in_=CHANNEL)
    await owen.clicks("Change the charter")
    await owen.fills("Price for non-members, in pounds", "60")
    await owen.submits()
    assert owen.sees("is now in its version 2, by Owen Pugh")
    await ana.types("/sig charter", in_=CHANNEL)
    assert ana.sees_privately("Price for non-members, in pounds: £60 [S 5]")
    assert ana.sees_privately("version 2, by Owen Pugh")
    assert not ana.sees("Change the charter")


async def test_number_that_cannot_be_is_refused_beside_it_and_nothing_is_saved(slack: Slack) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig charter", in_=CHANNEL)
    await owen.clicks("Change the charter")
    await owen.fills("A meeting's card is posted, days before", "soon")
    await owen.submits()
    assert owen.sees("Please give a number from 0 to 365.")
    await owen.closes(everything=True)
    await owen.types("/sig charter", in_=CHANNEL)
    assert owen.sees_privately("version 1")


async def test_charter_changed_by_another_meanwhile_is_not_overwritten(slack: Slack) -> None:
    owen, sara = slack.person("Owen"), slack.person("Sara")
    await owen.types("/sig officers name", in_=CHANNEL)
    await owen.chooses("Chair", "Sara Lloyd")
    await owen.submits()
    await owen.closes(everything=True)
    for person in (owen, sara):
        await person.types("/sig charter", in_=CHANNEL)
        await person.clicks("Change the charter")
    await sara.fills("Price for non-members, in pounds", "70")
    await sara.submits()
    await owen.fills("Price for non-members, in pounds", "80")
    await owen.submits()
    assert owen.sees("Sara Lloyd changed the charter since you opened it.")
