"""Bring a database to the newest schema, or say how far it is; safe while other processes start too."""

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
    # Alembic takes 650 ms to import, and only a start or a `db upgrade` needs it.
    from alembic import command

    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                _upgrade_sqlite(connection)
            else:
                with connection.begin():
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
                    command.upgrade(config(connection), "head")
    finally:
        engine.dispose()


def _upgrade_sqlite(connection: Connection) -> None:
    from alembic import command

    # Alembic rebuilds a table to change it, and with foreign keys on that deletes every row that refers
    # to it by cascade. The setting can't be changed inside a transaction.
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.rollback()
    with connection.begin():
        command.upgrade(config(connection), "head")
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration would leave rows that refer to nothing: {orphans[:5]}")
    connection.exec_driver_sql("PRAGMA foreign_keys = ON")


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


def config(connection: Connection | None) -> "Config":
    """Alembic's settings, made here: there is no `alembic.ini` to keep in step."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings
