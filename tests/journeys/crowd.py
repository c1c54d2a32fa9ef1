"""A crowd at one card: the bot at its usual pace, the calls that it makes, and the buttons that are clicked."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.assembly import Convenor, assembled
from handlers.outcomes import Pace
from sandbox import Slack, Workspace, running
from sandbox.state import Message
from tests.journeys.conftest import Clock, settings_for


@pytest.fixture
async def paced(
    slack: Slack, workspace: Workspace, database_url: str, clock: Clock
) -> AsyncIterator[Convenor]:
    """The bot at its usual pace, a message a second in each channel.

    Slack's tiers go by real minutes, which the test's clock does not have: they are tested where they are kept.
    """
    settings = settings_for(workspace, slack, database_url)
    async with (
        assembled(settings, clock=clock, pace=Pace(by_tiers=False)) as convenor,
        running(convenor.web) as url,
    ):
        workspace.app.request_url = f"{url}/slack/events"
        yield convenor


def counting(slack: Slack, method: str) -> list[dict[str, Any]]:
    """The calls of one method from now on, as they come."""
    calls: list[dict[str, Any]] = []

    async def count(called: str, args: dict[str, Any], moment: str) -> None:
        if called == method and moment == "after":
            calls.append(args)

    slack.faults.hook = count
    return calls


def button_of(card: Message, action: str) -> dict[str, Any]:
    """A button of a message as a click sends it."""
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                return {**element, "block_id": block["block_id"]}
    raise AssertionError(f"the card has no button {action}")
