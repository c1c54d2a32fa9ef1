"""Migrations: the same tables as the models, whoever asks first, on every database."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from rules.refusals import Refusal
from storage import migrate
from storage.engines import open_engine
from storage.portable import table_names
from storage.tables import metadata


def test_revisions_are_known_by_the_names_of_their_files() -> None:
    scripts = ScriptDirectory.from_config(migrate.config(None))

    assert migrate.newest_revision() == scripts.get_current_head()
    assert migrate.known_revisions() == {script.revision for script in scripts.walk_revisions()}


def test_migrated_tables_are_those_of_the_models(every_database_url: str) -> None:
    engine = open_engine(every_database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(4) as starting:
        assert list(starting.map(migrate.upgrade, [empty_database_url] * 4)) == [None] * 4

    engine = open_engine(empty_database_url)
    with engine.connect() as connection:
        versions = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    engine.dispose()
    assert versions == [migrate.newest_revision()]


def test_a_database_may_be_migrated_in_steps(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    for revision in sorted(migrate.known_revisions()):
        with engine.connect() as connection:
            with migrate.changing_schema(connection):
                migrate.to_revision(connection, revision)
            assert migrate.current_revision(connection) == revision
    engine.dispose()


def test_a_database_of_a_newer_convenor_is_refused_and_left_alone(every_database_url: str) -> None:
    engine = open_engine(every_database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Refusal, match=r"newer Convenor \(9999\)"):
        migrate.upgrade(every_database_url)

    with engine.connect() as connection:
        assert migrate.current_revision(connection) == "9999"
    engine.dispose()


def test_a_migration_that_fails_leaves_the_schema_as_it_was(empty_database_url: str) -> None:
    def migrate_and_fail(connection: Connection) -> None:
        migrate.to_revision(connection, "head")
        raise ZeroDivisionError

    engine = open_engine(empty_database_url)
    with engine.connect() as connection:
        with pytest.raises(ZeroDivisionError), migrate.changing_schema(connection):
            migrate_and_fail(connection)
        assert table_names(connection) == set()
        assert migrate.current_revision(connection) is None
    engine.dispose()


def test_a_start_at_the_newest_schema_does_not_import_alembic(sqlite_url: str) -> None:
    script = (
        "import sys\n"
        "from storage import migrate\n"
        "migrate.upgrade(sys.argv[1])\n"
        "print('alembic' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, sqlite_url], capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"
