"""`convenor export` and `convenor erase`, as typed: the screen tells nobody where somebody takes part."""

import asyncio
import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from storage.transaction import Store
from tests.usecases.learning_world import Clock, World

TELLING = ("learning", "panel", "event", "practitioner", "Health Board", "messages")


async def _convened(url: str) -> None:
    clock = Clock()
    world = World(Store.open(url, clock=clock), clock)
    await world.convene()
    await world.add("Mari", email="mari@example.org")
    world.store.close()


@pytest.fixture
def url(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    asyncio.run(_convened(database_url))
    return database_url


def convenor(url: str, *words: str) -> Result:
    return CliRunner().invoke(main, words, env={"DATABASE_URL": url})


def test_what_is_exported_goes_to_a_file_and_not_to_the_screen(url: str) -> None:
    done = convenor(url, "export", "mari@example.org")
    assert done.exit_code == 0, done.output
    assert not [word for word in TELLING if word in done.output]
    file = Path("export.json")
    assert json.loads(file.read_text(encoding="utf-8"))["learning_events"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_file_that_is_there_is_not_written_over(url: str) -> None:
    Path("export.json").write_text("mine", encoding="utf-8")
    refused = convenor(url, "export", "mari@example.org")
    assert "Name another file with --to" in refused.output
    assert Path("export.json").read_text(encoding="utf-8") == "mine"


def test_erasing_somebody_tells_the_screen_neither_where_nor_how_much(url: str) -> None:
    done = convenor(url, "erase", "mari@example.org", "--yes")
    assert (
        done.output == "Erased, everywhere.\nWhat stands of it in Slack is taken back while the bot runs.\n"
    )
    assert "Nobody here" in convenor(url, "erase", "mari@example.org", "--yes").output


def test_panel_member_is_refused_without_a_word_of_the_panel(url: str) -> None:
    refused = convenor(url, "erase", "UMAIR", "--yes")
    assert refused.exit_code == 1
    assert not [word for word in TELLING if word in refused.output]
