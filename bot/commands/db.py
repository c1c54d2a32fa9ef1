"""`convenor db upgrade`: bring the database to the newest schema. `convenor run` does this by itself."""

import click
from sqlalchemy.exc import OperationalError

from bot import settings
from storage import migrate
from storage.engines import open_engine


@click.group("db")
def command() -> None:
    """Look after the database."""


@command.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema, making it if there is none."""
    url = settings.load().database_url
    try:
        before = revision(url)
        migrate.upgrade(url)
    except OperationalError as error:
        raise click.ClickException(
            f"the database can't be reached ({type(error.orig).__name__}). Is DATABASE_URL right, and does it run?"
        ) from error
    after = migrate.newest_revision()
    click.echo(
        f"The database is at {after}." if before == after else f"From {before or 'nothing'} to {after}."
    )


def revision(url: str) -> str | None:
    """The revision that a database is at; None if it was never migrated."""
    engine = open_engine(url, size=1)
    try:
        with engine.connect() as connection:
            return migrate.current_revision(connection)
    finally:
        engine.dispose()
