"""Bring a database to the newest schema, or say how far it is; safe while other processes start too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect

from storage.engines import open_engine

if TYPE_CHECKING:
    from alembic.config import Config

# Any constant will do, as long as every Convenor process asks PostgreSQL for the same one.
ADVISORY_LOCK = 4_202_027


def upgrade(url: str) -> None:
    """Migrate to the newest revision. Several processes may ask at once; one does the work."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection, changing_schema(connection):
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
    # Alembic takes 650 ms to import, and only a start or a `db upgrade` needs it.
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
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(config(None)).get_current_head()
    assert head is not None
    return head


def known_revisions() -> frozenset[str]:
    """Every revision that this version of Convenor can migrate from."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(config(None)).walk_revisions())


def config(connection: Connection | None) -> "Config":
    """Alembic's settings, made here: there is no `alembic.ini` to keep in step."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings
