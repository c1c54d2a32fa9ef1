"""Files from Slack: with the token, never by a plain connection, never too large, never to elsewhere."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import downloads
from rules.refusals import Refusal
from sandbox import Slack, Workspace, serve
from sandbox.state import File


@pytest.fixture
def workspace() -> Workspace:
    workspace = Workspace()
    workspace.add_person("Sara Lloyd")
    return workspace


@pytest.fixture
async def slack(workspace: Workspace) -> AsyncIterator[Slack]:
    async with serve(workspace) as slack:
        yield slack


def _file(workspace: Workspace, content: bytes, *, says: int | None = None) -> str:
    user = workspace.user("Sara")
    size = len(content) if says is None else says
    file = File(workspace.new_id("F"), "list.csv", user.id, workspace.now_epoch(), length=size)
    file.content, file.complete, file.mimetype = content, True, "text/csv"
    workspace.files[file.id] = file
    return file.id


def _client(workspace: Workspace, slack: Slack) -> AsyncWebClient:
    return AsyncWebClient(token=workspace.bot_token, base_url=slack.api_url)


async def test_file_comes_with_the_bots_token(slack: Slack, workspace: Workspace) -> None:
    file_id = _file(workspace, b"name,email")

    assert await downloads.fetch(_client(workspace, slack), file_id, most_bytes=100) == b"name,email"


@pytest.mark.parametrize("says", [None, 5], ids=["as it says", "more than it says"])
async def test_file_that_is_too_large_is_refused(
    slack: Slack, workspace: Workspace, says: int | None
) -> None:
    file_id = _file(workspace, b"x" * 200_000, says=says)

    with pytest.raises(Refusal, match="larger than 0 MB"):
        await downloads.fetch(_client(workspace, slack), file_id, most_bytes=100_000)


async def test_sign_in_page_is_not_taken_for_the_file(slack: Slack, workspace: Workspace) -> None:
    file_id = _file(workspace, b"<!DOCTYPE html>Sign in")
    workspace.files[file_id].mimetype = "text/html"

    with pytest.raises(Refusal, match="Slack did not hand the file over"):
        await downloads.fetch(_client(workspace, slack), file_id, most_bytes=100)


async def test_plain_connection_to_another_machine_is_refused(slack: Slack, workspace: Workspace) -> None:
    file_id = _file(workspace, b"name,email")
    client = _client(workspace, slack)
    workspace.base_url = "http://files.example.org"

    with pytest.raises(Refusal, match="Slack did not hand the file over"):
        await downloads.fetch(client, file_id, most_bytes=100)
