"""What reaches the app, and how: signatures, copies, retries, answers by address, faults, limits."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack
from sandbox.delivery.payloads import slash_command
from sandbox.ratelimits import RateLimits
from tests.sandbox.bot import Bot
from tests.sandbox.conftest import Clock


def general(slack: Slack) -> str:
    return slack.workspace.channel("general").id


async def post(url: str, body: dict[str, Any]) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_same_signed_body_arrives_as_often_as_ordered(slack: Slack, bot: Bot) -> None:
    slack.faults.copies = 3
    await slack.person("Sara").types("/sig help", in_="#general")
    assert len(bot.bodies) == 3
    assert len(set(bot.bodies)) == 1


async def test_event_is_sent_again_with_the_same_id_when_it_failed(slack: Slack, bot: Bot) -> None:
    slack.workspace.app.event_retries = (0, 0)
    bot.statuses = [500]
    await slack.person("Sara").says_to_app("hello")
    first, second = [payload for kind, payload in bot.heard if kind == "message"]
    assert first["event_id"] == second["event_id"]
    assert "x-slack-retry-num" not in bot.headers[0]
    assert bot.headers[1]["x-slack-retry-num"] == "1"
    assert bot.headers[1]["x-slack-retry-reason"] == "http_error"


async def test_mention_and_joining_are_told_where_the_app_is_a_member(slack: Slack, bot: Bot) -> None:
    sara, ana = slack.person("Sara"), slack.person("Ana")
    await sara.types(f"<@{slack.workspace.bot.id}> hello", in_="#general")
    await ana.types(f"<@{slack.workspace.bot.id}> hello", in_="#elsewhere")
    await ana.joins("#general")
    assert [kind for kind, _ in bot.heard] == ["app_mention", "member_joined_channel"]
    assert bot.last("member_joined_channel")["event"]["user"] == ana.id


async def test_uninstalled_app_is_told_and_its_token_ends(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    slack.desk.acts.uninstalls()
    await slack.settled()
    assert {kind for kind, _ in bot.heard} == {"app_uninstalled", "tokens_revoked"}
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()


async def test_response_url_answers_five_times_within_thirty_minutes(
    slack: Slack, bot: Bot, clock: Clock
) -> None:
    sara, tom = slack.person("Sara"), slack.person("Tom")
    await sara.types("/sig help", in_="#general")
    url = bot.last("/sig")["response_url"]
    for number in range(5):
        assert (await post(url, {"text": f"answer {number}"}))[0] == 200
    assert await post(url, {"text": "one more"}) == (404, '{"ok":false,"error":"used_url"}')
    assert sara.sees_privately("answer 4")
    assert not tom.sees("answer 4")
    await sara.types("/sig help", in_="#general")
    clock.forward(minutes=31)
    status, body = await post(bot.last("/sig")["response_url"], {"text": "late"})
    assert (status, "expired_url" in body) == (404, True)


async def test_response_url_changes_and_deletes_the_message_it_came_from(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    sara = slack.person("Sara")
    await client.chat_postEphemeral(
        channel=general(slack), user=sara.id, text="x", blocks=[{"type": "actions", "elements": [button]}]
    )
    await sara.clicks("Go")
    payload = bot.last("block_actions")
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    await post(payload["response_url"], {"replace_original": True, "text": "done"})
    assert sara.reads("#general").endswith("done")
    await post(payload["response_url"], {"delete_original": True})
    assert sara.reads("#general") == ""


async def test_answer_with_bad_blocks_is_refused_at_its_address(slack: Slack, bot: Bot) -> None:
    await slack.person("Sara").types("/sig help", in_="#general")
    _, body = await post(bot.last("/sig")["response_url"], {"blocks": [{"type": "no"}]})
    assert "invalid_blocks" in body


async def test_ordered_failures_come_once_and_then_calls_work_again(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.faults.fail("chat.postMessage", 429, retry_after=7)
    with pytest.raises(SlackApiError, match="ratelimited") as refused:
        await client.chat_postMessage(channel=general(slack), text="x")
    assert refused.value.response.headers["retry-after"] == "7"
    slack.faults.fail("*", 503)
    with pytest.raises(SlackApiError, match="service_unavailable"):
        await client.auth_test()
    assert (await client.auth_test())["ok"]


async def test_answer_may_fail_although_the_message_is_stored(slack: Slack, client: AsyncWebClient) -> None:
    slack.faults.fail("chat.postMessage", 500, after_storing=True)
    with pytest.raises(SlackApiError, match="internal_error"):
        await client.chat_postMessage(channel=general(slack), text="x")
    assert len(slack.workspace.channel("general").messages) == 1


@pytest.mark.parametrize(("after_storing", "stored"), [(False, 0), (True, 1)])
async def test_connection_is_cut_before_or_after_storing(
    slack: Slack, client: AsyncWebClient, after_storing: bool, stored: int
) -> None:
    slack.faults.reset("chat.postMessage", after_storing=after_storing, times=10)
    body = {"channel": general(slack), "text": "x", "token": slack.workspace.bot_token}
    with pytest.raises(aiohttp.ClientError):
        await post(f"{slack.api_url}chat.postMessage", body)
    assert len(slack.workspace.channel("general").messages) == stored


async def test_hanging_call_goes_on_when_the_fault_is_cleared(slack: Slack, client: AsyncWebClient) -> None:
    import asyncio

    slack.faults.hang("auth.test")
    call = asyncio.create_task(client.auth_test())
    await slack.inspector.bell.until(lambda: bool(slack.inspector.calls("auth.test")), seconds=3)
    await asyncio.sleep(0)
    assert not call.done()
    slack.faults.clear()
    assert (await call)["ok"]


async def test_hook_sees_every_call_before_and_after(slack: Slack, client: AsyncWebClient) -> None:
    seen: list[tuple[str, str]] = []

    async def look(method: str, _args: dict[str, Any], when: str) -> None:
        seen.append((method, when))

    slack.faults.hook = look
    await client.auth_test()
    assert seen == [("auth.test", "before"), ("auth.test", "after")]


async def test_limits_once_switched_on_ask_to_wait(slack: Slack, client: AsyncWebClient) -> None:
    slack.limits.enabled = True
    for _ in range(5):
        await client.chat_postMessage(channel=general(slack), text="x")
    with pytest.raises(SlackApiError, match="ratelimited") as refused:
        await client.chat_postMessage(channel=general(slack), text="x")
    assert 1 <= int(refused.value.response.headers["retry-after"]) <= 5


def test_tier_is_counted_by_the_minute() -> None:
    now = [0.0]
    limits = RateLimits(enabled=True, now=lambda: now[0])
    for _ in range(20):
        limits.take("users.list", 2, {}, "T1")
    with pytest.raises(Exception, match="ratelimited"):
        limits.take("users.list", 2, {}, "T1")
    limits.take("users.list", 2, {}, "T2")
    now[0] = 61.0
    limits.take("users.list", 2, {}, "T1")


async def test_many_people_at_once_each_in_several_copies(slack: Slack, bot: Bot) -> None:
    workspace = slack.workspace
    channel = workspace.channel("general")
    people = [workspace.add_person(f"Person {n} Smith") for n in range(40)]
    payloads = [slash_command(workspace, person, channel, "/sig", "me") for person in people]
    answers = await slack.desk.dispatch.bulk("slash_commands", payloads, copies=2)
    assert [answer.status for answer in answers] == [200] * 80
    assert {payload["user_id"] for _, payload in bot.heard} == {person.id for person in people}
