"""`convenor db upgrade`, `backup` and `restore`, as they are typed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from bot.__main__ import main
from storage import migrate
from storage.alone import alone
from storage.engines import open_engine
from tests.storage.filler import everything, fill


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where no .env is


def convenor(url: str, *words: str) -> Result:
    return CliRunner().invoke(main, words, env={"DATABASE_URL": url})


@pytest.mark.usefixtures("_here")
def test_an_empty_database_is_brought_to_the_newest_schema_and_stays_there(empty_database_url: str) -> None:
    newest = migrate.newest_revision()

    assert convenor(empty_database_url, "db", "upgrade").output == f"From nothing to {newest}.\n"
    assert convenor(empty_database_url, "db", "upgrade").output == f"The database is at {newest}.\n"


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    "url", ["postgresql://nobody:hunter2@127.0.0.1:9/none", "sqlite:////nowhere/at/all.db"]
)
def test_a_database_that_cannot_be_reached_is_told_without_its_password(url: str) -> None:
    told = convenor(url, "db", "upgrade")

    assert told.exit_code == 1
    assert "DATABASE_URL" in told.output
    assert "hunter2" not in told.output
    assert isinstance(told.exception, SystemExit)


@pytest.mark.usefixtures("_here")
def test_a_group_grows_from_sqlite_into_postgresql(sqlite_url: str, postgresql_url: str) -> None:
    small, large = open_engine(sqlite_url), open_engine(postgresql_url)
    with small.begin() as connection:
        fill(connection)
        before = everything(connection)

    assert convenor(sqlite_url, "backup", "group.backup").exit_code == 0
    restored = convenor(postgresql_url, "restore", "group.backup")

    assert restored.exit_code == 0, restored.output
    with large.begin() as connection:
        assert everything(connection) == before
    small.dispose()
    large.dispose()


@pytest.mark.usefixtures("_here")
def test_refusals_are_sentences_with_a_failing_exit(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        fill(connection)
    convenor(database_url, "backup", "group.backup")

    again = convenor(database_url, "backup", "group.backup")
    over = convenor(database_url, "restore", "group.backup")
    missing = convenor(database_url, "restore", "other.backup")

    assert [result.exit_code for result in (again, over, missing)] == [1, 1, 1]
    assert "never overwritten" in again.output
    assert "--replace" in over.output
    assert "no file other.backup" in missing.output
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM ledger"))
    assert convenor(database_url, "restore", "group.backup", "--replace").exit_code == 0
    engine.dispose()


@pytest.mark.usefixtures("_here")
def test_a_restore_is_refused_while_the_bot_runs(sqlite_url: str) -> None:
    convenor(sqlite_url, "backup", "group.backup")

    with alone(sqlite_url):
        refused = convenor(sqlite_url, "restore", "group.backup", "--replace")

    assert refused.exit_code == 1
    assert "Stop it first" in refused.output
    assert convenor(sqlite_url, "restore", "group.backup", "--replace").exit_code == 0
