"""Slack itself refuses: a revoked token, a bot that was taken out of the channel. Each gets a sentence."""

import pytest

from sandbox import Slack, Workspace
from tests.journeys.conftest import CHANNEL
from tests.journeys.steps import publish_year, set_up_group

pytestmark = pytest.mark.usefixtures("convenor")


def _revoke(workspace: Workspace) -> None:
    for token in workspace.tokens.values():
        token.revoked = True


async def test_revoked_token_is_said_to_whoever_needs_it(slack: Slack, workspace: Workspace) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig help", in_=CHANNEL)
    _revoke(workspace)
    await owen.types("/sig setup", in_=CHANNEL)
    assert owen.sees_privately(
        "Ask a workspace admin to install it again, then retry. (Slack says: token_revoked)"
    )


async def test_bot_that_starts_with_a_revoked_token_says_who_can_mend_it(
    slack: Slack, workspace: Workspace
) -> None:
    _revoke(workspace)
    owen = slack.person("Owen")
    await owen.types("/sig help", in_=CHANNEL)
    assert owen.sees_privately("Please ask a workspace admin to install Convenor again.")


async def test_answers_are_kept_although_slack_tells_us_nothing_of_people(
    slack: Slack, workspace: Workspace
) -> None:
    await publish_year(slack)
    _revoke(workspace)
    sara = slack.person("Sara")
    await sara.types("/sig attend", in_=CHANNEL)
    assert sara.sees_privately("You have a place on")
    await sara.types("/sig people", in_=CHANNEL)
    assert sara.sees_privately("Only the secretary can confirm memberships and import people.")
    await sara.types("/sig guest", in_=CHANNEL)
    assert sara.sees_privately("Members can bring a guest.")


async def test_bot_that_was_taken_out_of_the_channel_still_answers_privately(
    slack: Slack, workspace: Workspace
) -> None:
    await set_up_group(slack)
    workspace.channel(CHANNEL).members.remove(workspace.bot.id)
    sara, owen = slack.person("Sara"), slack.person("Owen")
    await sara.types("/sig join", in_=CHANNEL)
    assert sara.sees_privately("is with the secretary, and you will be told")
    await owen.awaits("asks to join", in_="@app")
