"""The Home tab: the reader's own next meeting, and what waits for an officer, each with its button."""

import asyncio
from typing import Any

import pytest

from bot.assembly import Convenor
from sandbox import Slack
from sandbox.faults import Moment
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.steps import (
    answers_next,
    is_no_member,
    join_group,
    name_officer,
    publish_year,
    set_up_group,
)

HOME = "home"

pytestmark = pytest.mark.usefixtures("convenor")


async def test_home_without_a_group_says_how_to_begin(slack: Slack) -> None:
    assert "No group is set up in this workspace yet." in await slack.person("Sara").opens_home()


async def test_member_answers_their_next_meeting_at_home(slack: Slack, convenor: Convenor) -> None:
    await publish_year(slack)
    ana = slack.person("Ana")
    seen = await ana.opens_home()
    assert "Next: Meeting of Practice Learning Reviews" in seen
    assert "Thursday 21 January 2027, 10:30 to 15:30 (UK time)" in seen
    assert "You have not answered yet." in seen
    assert "Change meetings" not in seen
    await is_no_member(convenor, slack, "Ana")
    await ana.clicks("Attend", in_=HOME)
    await ana.awaits("£50: the price for non-members.")
    await ana.closes(everything=True)
    await ana.awaits("You attend. You owe £50.")


async def test_older_tab_that_is_held_up_never_covers_a_newer_one(slack: Slack, convenor: Convenor) -> None:
    await publish_year(slack)
    ana = slack.person("Ana")
    await ana.opens_home()
    on_its_way, held = asyncio.Event(), asyncio.Event()

    async def hold_the_first(method: str, _asked: dict[str, Any], when: Moment) -> None:
        if (method, when) == ("views.publish", "before") and not on_its_way.is_set():
            on_its_way.set()
            await held.wait()

    slack.faults.hook = hold_the_first
    slack.desk.acts.opens_home(ana.user)
    await on_its_way.wait()
    await ana.clicks("Attend", in_=HOME)
    await ana.awaits("You have a place")
    await asyncio.sleep(0.3)  # the newer one would have been sent by now, if it did not wait its turn
    held.set()
    await convenor.door.close()
    assert "You attend." in ana.home


async def test_secretary_opens_drafts_from_home_and_publishes_them(slack: Slack) -> None:
    owen = await set_up_group(slack)
    assert "Nothing waits for you as an officer." in await owen.opens_home()
    await owen.types("/sig programme plan 2027", in_=CHANNEL)
    await owen.awaits("8 meetings are saved as drafts")
    await owen.closes(everything=True)
    await owen.opens_home()
    await owen.awaits("8 meetings are drafts in 2027")
    await owen.clicks("Open 2027", in_=HOME)
    await owen.clicks("Publish 2027")
    await owen.awaits("2027 is published.")
    await owen.closes(everything=True)
    await owen.opens_home()
    await slack.until(lambda: "are drafts" not in owen.home)


async def test_secretary_lets_somebody_in_from_home(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await slack.person("Sara").types("/sig join", in_=CHANNEL)
    await owen.opens_home()
    await owen.awaits("Sara Lloyd asks to join the group.")
    await owen.clicks("Approve", in_=HOME)
    await slack.until(lambda: "asks to join" not in owen.home)


async def test_treasurer_is_shown_prices_that_have_become_certain(slack: Slack, convenor: Convenor) -> None:
    await publish_year(slack)
    await name_officer(slack, "Treasurer", "Tom Reid")
    ana = await answers_next(slack, "Ana", "Attend")
    await ana.awaits("Nothing is owed yet.")
    tom = slack.person("Tom")
    await tom.opens_home()
    await tom.awaits("Nothing waits for you as an officer.")
    await is_no_member(convenor, slack, "Ana")
    await tom.opens_home()
    await tom.awaits("1 price can be settled: the standing is certain now.")
    await tom.clicks("Accounts", in_=HOME)
    await tom.clicks("Settle confirmed prices")
    await tom.awaits("£50")
    await tom.closes(everything=True)
    await tom.opens_home()
    await slack.until(lambda: "can be settled" not in tom.home)


async def test_binding_request_waits_at_the_secretarys_home_until_it_is_dated(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await join_group(slack, "Sara")
    sara = slack.person("Sara")
    await sara.types("/sig meeting request", in_=CHANNEL)
    await sara.fills("What is it to be about?", "The new guidance")
    await sara.submits()
    await owen.opens_home()
    await owen.awaits("Sara Lloyd asks for an extraordinary meeting")
    await owen.clicks("Set its day", in_=HOME)
    await owen.submits()
    await owen.clicks("Publish this one", on="Extraordinary meeting")
    await owen.awaits("Published:")
    await owen.closes(everything=True)
    await owen.opens_home()
    await slack.until(lambda: "asks for an extraordinary meeting" not in owen.home)


async def test_chair_is_shown_the_review_in_june_until_it_is_recorded(slack: Slack, clock: Clock) -> None:
    await set_up_group(slack)
    await name_officer(slack, "Chair", "Iona Macrae")
    clock.to(2027, 6, 3, 9)
    iona = slack.person("Iona")
    assert "The terms of reference are reviewed this month" in await iona.opens_home()
    assert "reviewed this month" not in await slack.person("Sara").opens_home()
    await iona.clicks("The review is done", in_=HOME)
    await iona.awaits("Done")
    await iona.closes(everything=True)
    await slack.until(lambda: "reviewed this month" not in iona.home)


async def test_calendar_file_of_the_year_comes_by_direct_message(slack: Slack) -> None:
    await publish_year(slack)
    sara = slack.person("Sara")
    await sara.opens_home()
    await sara.clicks("Calendar file", in_=HOME, on="Programme")
    await sara.awaits("[file: programme-2027.ics]", in_="@app")
    [file] = [file for file in slack.workspace.files.values() if file.name == "programme-2027.ics"]
    assert file.content.count(b"BEGIN:VEVENT") == 8
    assert b"ORGANIZER" not in file.content
