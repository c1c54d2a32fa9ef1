"""Put a backup into a database, in one transaction: wholly, or not at all."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from rules.refusals import Refusal
from storage import backups, migrate, portable
from storage.backups import Backup
from storage.engines import open_engine
from storage.portable import VERSION_TABLE
from storage.tables import metadata

_ROWS_AT_ONCE = 1000


def restore(url: str, source: Path, *, replace: bool = False) -> Backup:
    """Make the database at `url` what it was when the backup was taken, then migrate it to the newest schema.

    Refuses a damaged backup, one of a newer schema, and (unless `replace`) a database that has something
    in it. Whatever goes wrong, the database stays as it was.
    """
    backup = backups.read(source)
    if backup.revision not in migrate.known_revisions():
        raise Refusal(
            f"This backup was made by Convenor {backup.version}, which is newer. Install that version, then "
            "restore."
        )
    engine = open_engine(url)
    try:
        with engine.connect() as connection, migrate.changing_schema(connection):
            _refuse_to_overwrite(connection, backup, replace=replace)
            _drop(connection, backup)
            migrate.to_revision(connection, backup.revision)
            _load(connection, backup, source)
            migrate.to_revision(connection, "head")
    except DBAPIError as error:
        raise Refusal(
            f"The database did not take this backup ({type(error.orig).__name__}), and is as it was before."
        ) from error
    finally:
        engine.dispose()
    return backup


def _refuse_to_overwrite(connection: Connection, backup: Backup, *, replace: bool) -> None:
    if replace:
        return
    for name in _ours(connection, backup) - {VERSION_TABLE}:
        if connection.execute(select(text("1")).select_from(table(name)).limit(1)).first() is not None:
            raise Refusal(
                "There is something in this database already. Restore into an empty one, or add --replace to "
                "put the backup in the place of everything that is there."
            )


def _ours(connection: Connection, backup: Backup) -> set[str]:
    """The tables here that are Convenor's, now or when the backup was taken."""
    return portable.table_names(connection) & {*metadata.tables, *backup.tables, VERSION_TABLE}


def _drop(connection: Connection, backup: Backup) -> None:
    for name in _ours(connection, backup):
        end = "" if connection.dialect.name == "sqlite" else " CASCADE"  # of constraints only: all of ours go
        connection.exec_driver_sql(f'DROP TABLE "{name}"{end}')


def _load(connection: Connection, backup: Backup, source: Path) -> None:
    with _references_checked_last(connection), zipfile.ZipFile(source) as archive:
        for name, described in backup.tables.items():
            rows = backups.rows_of(archive, name, described.columns)
            target = portable.clause(name, described.columns)
            while batch := list(islice(rows, _ROWS_AT_ONCE)):
                connection.execute(target.insert(), batch)


@contextmanager
def _references_checked_last(connection: Connection) -> Iterator[None]:
    """Rows may come before those they refer to. On SQLite that is so while a schema changes."""
    if connection.dialect.name == "sqlite":
        yield
        return
    connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
    references = [
        f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key["name"]}"'
        for (_, name), keys in inspect(connection).get_multi_foreign_keys().items()
        for key in keys
    ]
    for reference in references:
        connection.exec_driver_sql(f"{reference} DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for reference in references:
        connection.exec_driver_sql(f"{reference} NOT DEFERRABLE")
