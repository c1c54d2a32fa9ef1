"""`convenor restore FILE`: a backup in the place of an empty database, or (if meant) of a full one."""

from pathlib import Path

import click

from bot import settings
from storage import restoring
from storage.alone import alone


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of everything that is there.")
def command(file: Path, replace: bool) -> None:
    """Restore FILE into the database of DATABASE_URL: SQLite or PostgreSQL, whichever it came from.

    Stop the bot first. If anything goes wrong the database stays as it was.
    """
    url = settings.load().database_url
    with alone(url):  # on SQLite, refused while the bot runs
        backup = restoring.restore(url, file, replace=replace)
    click.echo(
        f"{backup.rows:,} rows are restored, as they were at {backup.taken_at[:16].replace('T', ' ')} UTC. "
        "Start the bot again: reminders that fell due meanwhile are checked before any is sent."
    )
