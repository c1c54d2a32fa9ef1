"""The command line: quick to start, and plain about what is wrong."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import COMMANDS, main

SLOW = {"alembic", "sqlalchemy", "slack_bolt", "slack_sdk", "aiohttp", "uvicorn", "apscheduler", "openpyxl"}


def test_help_names_every_command_and_imports_nothing_slow() -> None:
    script = (
        "import sys\n"
        "from bot.__main__ import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print('modules:', *sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    text, _, modules = done.stdout.partition("modules:")

    assert all(name in text for name in COMMANDS)
    assert SLOW.isdisjoint(modules.split())


def test_run_loads_nothing_that_sqlite_and_a_group_without_letters_never_use() -> None:
    script = "import sys, bot.commands.run\nprint(*sys.modules)\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    late = {
        "alembic",
        "sqlalchemy.dialects.postgresql",
        "psycopg",
        "imap_tools",
        "icalendar",
        "jinja2",
        "openpyxl",
    }
    assert late.isdisjoint(done.stdout.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_in_the_help_is_there_and_explains_itself(name: str) -> None:
    command = import_module(COMMANDS[name][0]).command

    assert command.name == name
    assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


def test_wrong_settings_are_told_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "mysql://u:hunter2@db/x")
    monkeypatch.setenv("LOG_FORMAT", "xml")

    done = CliRunner().invoke(main, ["manifest", "--http"])

    assert done.exit_code == 1
    assert done.output.splitlines()[0] == "Error: please mend these settings:"
    assert [line.split()[0] for line in done.output.splitlines()[1:]] == ["DATABASE_URL", "LOG_FORMAT"]
    assert "hunter2" not in done.output


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(main, ["frobnicate"]).exit_code == 2
