"""The shortcut of the manifest, from anywhere in Slack."""

from bot.assembly import Convenor
from sandbox import Slack, Workspace
from tests.journeys.stage import a_meeting


async def test_next_meeting_is_one_shortcut_away(
    slack: Slack, workspace: Workspace, convenor: Convenor
) -> None:
    await a_meeting(convenor, workspace, theme="Neglect")
    sara = slack.person("Sara")

    await sara.uses("Next meeting")

    await sara.awaits("Neglect")
    assert sara.modal is not None
