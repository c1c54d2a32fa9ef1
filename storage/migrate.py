"""Bring a database to the newest schema, or say how far it is; safe while other processes start too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect

from rules.refusals import Refusal
from storage.engines import open_engine

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = Path(__file__).parent / "migrations" / "versions"
# Any constant will do, as long as every Convenor process asks PostgreSQL for the same one.
ADVISORY_LOCK = 4_202_027


def upgrade(url: str) -> None:
    """Migrate to the newest revision. Several processes may ask at once; one does the work.

    Refuses a database that a newer Convenor has migrated.
    """
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            revision = current_revision(connection)
            connection.rollback()
            if revision == newest_revision():
                return
            if revision is not None and revision not in known_revisions():
                raise Refusal(
                    f"This database is at a schema of a newer Convenor ({revision}). Install that version again, "
                    "or restore a backup from before it."
                )
            with changing_schema(connection):
                to_revision(connection, "head")
    finally:
        engine.dispose()


@contextmanager
def changing_schema(connection: Connection) -> Iterator[None]:
    """One transaction in which tables may change; what else wants to change them waits."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
            yield
        return
    # Alembic rebuilds a table to change it, and with foreign keys on that deletes every row that refers
    # to it by cascade. The setting can't be changed inside a transaction, and SQLAlchemy begins one with
    # the first statement, so the driver is asked directly.
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            yield
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if orphans:
                raise RuntimeError(f"there would be rows that refer to nothing: {orphans[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def to_revision(connection: Connection, revision: str) -> None:
    """Migrate up to a revision ("head": the newest) inside `changing_schema`."""
    # Alembic takes 650 ms to import, and only a database that is behind needs it.
    from alembic import command

    command.upgrade(config(connection), revision)


def current_revision(connection: Connection) -> str | None:
    """The revision a database is at; None when it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def newest_revision() -> str:
    """The revision that this version of Convenor needs."""
    return max(known_revisions())


def known_revisions() -> frozenset[str]:
    """Every revision that this version of Convenor can migrate from: they are numbered, 0001 and on.

    Read from the names of the files, since importing Alembic takes longer than a start should, and most
    starts find the newest schema.
    """
    return frozenset(file.stem.partition("_")[0] for file in VERSIONS.glob("[0-9]*.py"))


def config(connection: Connection | None) -> "Config":
    """Alembic's settings, made here: there is no `alembic.ini` to keep in step."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(VERSIONS.parent))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings
