"""`convenor run`, as a process of its own: over HTTP and by Socket Mode, asked to stop, and asked twice."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot import stand_in
from sandbox import Slack, Workspace, serve

CONVENOR = Path(sys.executable).with_name("convenor")


@pytest.fixture
def workspace() -> Workspace:
    workspace = Workspace(clock=lambda: datetime.now(UTC), app=stand_in.app())
    workspace.add_person("Sara Lloyd")
    workspace.add_channel("reviews", members=["Sara Lloyd"])
    return workspace


@pytest.fixture
async def slack(workspace: Workspace) -> AsyncIterator[Slack]:
    async with serve(workspace, ack_seconds=60, patience=60) as slack:
        yield slack


def environment(slack: Slack, database_url: str, **more: str) -> dict[str, str]:
    return {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.workspace.install().value,
        "DATABASE_URL": database_url,
        "LOG_FORMAT": "json",
        **more,
    }


async def start(folder: Path, values: dict[str, str]) -> Process:
    return await create_subprocess_exec(
        CONVENOR, "run", "--port", "0", cwd=folder, env={"PATH": "/usr/bin:/bin", **values}, stderr=PIPE
    )


@asynccontextmanager
async def started(folder: Path, values: dict[str, str]) -> AsyncIterator[tuple[Process, str]]:
    """The process, and the address that its log says it listens at."""
    process = await start(folder, values)
    try:
        yield process, await address(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def address(process: Process) -> str:
    assert process.stderr is not None
    said = []
    async for line in process.stderr:
        said.append(line.decode())
        event = json.loads(line)["event"] if line.startswith(b"{") else ""
        if "running on http://" in event:
            return event.split(" on ")[1].split(" ")[0]
    raise AssertionError("".join(said))


async def test_over_http_it_serves_an_empty_database_and_stops_when_asked(
    slack: Slack, empty_database_url: str, tmp_path: Path
) -> None:
    values = environment(slack, empty_database_url, SLACK_SIGNING_SECRET=slack.workspace.app.signing_secret)

    async with started(tmp_path, values) as (process, url), aiohttp.ClientSession() as web:
        slack.workspace.app.request_url = f"{url}/slack/events"
        async with web.get(f"{url}/healthz") as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "ok"})
        sara = slack.person("Sara")
        await sara.types("/sig help", in_="reviews")
        await sara.awaits("/sig programme")
        process.send_signal(signal.SIGTERM)

        assert await asyncio.wait_for(process.wait(), 60) == 0


async def test_by_socket_mode_it_needs_no_address(slack: Slack, sqlite_url: str, tmp_path: Path) -> None:
    values = environment(slack, sqlite_url, SLACK_APP_TOKEN=slack.workspace.app.app_token)

    async with started(tmp_path, values) as (process, _):
        await slack.bot_connected(seconds=60)
        sara = slack.person("Sara")
        await sara.types("/sig help", in_="reviews")
        await sara.awaits("/sig programme")
        process.send_signal(signal.SIGINT)

        assert await asyncio.wait_for(process.wait(), 60) == 0


async def test_a_second_one_on_the_same_file_is_refused_in_a_sentence(
    slack: Slack, sqlite_url: str, tmp_path: Path
) -> None:
    values = environment(slack, sqlite_url, SLACK_SIGNING_SECRET="s")

    async with started(tmp_path, values):
        second = await start(tmp_path, values)
        _, said = await asyncio.wait_for(second.communicate(), 60)

    assert second.returncode == 1
    assert said.decode().splitlines()[-1].startswith("Error: Convenor is running with this database already.")
    assert b"Traceback" not in said


async def test_missing_settings_are_named_before_anything_starts(tmp_path: Path) -> None:
    process = await start(tmp_path, {})
    _, said = await asyncio.wait_for(process.communicate(), 60)

    assert process.returncode == 1
    assert [line.split()[0] for line in said.decode().splitlines()] == [
        "Error:",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
    ]
    assert listed(tmp_path) == []


def listed(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]
