"""A workspace with a small app in it, over real HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import App, Command, Shortcut, Slack, Workspace, running, serve
from tests.sandbox.bot import Bot

# A busy machine is no reason to fail: where a time limit is the matter, the test sets its own
PATIENT = 30.0


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(clock: Clock) -> Workspace:
    app = App(
        commands=(Command("/sig", "Everything about the group", "help", ("help", "next")),),
        shortcuts=(Shortcut("Answer", "answer"), Shortcut("Keep this", "keep", on_message=True)),
    )
    workspace = Workspace(clock=clock, app=app, trigger_seconds=PATIENT)
    for name in ("Sara Lloyd", "Tom Reid", "Ana Costa"):
        workspace.add_person(name)
    workspace.add_person("Owen Pugh", owner=True, tz="America/New_York")
    general = workspace.add_channel("general", members=["Sara", "Tom", "Owen"])
    general.members.append(workspace.bot.id)
    workspace.add_channel("elsewhere", members=["Ana"])
    workspace.add_channel("closed-room", members=["Ana"], private=True)
    return workspace


@pytest.fixture
def bot(workspace: Workspace) -> Bot:
    return Bot(workspace.app.signing_secret)


@pytest.fixture
async def slack(workspace: Workspace, bot: Bot) -> AsyncIterator[Slack]:
    async with (
        running(bot.app()) as url,
        serve(workspace, bot_url=f"{url}/slack/events", patience=PATIENT, ack_seconds=PATIENT) as slack,
    ):
        yield slack


@pytest.fixture
def client(slack: Slack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.workspace.bot_token, base_url=slack.api_url)
