"""Socket Mode, spoken with Slack's own client."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack, Workspace, serve
from tests.sandbox.conftest import PATIENT


@pytest.fixture
async def slack(workspace: Workspace) -> AsyncIterator[Slack]:
    async with serve(workspace, patience=PATIENT, ack_seconds=PATIENT) as slack:
        yield slack


@pytest.fixture
async def socket(slack: Slack) -> AsyncIterator[SocketModeClient]:
    web = AsyncWebClient(token=slack.workspace.bot_token, base_url=slack.api_url)
    client = SocketModeClient(app_token=slack.workspace.app.app_token, web_client=web)
    client.web_client.base_url = slack.api_url
    await client.connect()
    await slack.bot_connected()
    yield client
    await client.close()


async def test_command_comes_by_socket_and_its_answer_is_seen(slack: Slack, socket: SocketModeClient) -> None:
    heard: list[SocketModeRequest] = []

    async def answer(client: Any, request: SocketModeRequest) -> None:
        heard.append(request)
        reply = SocketModeResponse(envelope_id=request.envelope_id, payload={"text": "By socket"})
        await client.send_socket_mode_response(reply)

    socket.socket_mode_request_listeners.append(answer)
    sara = slack.person("Sara")
    await sara.types("/sig help", in_="#general")
    assert sara.sees_privately("By socket")
    assert heard[0].type == "slash_commands"
    assert heard[0].payload["text"] == "help"


async def test_events_and_clicks_come_by_socket_too(slack: Slack, socket: SocketModeClient) -> None:
    heard: list[str] = []

    async def answer(client: Any, request: SocketModeRequest) -> None:
        heard.append(request.type)
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    socket.socket_mode_request_listeners.append(answer)
    sara = slack.person("Sara")
    await sara.says_to_app("hello")
    await sara.uses("Answer")
    assert heard == ["events_api", "interactive"]


async def test_unanswered_envelope_times_out(workspace: Workspace) -> None:
    async with serve(workspace, ack_seconds=0.05) as slack:
        web = AsyncWebClient(token=workspace.bot_token, base_url=slack.api_url)
        client = SocketModeClient(app_token=workspace.app.app_token, web_client=web)
        await client.connect()
        await slack.bot_connected()
        sara = slack.person("Sara")
        await sara.types("/sig help", in_="#general")
        await client.close()
        assert sara.sees_privately("operation_timeout")


async def test_refreshed_connection_is_opened_again(slack: Slack, socket: SocketModeClient) -> None:
    socket.auto_reconnect_enabled = True
    before = len(slack.inspector.calls("apps.connections.open"))
    await slack.desk.sockets.refresh()
    await slack.until(
        lambda: (
            len(slack.inspector.calls("apps.connections.open")) > before and slack.desk.sockets.connected > 0
        ),
        seconds=10,
    )


async def test_app_token_is_needed_and_a_ticket_is_good_once(slack: Slack) -> None:
    web = AsyncWebClient(token=slack.workspace.app.app_token, base_url=slack.api_url)
    opened = await web.apps_connections_open(app_token=slack.workspace.app.app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]) as first:
            assert json.loads((await first.receive()).data)["type"] == "hello"
        with pytest.raises(aiohttp.ClientError):
            await session.ws_connect(opened["url"])
