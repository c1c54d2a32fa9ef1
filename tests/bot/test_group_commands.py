"""`convenor people` and `convenor sample`, as they are typed: a dry run first, and words for every bad row."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from bot.__main__ import main
from rules.nations import Nation
from storage.engines import open_engine
from storage.groups import Group
from storage.people import Person
from storage.transaction import Tx

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def convenor(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Types a command, beside a database that has one group."""
    monkeypatch.chdir(tmp_path)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        tx = Tx(connection, NOW)
        sara = Person(team_id="T0", slack_id="U0", name="Sara", first_seen_at=NOW)
        tx.session.add(sara)
        tx.session.flush()
        facts = {"team_id": "T0", "channel_id": "C0", "name": "PLR", "nation": Nation.WALES}
        tx.session.add(Group(**facts, set_up_by=sara.id, set_up_at=NOW))
        tx.finish()
    engine.dispose()
    return lambda *words: CliRunner().invoke(main, words, env={"DATABASE_URL": database_url})


def people_in(database_url: str) -> list[str]:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        names = connection.scalars(text("SELECT name FROM people ORDER BY name")).all()
    engine.dispose()
    return list(names)


def test_a_dry_run_comes_first_and_writes_nothing(
    convenor: Callable[..., Result], database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "members.csv").write_text("name,email\nAnn,ann@example.org\nBob,bob@example.org\n")

    dry = convenor("people", "import", "members.csv")
    before = people_in(database_url)
    done = convenor("people", "import", "members.csv", "--apply")
    again = convenor("people", "import", "members.csv", "--apply")

    assert dry.output.splitlines() == [
        "Line 2: somebody new.",
        "Line 3: somebody new.",
        "2 new, 0 changed, 0 as they were.",
        "Nothing was imported yet: add --apply to do it.",
    ]
    assert before == ["Sara"]
    assert done.exit_code == 0
    assert people_in(database_url) == ["Ann", "Bob", "Sara"]
    assert again.output == "0 new, 0 changed, 2 as they were.\n"


def test_every_bad_row_is_listed_and_nothing_is_imported(
    convenor: Callable[..., Result], database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "members.csv").write_text(
        "name,email\nAnn,ann@example.org\nBob,nowhere\n=cmd,c@example.org\n"
    )

    refused = convenor("people", "import", "members.csv", "--apply")

    assert refused.exit_code == 1
    assert refused.output.splitlines()[:2] == [
        "Line 3: email is not an e-mail address.",
        "Line 4: name begins like a formula; copy the column and paste it as values.",
    ]
    assert "2 rows need mending" in refused.output
    assert people_in(database_url) == ["Sara"]


def test_the_template_can_be_filled_in_and_imported(convenor: Callable[..., Result], tmp_path: Path) -> None:
    template = convenor("people", "template").output
    (tmp_path / "members.csv").write_text(template, encoding="utf-8")

    assert convenor("people", "import", "members.csv").output.startswith("0 new, 0 changed, 0 as they were.")


def test_a_database_that_is_not_migrated_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "members.csv").write_text("name,email\nAnn,ann@example.org\n")

    refused = CliRunner().invoke(main, ["people", "import", "members.csv"], env={"DATABASE_URL": ""})

    assert refused.exit_code == 1
    assert "convenor db upgrade" in refused.output


def test_the_sample_is_loaded_into_the_group_and_only_once(
    convenor: Callable[..., Result], database_url: str
) -> None:
    loaded = convenor("sample", "load", "--year", "2028")
    again = convenor("sample", "load", "--year", "2028", "--group", "PLR")

    assert loaded.output.startswith("60 people and 8 meetings of 2028 are there.")
    assert len(people_in(database_url)) == 61
    assert again.exit_code == 1
    assert "planned 2028 already" in again.output
