"""Extraordinary meetings: any member asks, the chair calls or answers, the charter's notice is kept."""

import pytest

from bot.assembly import Convenor
from sandbox import Slack
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL
from tests.journeys.steps import join_group, name_officer, set_up_group
from usecases.callers import Caller
from usecases.groups import change_charter, here

PURPOSE = "How the new guidance changes our reviews"


@pytest.fixture(autouse=True)
async def group(slack: Slack, convenor: Convenor) -> None:
    """A group with a chair, Iona, and a member, Sara."""
    await set_up_group(slack)
    await name_officer(slack, "Chair", "Iona Macrae")
    await join_group(slack, "Sara")


def _not_binding(tx: Tx, *, caller: Caller) -> None:
    group = here(tx, caller=caller, channel_id=None)
    change_charter(
        tx, caller=caller, group_id=group.id, charter=group.charter.with_changes(request_is_binding=False)
    )


async def _make_requests_not_binding(slack: Slack, convenor: Convenor) -> None:
    owen = Caller(slack.workspace.team_id, slack.workspace.user("Owen").id)
    await convenor.store.perform(_not_binding, caller=owen)


async def _ask(slack: Slack) -> None:
    sara = slack.person("Sara")
    await sara.types("/sig meeting request", in_=CHANNEL)
    await sara.fills("What is it to be about?", PURPOSE)
    await sara.submits()


async def test_binding_request_becomes_a_draft_that_is_dated_and_called(slack: Slack) -> None:
    await _ask(slack)
    sara, iona = slack.person("Sara"), slack.person("Iona")
    await sara.awaits("By the charter your request is binding")
    await iona.awaits(
        f"Sara Lloyd asks for an extraordinary meeting of Practice Learning Reviews: “{PURPOSE}”"
    )
    await iona.clicks("Set its day", in_="@app")
    await iona.fills("Date", "2026-12-01")
    await iona.submits()
    await iona.awaits("Saved: Tuesday 1 December 2026")
    await iona.clicks("Publish this one", on="Tuesday 1 December 2026")
    await iona.awaits("Published: Tuesday 1 December 2026")
    await sara.awaits("It is called for Tuesday 1 December 2026", in_="@app")
    await slack.person("Tom").awaits(
        "Extraordinary meeting of Practice Learning Reviews. It is called for Tuesday 1 December 2026",
        in_=CHANNEL,
    )


async def test_request_that_is_not_binding_is_declined_with_a_reason(
    slack: Slack, convenor: Convenor
) -> None:
    await _make_requests_not_binding(slack, convenor)
    await _ask(slack)
    iona, sara = slack.person("Iona"), slack.person("Sara")
    await sara.awaits("The chair has your request and will answer it")
    await iona.clicks("Decline with a reason", in_="@app")
    await iona.fills("Reason", "It is on the agenda for January")
    await iona.submits()
    await sara.awaits("The chair has declined it. It is on the agenda for January.", in_="@app")
    assert not slack.person("Owen").sees("asks for an extraordinary meeting")


async def test_request_that_is_not_binding_is_granted_and_answered_once(
    slack: Slack, convenor: Convenor
) -> None:
    await _make_requests_not_binding(slack, convenor)
    await _ask(slack)
    iona = slack.person("Iona")
    await iona.clicks("Grant it", in_="@app")
    await iona.awaits("Granted. Sara Lloyd is told.")
    await slack.person("Sara").awaits("It will be held, and you will be told the day.", in_="@app")
    await iona.clicks("Grant it", in_="@app")
    await iona.awaits("This request is answered already.")


async def test_chair_calls_a_meeting_with_the_charters_notice(slack: Slack) -> None:
    iona = slack.person("Iona")
    await iona.types("/sig meeting call", in_=CHANNEL)
    await iona.fills("Date", "2026-11-09")
    await iona.fills("Theme", "New guidance")
    await iona.submits()
    await iona.awaits(
        "! An extraordinary meeting needs 7 clear days' notice by the charter. The first day possible is Tuesday 10 November 2026."
    )
    await iona.fills("Date", "2026-11-10")
    await iona.submits()
    await iona.awaits("Called for Tuesday 10 November 2026")
    await slack.person("Tom").awaits(
        "Extraordinary meeting of Practice Learning Reviews: New guidance. It is called for", in_=CHANNEL
    )


async def test_secretary_who_calls_one_is_told_who_can(slack: Slack) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig meeting call", in_=CHANNEL)
    assert owen.sees_privately("Only the chair can call an extraordinary meeting. Any member can ask for one")


async def test_stranger_who_asks_is_told_how_to_join(slack: Slack) -> None:
    tom = slack.person("Tom")
    await tom.types("/sig meeting request", in_=CHANNEL)
    await tom.awaits("Members can ask for an extraordinary meeting.")


async def test_request_with_an_identifier_is_refused_beside_its_input(slack: Slack) -> None:
    sara = slack.person("Sara")
    await sara.types("/sig meeting request", in_=CHANNEL)
    await sara.fills("What is it to be about?", "The review of 943 476 5919")
    await sara.submits()
    await sara.awaits("! This looks as if it contains an NHS number")
