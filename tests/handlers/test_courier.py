"""The courier against a stand-in Slack that fails in every way a network can."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.handlers.delivering import AT_ONCE, NOW, delivering


async def test_what_is_told_arrives_in_the_order_of_telling(database_url: str) -> None:
    async with delivering(database_url) as world:
        for text in ("one", "two", "three"):
            await world.say(text)
        await world.deliver()
        assert world.read() == ["one", "two", "three"]
        assert (await world.row("two"))["state"] == "sent"


async def test_what_is_due_later_waits_and_a_day_s_sleep_sends_it_once(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        await world.say("later", due_at=NOW + timedelta(hours=1))
        await world.deliver()
        assert world.read() == []
        await world.deliver(seconds=86_400)
        await world.deliver(seconds=86_400)
        assert world.read() == ["later"]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_failed_call_is_repeated_and_arrives_once(sqlite_url: str, status: int) -> None:
    async with delivering(sqlite_url) as world:
        world.slack.faults.fail("chat.postMessage", status, times=2, retry_after=7)
        await world.say("hello")
        await world.say("after it")
        for _ in range(4):
            await world.deliver(seconds=7)
        assert world.read() == ["hello", "after it"]


async def test_retry_after_is_honoured(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        world.slack.faults.fail("chat.postMessage", 429, retry_after=30)
        await world.say("hello")
        await world.deliver()
        await world.deliver(seconds=29)
        assert world.read() == []
        await world.deliver(seconds=1)
        assert world.read() == ["hello"]


async def test_a_message_stored_before_the_connection_broke_is_found_and_not_repeated(
    sqlite_url: str,
) -> None:
    async with delivering(sqlite_url) as world:
        world.slack.faults.reset("chat.postMessage", after_storing=True)
        await world.say("hello")
        await world.deliver()
        await world.deliver(seconds=60)
        assert world.read() == ["hello"]
        assert (await world.row("hello"))["remote"]["ts"] in world.channel("sig").messages


async def test_without_looking_the_same_message_stands_there_twice(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        await world.restart(looks=False)
        world.slack.faults.reset("chat.postMessage", after_storing=True)
        await world.say("hello")
        await world.deliver()
        await world.deliver(seconds=60)
        assert world.read() == ["hello", "hello"]


async def test_a_connection_that_broke_before_storing_loses_nothing(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        world.slack.faults.reset("chat.postMessage")
        await world.say("hello")
        await world.deliver()
        await world.deliver(seconds=60)
        assert world.read() == ["hello"]


@pytest.mark.parametrize("after_storing", [True, False])
async def test_a_call_that_hangs_ends_at_its_timeout_and_arrives_once(
    sqlite_url: str, *, after_storing: bool
) -> None:
    quick = replace(AT_ONCE, call=0.2, lease=0.5)
    async with delivering(sqlite_url, pace=quick) as world:
        world.slack.faults.hang("chat.postMessage", after_storing=after_storing)
        await world.say("hello")
        await world.deliver()
        await world.deliver(seconds=60)
        assert world.read() == ["hello"]


async def test_a_blocked_channel_holds_up_no_other(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        world.channel("closed").is_archived = True
        await world.say("to the closed one", channel="closed")
        await world.say("to the open one", channel="open")
        await world.deliver()
        assert world.read("open") == ["to the open one"]


async def test_a_dead_letter_says_what_to_do_and_does_not_hold_up_those_behind_it(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        world.slack.faults.refuse("chat.postMessage", "not_in_channel")
        await world.say("first")
        await world.say("second")
        await world.deliver()
        dead = await world.row("first")
        assert dead["state"] == "dead"
        assert "/invite" in dead["outcome"]
        assert world.read() == ["second"]


async def test_messages_to_one_channel_are_a_second_apart(sqlite_url: str) -> None:
    async with delivering(sqlite_url, pace=replace(AT_ONCE, between=1.0)) as world:
        await world.say("one")
        await world.say("two")
        await world.say("elsewhere", channel="other")
        await world.deliver()
        assert (world.read(), world.read("other")) == (["one"], ["elsewhere"])
        await world.deliver(seconds=1)
        assert world.read() == ["one", "two"]
