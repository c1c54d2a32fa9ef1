"""CONVENOR_SCHOOL_WEEKS: the operator's own file is what a running bot plans by."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assembly import assembled
from bot.settings import Settings
from rules.refusals import Refusal
from usecases.closed_days import closed_days, use_school_weeks

OWN = """
checked_on = 2030-01-02
source = "our own list"
years = [2031]

[wales]
breaks = [{ name = "half-term", first = 2031-02-17, last = 2031-02-21 }]
"""


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    use_school_weeks(None)


def settings(database_url: str, file: Path) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token="xoxb-1",
        slack_signing_secret="s",
        slack_api_url="http://127.0.0.1:9",
        database_url=database_url,
        CONVENOR_SCHOOL_WEEKS=file,
    )


async def test_a_running_bot_plans_by_the_operators_file(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "weeks.toml"
    file.write_text(OWN, encoding="utf-8")
    assert closed_days([2031]).school_weeks.breaks != ()

    async with assembled(settings(sqlite_url, file)):
        (only,) = closed_days([2031]).school_weeks.breaks

    assert only.name == "half-term"


async def test_a_file_that_cannot_be_read_stops_the_start(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "weeks.toml"
    file.write_text("nothing of the kind", encoding="utf-8")

    with pytest.raises(Refusal, match="school weeks"):
        async with assembled(settings(sqlite_url, file)):
            pass
