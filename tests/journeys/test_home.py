"""The Home tab: the reader's own next meeting, and what waits for an officer, each with its button."""

import pytest

from bot.assembly import Convenor
from sandbox import Slack
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.steps import is_no_member, name_officer, publish_year, set_up_group

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
