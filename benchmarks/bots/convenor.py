"""Convenor itself, assembled as `convenor run` does it, with a group and one published meeting."""

import logging
import sys
from datetime import timedelta

import uvloop

import benchmarks.bots.as_installed  # noqa: F401 - before anything else is loaded
from benchmarks.bots.serving import serve
from benchmarks.load import CHANNEL, SECRET, TEAM
from bot import logs
from bot.assembly import assembled
from bot.process import keep_to_one_core, settle
from bot.settings import Settings
from rules.meetings import Kind, Mode, State
from rules.nations import Nation
from storage import migrate
from storage.groups import in_channel
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases import groups, notices
from usecases.callers import Caller

MEETING = "benchmeeting0000"
PEOPLE = 600


def settings(slack: str, database: str) -> Settings:
    """The settings of the bot that is measured."""
    return Settings(
        _env_file=None,
        slack_bot_token="xoxb-bench",
        slack_signing_secret=SECRET,
        slack_api_url=slack,
        database_url=database,
    )


def stage(tx: Tx) -> None:
    """A group in the channel, and a virtual meeting to attend."""
    if in_channel(tx, TEAM, CHANNEL) is not None:
        return
    founder = Caller(TEAM, "U0FOUNDER", "founder")
    facts = {"name": "Reviews", "nation": Nation.WALES, "zone": "Europe/London"}
    group = groups.set_up(tx, caller=founder, channel_id=CHANNEL, is_admin=True, **facts)
    meeting = Meeting(
        id=MEETING,
        group_id=group.id,
        kind=Kind.ORDINARY,
        state=State.PUBLISHED,
        mode=Mode.VIRTUAL,
        starts_at=tx.now + timedelta(days=20),
        ends_at=tx.now + timedelta(days=20, hours=2),
        zone="Europe/London",
        created_at=tx.now,
        revised_at=tx.now,
        published_at=tx.now,
    )
    tx.session.add(meeting)
    tx.session.add_all(_people(tx))
    tx.session.flush()
    notices.plan_meeting(tx, meeting)


def _people(tx: Tx) -> list[Person]:
    """People who are known not to be members: each answer has a price, and each change of mind a credit."""
    return [
        Person(
            team_id=TEAM,
            slack_id=f"U{number:06}",
            name="someone",
            role="nurse",
            declared_non_member=tx.now.date(),
            first_seen_at=tx.now,
        )
        for number in range(PEOPLE)
    ]


async def _run(slack: str, database: str) -> None:
    logs.configure("json", level=logging.ERROR)
    migrate.upgrade(database)
    async with assembled(settings(slack, database)) as convenor:
        await convenor.store.perform(stage)
        settle()
        await serve(convenor.web)


if __name__ == "__main__":
    keep_to_one_core()
    uvloop.run(_run(sys.argv[1], sys.argv[2]))
