"""A migration that rebuilds a table must not touch the rows that refer to it."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from storage import migrate
from storage.engines import open_engine


def family(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT)"))
    connection.execute(
        text(
            "CREATE TABLE children (id INTEGER PRIMARY KEY, "
            "parent_id INTEGER REFERENCES parents (id) ON DELETE CASCADE)"
        )
    )
    connection.execute(text("INSERT INTO parents VALUES (1, 'Ann')"))
    connection.execute(text("INSERT INTO children VALUES (1, 1), (2, 1)"))


def test_rows_that_refer_to_a_rebuilt_table_stay(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        family(connection)

    with engine.connect() as connection, migrate.changing_schema(connection):
        change = Operations(MigrationContext.configure(connection))
        with change.batch_alter_table("parents", recreate="always") as batch:
            batch.alter_column("name", new_column_name="label")

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT label FROM parents")) == "Ann"
        assert connection.scalar(text("SELECT count(*) FROM children")) == 2
    engine.dispose()


def test_rows_left_without_what_they_refer_to_undo_the_migration(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        family(connection)

    with (
        engine.connect() as connection,
        pytest.raises(RuntimeError, match="refer to nothing"),
        migrate.changing_schema(connection),
    ):
        connection.execute(text("DELETE FROM parents"))

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM parents")) == 1
    engine.dispose()


def test_references_are_checked_again_after_a_migration(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        family(connection)
    with engine.connect() as connection:
        with migrate.changing_schema(connection):
            pass
        with pytest.raises(IntegrityError), connection.begin():
            connection.execute(text("INSERT INTO children VALUES (3, 99)"))
    engine.dispose()
