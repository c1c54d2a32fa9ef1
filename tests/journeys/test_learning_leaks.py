"""Nothing about who attends leaves the event: scanned for planted names after it was lived through."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import inspect, text

from sandbox import HOME
from storage.transaction import Tx
from tests.databases import Run
from tests.journeys import learning_stage as stages
from tests.journeys.conftest import CHANNEL
from tests.journeys.learning_stage import PLANTED, Stage
from tests.journeys.learning_story import lived_through
from tests.journeys.steps import set_up_group

# Everything that outsiders can read: where it is, and how it is fetched.
Sources = dict[str, str]
# What holds names because that is its purpose; it is read by those who need to know, and erased.
NEED_TO_KNOW = {"people"}


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with stages.staged(database_url) as stage:
        yield stage


def leaks(sources: Sources) -> list[tuple[str, str]]:
    """Where a planted name stands, as (source, name)."""
    return [(where, name) for where, words in sources.items() for name in PLANTED if name in words]


async def everything_outsiders_can_read(stage: Stage) -> Sources:
    owen = stage.person("Owen")  # an admin, and the secretary of the group
    await owen.opens_home()
    for words in ("officers", "programme", "help"):
        await owen.types(f"/sig {words}", in_=CHANNEL)
    channels = [one for one in stage.workspace.channels.values() if not one.is_im]
    return {
        "channels": json.dumps([each.__dict__ for one in channels for each in one.messages.values()]),
        "log": stage.log.getvalue(),
        "metrics": await _fetched(stage, "/metrics"),
        "readiness": await _fetched(stage, "/readyz"),
        "notice board": await _fetched(stage, await _group_page(stage, "")),
        "calendar": await _fetched(stage, await _group_page(stage, "/calendar.ics")),
        "admin and secretary": owen.reads(),
        **await stage.convenor.store.look(_tables),
    }


def _tables(tx: Tx) -> Sources:
    """Every row of every table but those of people and of what is said to them, column by column."""
    return {
        f"table {name}": repr(tx.connection.execute(text(f'SELECT * FROM "{name}"')).all())
        for name in inspect(tx.connection).get_table_names()
        if name not in NEED_TO_KNOW
    }


async def _fetched(stage: Stage, path: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(stage.web_url + path) as answer:
        return await answer.text()


async def _group_page(stage: Stage, rest: str) -> str:
    group: str = await stage.convenor.store.look(
        lambda tx: tx.connection.execute(text("SELECT id FROM groups")).scalars().first()
    )
    return f"/g/{group}{rest}"


async def test_no_planted_name_is_anywhere_that_others_can_read(stage: Stage) -> None:
    await lived_through(stage)
    sources = await everything_outsiders_can_read(stage)
    assert leaks(sources) == []
    empty = [where for where, words in sources.items() if not words]
    assert empty == [], "a source that is empty proves nothing"


async def test_scanner_finds_a_leak_that_was_planted_in_every_source(stage: Stage) -> None:
    await set_up_group(stage.slack)
    sources = await everything_outsiders_can_read(stage)
    for where, words in sources.items():
        leaking = {**sources, where: f"{words} … {PLANTED[0]} …"}
        assert leaks(leaking) == [(where, PLANTED[0])]


async def test_scanner_reads_what_is_really_posted_and_logged(stage: Stage) -> None:
    import structlog  # only here: to write a line as the bot would

    await set_up_group(stage.slack)
    owen = stage.person("Owen")
    await owen.types(f"does anybody know {PLANTED[0]}?", in_=CHANNEL)
    structlog.get_logger("leak").debug("planted", name=PLANTED[1])
    found = leaks(await everything_outsiders_can_read(stage))
    assert ("channels", PLANTED[0]) in found
    assert ("log", PLANTED[1]) in found


async def test_every_look_at_a_list_is_in_the_audit_without_its_content(stage: Stage) -> None:
    unit = await stages.grant_unit(stage)
    await stages.convene(unit)
    await stages.add_agency(unit, "Health Board", stages.TOM)
    await stages.add_practitioner(unit, "Health Board", stages.IN_SLACK[0])
    before = await _audited(stage)
    await unit.opens_home()
    await unit.clicks("People", in_=HOME)
    await unit.awaits(stages.IN_SLACK[0])
    assert (await _audited(stage)).count("list of an event viewed") == before.count(
        "list of an event viewed"
    ) + 1


async def test_channel_posts_and_their_times_are_the_same_with_no_event_and_with_three(
    databases: Run, tmp_path: Path
) -> None:
    without = await _posts_of_a_year(databases.sqlite(tmp_path / "none.db"), events=0)
    with_three = await _posts_of_a_year(databases.sqlite(tmp_path / "three.db"), events=3)
    assert without == with_three
    prepared = [at for at, words in without if words.startswith("Invited to a learning event?")]
    assert prepared == ["2027-04-15 09:00", "2027-07-15 09:00", "2027-10-15 09:00", "2028-01-17 10:00"]


async def _posts_of_a_year(database_url: str, *, events: int) -> list[tuple[str, str]]:
    """What is posted in channels until February, as (UTC minute, words)."""
    async with stages.staged(database_url) as stage:
        await set_up_group(stage.slack)
        unit = await stages.grant_unit(stage)
        for number in range(events):
            await stages.convene(unit, day=f"2027-0{5 + number}-26")
        if events:
            await stages.add_agency(unit, "Health Board", stages.TOM)
            await stages.add_practitioner(unit, "Health Board", stages.IN_SLACK[0])
            await stages.tells(stage.person(stages.TOM), stages.IN_SLACK[0])
        await stage.fast_forward(2028, 2, 1, 12)
        channel = stage.workspace.channel(CHANNEL)
        return [
            (f"{datetime.fromtimestamp(float(one.ts), UTC):%Y-%m-%d %H:%M}", one.text)
            for one in channel.messages.values()
            if one.user == stage.workspace.bot.id and not one.only_for
        ]


async def test_advice_behind_the_channel_post_is_for_whoever_presses_it(stage: Stage) -> None:
    await set_up_group(stage.slack)
    await stage.fast_forward(2027, 4, 16, 12)
    anybody = stage.person(stages.IN_SLACK[3])
    await anybody.clicks("How to prepare", in_=CHANNEL)
    await anybody.awaits("Your agency's panel member advises and supports you")
    assert not stage.person("Owen").sees("Your agency's panel member advises and supports you")


async def _audited(stage: Stage) -> list[str]:
    def verbs(tx: Tx) -> list[str]:
        return list(tx.connection.execute(text("SELECT verb FROM audit")).scalars())

    return await stage.convenor.store.look(verbs)
