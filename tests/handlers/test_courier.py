"""The courier against a stand-in Slack that fails in every way a network can."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from handlers.pacing import Pacing
from storage import outbox
from tests.handlers.delivering import AT_ONCE, NOW, delivering
from usecases import notices


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


@pytest.mark.parametrize("seed", range(3))
async def test_a_random_mix_of_faults_loses_doubles_and_reorders_nothing(sqlite_url: str, seed: int) -> None:
    quick = replace(AT_ONCE, call=0.3, lease=0.75)
    chance = random.Random(seed)
    async with delivering(sqlite_url, pace=quick) as world:
        faults = world.slack.faults
        orders = [
            *(partial(faults.fail, "chat.postMessage", status) for status in (429, 500, 503)),
            partial(faults.hang, "chat.postMessage"),
            partial(faults.hang, "chat.postMessage", after_storing=True),
            partial(faults.reset, "chat.postMessage"),
            partial(faults.reset, "chat.postMessage", after_storing=True),
            partial(faults.fail, "conversations.history", 429),
            partial(faults.reset, "conversations.history"),
        ]
        for number in range(60):
            await world.say(f"{number}", channel=f"sig-{number % 6}")
        for order in chance.choices(orders, k=20):
            order()
        for _ in range(40):
            await world.deliver(seconds=30)
        for channel in range(6):
            assert world.read(f"sig-{channel}") == [str(number) for number in range(channel, 60, 6)]


async def test_a_person_gets_a_direct_message_and_after_a_crash_still_one(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        iona = await world.person("Iona Macrae")
        world.slack.faults.reset("chat.postMessage", after_storing=True)
        await world.tell_person(iona, "hello")
        await world.deliver()
        await world.restart()
        await world.deliver(seconds=60)
        assert world.slack.person("Iona").reads().count("hello") == 1


async def test_a_closed_account_is_a_dead_letter(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        iona = await world.person("Iona Macrae")
        world.slack.workspace.user("Iona").deleted = True
        await world.tell_person(iona, "hello")
        await world.deliver()
        dead = await world.row("hello")
        assert dead["state"] == "dead"
        assert "account is closed" in dead["outcome"]


async def test_a_message_that_was_deleted_in_slack_is_a_dead_letter_of_the_redraw(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        await world.say("the card")
        await world.deliver()
        world.channel("sig").messages.clear()
        await world.store.perform(notices.changed, key="the card")
        await world.store.perform(outbox.absorb_changes)
        await world.deliver(seconds=1)
        dead = await world.row("the card")
        assert dead["state"] == "dead"
        assert "deleted in Slack" in dead["outcome"]


async def test_what_failed_for_a_day_is_a_dead_letter(sqlite_url: str) -> None:
    async with delivering(sqlite_url, pace=replace(AT_ONCE, backoff=60.0)) as world:
        world.slack.faults.fail("chat.postMessage", 503, times=99)
        await world.say("hello")
        for _ in range(12):
            await world.deliver(seconds=3 * 3600)
        assert (await world.row("hello"))["state"] == "dead"


async def test_calls_keep_to_their_tier(sqlite_url: str) -> None:
    seconds = 0.0
    pacing = Pacing(lambda: seconds, per_minute={"chat.postMessage": 8})
    async with delivering(sqlite_url, pacing=pacing) as world:
        for number in range(5):
            await world.say(f"{number}", channel=f"sig-{number}")
        await world.deliver()
        assert sum(bool(world.read(f"sig-{number}")) for number in range(5)) == 2
        seconds = 60.0
        await world.deliver(seconds=60)
        assert sum(bool(world.read(f"sig-{number}")) for number in range(5)) == 4
        assert (await world.row("4"))["attempts"] == 0
