"""`convenor backup FILE`: the whole database in one file, while the bot goes on working."""

from importlib.metadata import version
from pathlib import Path

import click

from bot import settings
from bot.clock import wall_clock
from storage import backups


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Write the whole database into FILE, which must not exist yet. The bot may go on running.

    The file holds people's names and addresses: keep it where only you can read it. Your settings are not in
    it: keep `.env`, above all CONVENOR_SECRET_KEY, in another safe place.
    """
    backup = backups.write(settings.load().database_url, file, version=version("convenor"), now=wall_clock())
    click.echo(f"{backup.rows:,} rows of {len(backup.tables)} tables are in {file}.")
