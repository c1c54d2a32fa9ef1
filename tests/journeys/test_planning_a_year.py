"""A secretary plans a year, adjusts it and publishes it; everyone sees the same programme."""

import pytest

from sandbox import Slack
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.steps import publish_year, set_up_group

pytestmark = pytest.mark.usefixtures("convenor")


async def _plan(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await owen.types("/sig programme plan 2027", in_=CHANNEL)
    await owen.awaits("8 meetings are saved as drafts")


async def test_planned_year_shows_eight_drafts_with_reasons_and_targets(slack: Slack) -> None:
    await _plan(slack)
    seen = await slack.person("Owen").awaits("8 meetings are saved as drafts")
    assert seen.count("Draft: Virtual") == 4
    assert seen.count("Draft: Face to face") == 4
    assert "Face to face in Wales, in its turn; for January to March." in seen
    assert "✓ Every quarter has a meeting." in seen
    assert "✓ Face to face in England, Scotland, Wales and Northern Ireland." in seen


async def test_drafts_are_not_shown_to_members_until_they_are_published(slack: Slack) -> None:
    await _plan(slack)
    sara = slack.person("Sara")
    await sara.types("/sig programme 2027", in_=CHANNEL)
    assert sara.sees_privately("No meeting of 2027 is published yet.")
    await sara.types("/sig next", in_=CHANNEL)
    assert sara.sees_privately("No meeting is published yet.")


async def test_published_year_can_be_read_and_answered_by_everyone(slack: Slack) -> None:
    await publish_year(slack)
    sara = slack.person("Sara")
    await sara.types("/sig programme", in_=CHANNEL)
    assert sara.sees_privately("Practice Learning Reviews: the programme for 2027")
    assert sara.sees_privately("8 meetings: 4 virtual, 4 face to face. Members free; non-members £50.")
    assert not sara.sees_privately("Draft")
    await sara.types("/sig next", in_=CHANNEL)
    await sara.clicks("Attend")
    await sara.awaits("You have a place on")
    await sara.types("/sig next", in_=CHANNEL)
    assert sara.sees_privately("You attend.")


async def test_publishing_asks_first(slack: Slack) -> None:
    await _plan(slack)
    owen = slack.person("Owen")
    await owen.clicks("Publish 2027", confirm=False)
    assert "Publish 2027?" in owen.confirmed[0]
    sara = slack.person("Sara")
    await sara.types("/sig programme 2027", in_=CHANNEL)
    assert sara.sees_privately("No meeting of 2027 is published yet.")


async def test_planning_again_asks_before_it_replaces_what_was_changed_by_hand(slack: Slack) -> None:
    await _plan(slack)
    owen = slack.person("Owen")
    await owen.clicks("Change or move", on="Draft: Virtual")
    await owen.fills("Theme", "Neglect and the unseen child")
    await owen.submits()
    await owen.closes(everything=True)
    await owen.types("/sig programme plan 2027", in_=CHANNEL)
    await owen.awaits("2027 is planned already")
    await owen.awaits("Neglect and the unseen child")
    await owen.clicks("Plan it anew")
    assert "everything that was changed by hand" in owen.confirmed[0]
    await owen.awaits("8 meetings are saved as drafts")
    assert not owen.sees("Neglect and the unseen child")


async def test_published_year_is_not_planned_again(slack: Slack) -> None:
    owen = await publish_year(slack)
    await owen.types("/sig programme plan 2027", in_=CHANNEL)
    await owen.awaits("2027 is published already.")
    assert "Plan it anew" not in owen.reads()


async def test_adjusting_a_draft_shows_at_once_which_targets_are_missed(slack: Slack) -> None:
    await _plan(slack)
    owen = slack.person("Owen")
    await owen.clicks("Change or move", on="Draft: Virtual")
    await owen.fills("Date", "2027-02-12")
    await owen.submits()
    await owen.awaits("Saved: Friday 12 February 2027, 13:00 to 15:00 (UK time).")
    await owen.awaits("✗ Fri 12 Feb is a Friday.")


async def test_year_that_nobody_can_plan_is_refused_in_a_sentence(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await owen.types("/sig programme plan 1999", in_=CHANNEL)
    assert owen.sees_privately("Choose a year from 2026 to 2031 to plan.")
    await owen.types("/sig programme plan soon", in_=CHANNEL)
    assert owen.sees_privately("Type the year in four figures")


async def test_member_who_plans_is_told_who_can(slack: Slack) -> None:
    await set_up_group(slack)
    sara = slack.person("Sara")
    await sara.types("/sig programme plan 2027", in_=CHANNEL)
    assert sara.sees_privately(
        "Only the chair, the deputy chair or the secretary can plan and change the programme."
    )


async def test_year_with_a_meeting_that_has_passed_is_not_published(slack: Slack, clock: Clock) -> None:
    await _plan(slack)
    clock.to(2027, 3, 1, 9)
    owen = slack.person("Owen")
    await owen.clicks("Publish 2027")
    await owen.awaits("has passed. Choose another day for that meeting, or remove it, then publish.")
