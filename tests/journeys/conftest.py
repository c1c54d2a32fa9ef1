"""A journey: the real bot over real HTTP, a stand-in Slack, and a clock that moves when it is told to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot import stand_in
from bot.assembly import Convenor, assembled
from bot.settings import Settings
from handlers.outcomes import Pace
from sandbox import Slack, Workspace, running, serve

# The clock stands still, so that nothing can wait for its pace.
AT_ONCE = Pace(between=0.0, backoff=0.0, doubt=0.0, by_tiers=False)
CHANNEL = "learning-reviews"
# A busy test machine is no reason to tell people that the work goes on
PATIENT = 50.0
# Links are made from it; the pages themselves are served wherever the test runs
PUBLIC_URL = "https://sig.example.org"
PEOPLE = ("Sara Lloyd", "Tom Reid", "Ana Costa", "Iona Macrae", "Huw Bevan", "Niamh Doherty", "Grace Obi")


@dataclass
class Clock:
    """The bot's and the workspace's time; it stands still until it is moved."""

    now: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Move on by days, hours, minutes."""
        self.now += timedelta(**by)

    def to(self, *moment: int) -> None:
        """Move to this moment (UTC)."""
        self.now = datetime(*moment, tzinfo=UTC)  # type: ignore[misc]  # year, month, day, hour…


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(clock: Clock) -> Workspace:
    """A workspace with an admin (Owen) and a channel that the bot was invited to."""
    workspace = Workspace(clock=clock, app=stand_in.app(), trigger_seconds=60)
    for name in PEOPLE:
        workspace.add_person(name)
    workspace.add_person("Owen Pugh", admin=True)
    channel = workspace.add_channel(CHANNEL, members=[*PEOPLE, "Owen Pugh"])
    channel.members.append(workspace.bot.id)
    workspace.add_channel("elsewhere", members=[*PEOPLE, "Owen Pugh"])
    return workspace


def settings_for(workspace: Workspace, slack: Slack, database_url: str) -> Settings:
    """The settings of a bot that is installed in this workspace, reached over HTTP."""
    return Settings(
        _env_file=None,
        slack_bot_token=workspace.install().value,
        slack_signing_secret=workspace.app.signing_secret,
        slack_api_url=slack.api_url,
        database_url=database_url,
        CONVENOR_PUBLIC_URL=PUBLIC_URL,
        CONVENOR_SENDER="sig@example.org",
        CONVENOR_SECRET_KEY="k" * 32,
    )


@pytest.fixture
async def slack(workspace: Workspace) -> AsyncIterator[Slack]:
    """The stand-in, being served. How long an answer takes on a busy machine is for the benchmarks."""
    async with serve(workspace, ack_seconds=60, patience=30) as slack:
        yield slack


@pytest.fixture
async def convenor(
    slack: Slack, workspace: Workspace, database_url: str, clock: Clock
) -> AsyncIterator[Convenor]:
    """The bot, assembled as `convenor run` does it, on SQLite and then on PostgreSQL."""
    async with (
        assembled(
            settings_for(workspace, slack, database_url), clock=clock, pace=AT_ONCE, patience=PATIENT
        ) as convenor,
        running(convenor.web) as url,
    ):
        workspace.app.request_url = f"{url}/slack/events"
        yield convenor
