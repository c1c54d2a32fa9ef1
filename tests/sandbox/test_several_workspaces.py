"""Two workspaces with the same app: each has its own tokens, people and messages."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack, Workspace, running, serve
from tests.sandbox.bot import Bot
from tests.sandbox.conftest import PATIENT, Clock


@pytest.fixture
def other(clock: Clock) -> Workspace:
    other = Workspace(clock=clock, team_id="T0OTHER", name="Other", installed=False)
    other.add_person("Sara Other", admin=True)
    other.add_channel("general", members=["Sara"]).members.append(other.bot.id)
    return other


@pytest.fixture
async def slack(workspace: Workspace, other: Workspace, bot: Bot) -> AsyncIterator[Slack]:
    async with (
        running(bot.app()) as url,
        serve(workspace, other, bot_url=f"{url}/slack/events", ack_seconds=PATIENT) as slack,
    ):
        yield slack


async def installed(slack: Slack, team_id: str) -> AsyncWebClient:
    """A client with the token that installing in this workspace brings."""
    app = slack.workspace.app
    asked = {"client_id": app.client_id, "redirect_uri": "http://bot/back", "state": "s1", "team": team_id}
    async with aiohttp.ClientSession() as session:
        consent = f"{slack.url}/oauth/v2/authorize"
        async with session.get(consent, params=asked, allow_redirects=False) as answer:
            back = answer.headers["location"]
    assert back.endswith("&state=s1")
    code = back.partition("code=")[2].partition("&")[0]
    grant = {"client_id": app.client_id, "client_secret": app.client_secret, "code": code}
    answer = await AsyncWebClient(base_url=slack.api_url).api_call("oauth.v2.access", data=grant)
    assert answer["team"]["id"] == team_id
    return AsyncWebClient(token=answer["access_token"], base_url=slack.api_url)


async def test_each_installation_speaks_for_its_own_workspace(slack: Slack, other: Workspace) -> None:
    there = await installed(slack, "T0OTHER")
    assert (await there.auth_test())["team_id"] == "T0OTHER"
    await there.chat_postMessage(channel=other.channel("general").id, text="only there")
    assert slack.at(other).person("Sara").sees("only there")
    assert not slack.person("Sara").sees("only there")


async def test_command_names_its_workspace_and_is_answered_there(
    slack: Slack, other: Workspace, bot: Bot
) -> None:
    await slack.at(other).person("Sara").types("/sig help", in_="#general")
    heard = bot.last("/sig")
    assert heard["team_id"] == "T0OTHER"
    async with aiohttp.ClientSession() as session:
        await session.post(heard["response_url"], json={"text": "answered"})
    assert slack.at(other).person("Sara").sees_privately("answered")
    assert not slack.person("Sara").sees("answered")


async def test_files_are_told_apart_by_their_workspace(slack: Slack, other: Workspace) -> None:
    for client, workspace in (
        (AsyncWebClient(token=slack.workspace.bot_token, base_url=slack.api_url), slack.workspace),
        (await installed(slack, "T0OTHER"), other),
    ):
        general = workspace.channel("general").id
        await client.files_upload_v2(channel=general, filename="a.txt", content=workspace.name)
    contents = [next(iter(w.files.values())).content for w in (slack.workspace, other)]
    assert contents == [b"Sandbox", b"Other"]
