"""Puts the sandbox together: the stand-in workspace, the real bot, a mailbox and a clock, in one process."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import click

from bot.assembly import assembled
from bot.settings import Settings
from bot.tryout import cast, seeds, story
from bot.tryout.clock import TravellingClock
from bot.tryout.mailbox import Mailbox, receiving
from bot.tryout.travel import Travel
from handlers.outcomes import Pace
from sandbox import Workspace, serve
from sandbox.keeping import restore, save
from sandbox.pages import Extras, page_routes
from sandbox.running import listen, running
from storage import migrate
from usecases.sample_year import read_sample

# Everything is on this machine: Slack's pace would only make the visitor wait.
PACE = Pace(between=0.2, by_tiers=False)
Say = Callable[[str], None]


@asynccontextmanager
async def tried(folder: Path, port: int, say: Say = click.echo) -> AsyncIterator[str]:
    """Serve the sandbox from this folder until the block ends; yields the page's address.

    The folder keeps the database, the workspace, the letters and the clock: what is there is gone on with.
    """
    clock = TravellingClock(folder / "clock")
    sample = read_sample(_coming_year(folder, clock()))
    workspace = cast.workspace(sample, clock)
    goes_on = restore(workspace, folder / "workspace.json")
    mailbox, travel = Mailbox(folder / "letters"), Travel(clock)
    extras = Extras(
        title="Convenor, to try",
        cast=cast.roles(workspace, sample),
        jumps=travel.jumps,
        jump=travel.jump,
        jump_to=travel.to,
        story=lambda: story.steps(workspace, sample),
        letters=lambda: mailbox.letters,
    )
    say("Preparing the database …")
    url = f"sqlite:///{folder / 'convenor.db'}"
    await asyncio.to_thread(migrate.upgrade, url)
    listener = listen()
    bot_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with (
        receiving(mailbox) as smtp_url,
        serve(workspace, bot_url=f"{bot_url}/slack/events", port=port, pages=page_routes(extras)) as slack,
        assembled(
            _settings(
                workspace,
                folder,
                api_url=slack.api_url,
                bot_url=bot_url,
                smtp_url=smtp_url,
                database_url=url,
            ),
            clock=clock,
            pace=PACE,
        ) as convenor,
        running(convenor.web, listener),
    ):
        travel.goes_with(convenor)
        mailbox.arrived = slack.desk.anything.ring
        if not goes_on:
            say(f"Filling it with {len(sample.people)} people and the programme of {sample.year} …")
            await seeds.plant(convenor.store, workspace, sample)
        try:
            yield slack.url
        finally:
            save(workspace, folder / "workspace.json")


def _coming_year(folder: Path, now: datetime) -> int:
    """The year of the sample: the coming one, and the same whenever the folder is opened again."""
    kept = folder / "year"
    if not kept.exists():
        kept.write_text(str((now + timedelta(days=60)).year), encoding="utf-8")
    return int(kept.read_text(encoding="utf-8"))


def _settings(
    workspace: Workspace, folder: Path, *, api_url: str, bot_url: str, smtp_url: str, database_url: str
) -> Settings:
    """The bot's settings, none of them from the visitor's own environment."""
    secret = folder / "secret"
    if not secret.exists():
        secret.write_text(secrets.token_hex(), encoding="utf-8")
    unset = dict.fromkeys(Settings.model_fields)
    given = {
        "slack_bot_token": workspace.bot_token,
        "slack_signing_secret": workspace.app.signing_secret,
        "slack_api_url": api_url,
        "database_url": database_url,
        "public_url": bot_url,
        "secret_key": secret.read_text(encoding="utf-8"),
        "smtp_url": smtp_url,
        "sender": "sig@example.org",
        "stripe_api_base": "http://127.0.0.1",
        "log_format": "console",
    }
    named = {
        Settings.model_fields[name].validation_alias or name: value
        for name, value in {**unset, **given}.items()
    }
    return Settings(_env_file=None, **named)  # type: ignore[arg-type]  # by their names in the environment
