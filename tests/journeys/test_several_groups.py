"""A workspace with two groups: a command speaks of the channel's, or asks which one is meant."""

import pytest

from bot.assembly import Convenor
from sandbox import Slack, Workspace
from tests.journeys.conftest import CHANNEL
from tests.journeys.steps import set_up_group

OTHER = "safeguarding-leads"


@pytest.fixture(autouse=True)
async def two_groups(slack: Slack, workspace: Workspace, convenor: Convenor) -> None:
    await set_up_group(slack)
    channel = workspace.add_channel(OTHER, members=["Owen Pugh", "Sara Lloyd"])
    channel.members.append(workspace.bot.id)
    owen = slack.person("Owen")
    await owen.types("/sig setup", in_=OTHER)
    await owen.fills("Name of the group", "Safeguarding Leads")
    await owen.chooses("Nation of its secretariat", "Scotland")
    await owen.submits()
    await owen.closes(everything=True)


async def test_a_command_elsewhere_asks_which_group_is_meant_and_goes_on(slack: Slack) -> None:
    sara = slack.person("Sara")
    await sara.types("/sig officers", in_="elsewhere")
    await sara.awaits("Which one do you mean?")
    await sara.clicks("Safeguarding Leads")
    await sara.awaits("The officers of Safeguarding Leads")
    await sara.types("/sig officers", in_=CHANNEL)
    await sara.awaits("The officers of Practice Learning Reviews")


async def test_words_too_long_to_be_kept_are_asked_for_in_the_group_s_channel(slack: Slack) -> None:
    sara = slack.person("Sara")
    await sara.types(f"/sig officers {'and so on ' * 250}", in_="elsewhere")
    await sara.awaits("Please type it again in the channel of the group that you mean.")
