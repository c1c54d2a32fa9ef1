"""A whole database in one file, the same for SQLite and PostgreSQL: a group can grow from one into the other.

The file is a zip: a description, and one member of JSON lines for each table. It is taken from one
snapshot while the bot goes on working.
"""

import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, make_url, select
from sqlalchemy.exc import DatabaseError

from rules.refusals import Refusal
from storage import migrate, portable
from storage.engines import open_engine, sqlite_reader
from storage.portable import KINDS, Columns

FORMAT = 1
DESCRIPTION = "backup.json"


@dataclass(frozen=True)
class Table:
    """One table in a backup: its columns with their kinds (`storage.portable`), and how many rows it has."""

    columns: Columns
    rows: int


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself; `revision` is the schema it was taken at."""

    version: str
    revision: str
    taken_at: str
    tables: dict[str, Table]

    @property
    def rows(self) -> int:
        """How many rows it has in all."""
        return sum(table.rows for table in self.tables.values())


def write(url: str, target: Path, *, version: str, now: datetime) -> Backup:
    """Write the database at `url` into a new file that only its owner can read, complete or not at all.

    `version` is Convenor's. Refuses a target that exists, a database that was never migrated, and one that
    is damaged.
    """
    if target.exists():
        raise Refusal(f"{target} is there already. Give another name: a backup is never overwritten.")
    file_of_database = make_url(url).database if url.startswith("sqlite") else None
    if file_of_database is not None and not Path(file_of_database).exists():
        raise Refusal(f"There is no database at {file_of_database}. Is DATABASE_URL right?")
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    with _snapshot(url) as connection:
        revision = migrate.current_revision(connection)
        if revision is None:
            raise Refusal("There is nothing to back up: this database is empty. `convenor run` fills it.")
        try:
            unfinished.touch(mode=0o600)  # it holds people's names and addresses
            with unfinished.open("wb") as file:
                backup = _write(connection, file, version=version, revision=revision, now=now)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)
    return backup


def read(source: Path) -> Backup:
    """What a backup says of itself, after every part of it was read and found whole.

    Refuses a file that is no backup of Convenor's, is damaged, or has a form that this version does not know.
    """
    if not source.exists():
        raise Refusal(f"There is no file {source}.")
    try:
        with zipfile.ZipFile(source) as archive:
            damaged = archive.testzip()
            described = json.loads(archive.read(DESCRIPTION))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError) as error:
        raise Refusal(f"{source} is not a backup of Convenor's, or is damaged or cut short.") from error
    if damaged is not None:
        raise Refusal(f"{source} is damaged, at {damaged}. Restore an earlier backup.")
    if described.pop("format", None) != FORMAT:
        raise Refusal(f"{source} was made by another version of Convenor. Restore it with that version.")
    tables = {name: Table(**table) for name, table in described.pop("tables").items()}
    return Backup(tables=tables, **described)


def rows_of(archive: zipfile.ZipFile, name: str, columns: Columns) -> Iterator[dict[str, Any]]:
    """The rows of one table in an opened backup, as values for an `insert`."""
    readers = [(field, KINDS[kind].read) for field, kind in columns.items()]
    with archive.open(f"{name}.jsonl") as lines:
        for line in lines:
            values = json.loads(line)
            yield {
                field: None if value is None else as_value(value)
                for (field, as_value), value in zip(readers, values, strict=True)
            }


@contextmanager
def _snapshot(url: str) -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile."""
    postgresql = make_url(url).get_backend_name() == "postgresql"
    engine = open_engine(url) if postgresql else sqlite_reader(make_url(url))
    try:
        with engine.connect() as connection:
            if postgresql:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
            else:
                _refuse_damage(connection)
            yield connection
    finally:
        engine.dispose()


def _refuse_damage(connection: Connection) -> None:
    try:
        faults = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    except DatabaseError as error:  # too damaged even for being checked
        faults = [str(error.orig)]
    if faults != ["ok"]:
        raise Refusal("This database file is damaged. Keep it, and restore your last backup into a new one.")


def _write(connection: Connection, file: Any, *, version: str, revision: str, now: datetime) -> Backup:
    tables: dict[str, Table] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns in portable.tables(connection).items():
            tables[name] = Table(columns, _write_table(connection, archive, name, columns))
        backup = Backup(version, revision, now.isoformat(), tables)
        archive.writestr(DESCRIPTION, json.dumps({"format": FORMAT, **asdict(backup)}, indent=2))
    return backup


def _write_table(connection: Connection, archive: zipfile.ZipFile, name: str, columns: Columns) -> int:
    writers = [KINDS[kind].write for kind in columns.values()]
    every = select(portable.clause(name, columns)).execution_options(yield_per=1000)
    count = 0
    with archive.open(f"{name}.jsonl", "w", force_zip64=True) as lines:
        for row in connection.execute(every):
            count += 1
            values = [
                None if value is None else as_json(value) for as_json, value in zip(writers, row, strict=True)
            ]
            lines.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return count
