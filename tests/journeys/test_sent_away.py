"""The workspace sends the bot away: whoever runs it is told what to do, nothing is lost and nothing storms."""

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.assembly import Convenor
from sandbox import Slack, Workspace, running
from tests.journeys.steps import set_up_group


async def _ready(convenor: Convenor) -> tuple[int, str]:
    async with (
        running(convenor.web) as url,
        aiohttp.ClientSession() as web,
        web.get(f"{url}/readyz") as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.parametrize("event", ["app_uninstalled", "tokens_revoked"])
async def test_removing_the_app_is_told_in_the_log_and_to_readyz_with_what_to_do(
    slack: Slack, workspace: Workspace, convenor: Convenor, event: str
) -> None:
    await set_up_group(slack)
    assert (await _ready(convenor))[0] == 200
    workspace.app.events = frozenset({event})
    with capture_logs() as lines:
        slack.desk.acts.uninstalls()
        await slack.until(lambda: any(line["log_level"] == "error" for line in lines))
    [told] = [line for line in lines if line["log_level"] == "error"]
    assert (told["because"], told["team"]) == (event, workspace.team_id)
    assert "SLACK_BOT_TOKEN" in told["to_do"]
    status, words = await _ready(convenor)
    assert status == 503
    assert f"no longer ({event})" in words
    assert "What is due waits until then." in words
