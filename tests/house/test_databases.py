"""The tests' own databases: each test has one to itself, and a run that was killed leaves nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from storage import migrate
from storage.engines import open_engine
from tests import postgres
from tests.databases import Owner


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_test_finds_its_database_empty(empty_database_url: str, attempt: int) -> None:
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (attempt INTEGER)"))
        connection.execute(text("INSERT INTO mine VALUES (:attempt)"), {"attempt": attempt})
        assert connection.scalars(text("SELECT attempt FROM mine")).all() == [attempt]
    engine.dispose()


def test_a_test_finds_its_database_migrated(every_database_url: str) -> None:
    engine = open_engine(every_database_url)
    with engine.connect() as connection:
        assert migrate.current_revision(connection) == migrate.newest_revision()
    engine.dispose()


def test_a_killed_run_is_tidied_by_the_next(tmp_path: Path) -> None:
    killed = _start_a_run_and_kill_it(tmp_path)
    assert postgres.processes_in(killed)  # its server lives on

    Owner().close()

    assert not killed.exists()
    assert not postgres.processes_in(killed)


def _start_a_run_and_kill_it(tmp_path: Path) -> Path:
    script = (
        "import sys, time\n"
        "from tests import databases, postgres\n"
        "owner = databases.Owner()\n"
        "postgres.start(postgres.packaged_binaries(), owner.folder / 'postgresql')\n"
        "print(owner.folder, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        os.kill(process.pid, signal.SIGKILL)
    return folder


def test_binaries_that_the_other_user_cannot_read_are_copied(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root starts the server as another user")
    owner = Owner()
    hidden = tmp_path / "hidden"  # the temporary folder of a test is closed to other users
    hidden.mkdir()
    package = postgres.packaged_binaries().parent.parent
    (hidden / package.name).symlink_to(package)
    (hidden / f"{package.name}.libs").symlink_to(package.parent / f"{package.name}.libs")
    binaries = hidden / package.name / postgres.packaged_binaries().parent.name / "bin"

    url = postgres.start(binaries, owner.folder / "postgresql")

    psycopg.connect(url.replace("+psycopg", "")).close()
    owner.close()
