"""The default way of running, Socket Mode: what people do comes by a WebSocket, and is told apart as over HTTP."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.assembly import Convenor, assembled
from rules.rsvp import Answer, Place
from sandbox import Slack, Workspace
from storage.answers import answers_to
from storage.transaction import Tx
from tests.journeys.conftest import AT_ONCE, CHANNEL, PATIENT, Clock, settings_for
from tests.journeys.stage import a_meeting


@pytest.fixture
async def convenor(
    slack: Slack, workspace: Workspace, database_url: str, clock: Clock
) -> AsyncIterator[Convenor]:
    """The bot with an app-level token and no address."""
    settings = settings_for(workspace, slack, database_url).model_copy(
        update={"slack_app_token": SecretStr(workspace.app.app_token), "slack_signing_secret": None}
    )
    async with assembled(settings, clock=clock, pace=AT_ONCE, patience=PATIENT) as convenor:
        await slack.bot_connected()
        yield convenor


async def test_every_command_is_heard(slack: Slack, workspace: Workspace, convenor: Convenor) -> None:
    await a_meeting(convenor, workspace)
    sara, tom = slack.person("Sara Lloyd"), slack.person("Tom Reid")

    await sara.types("/sig attend", in_=CHANNEL)
    await tom.types("/sig attend", in_=CHANNEL)
    await tom.types("/sig apologies", in_=CHANNEL)

    assert sara.sees_privately("You have a place")
    assert tom.sees_privately("You have a place")
    assert tom.sees_privately("apologies")


async def test_envelope_that_comes_again_changes_nothing(
    slack: Slack, workspace: Workspace, convenor: Convenor
) -> None:
    meeting_id = await a_meeting(convenor, workspace)
    sara = slack.person("Sara Lloyd")
    await sara.types("/sig attend", in_=CHANNEL)
    first = slack.desk.inspector.deliveries()[-1]
    await sara.types("/sig apologies", in_=CHANNEL)

    await slack.desk.dispatch.send("slash_commands", first.name, first.request, retry=1, reason="timeout")

    place = await convenor.store.look(_place, meeting_id=meeting_id)
    assert place == (Answer.APOLOGIES, Place.NONE)


def _place(tx: Tx, *, meeting_id: str) -> tuple[Answer, Place]:
    [answer] = answers_to(tx, meeting_id)
    return answer.answer, answer.place
