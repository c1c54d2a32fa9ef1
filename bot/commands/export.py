"""`convenor export PERSON`: everything that is kept of one person, for them to read."""

import json
from pathlib import Path
from typing import Any

import click

from bot.commands.database import perform
from storage.transaction import Tx
from usecases import person_data


@click.command("export")
@click.argument("person")
@click.option(
    "--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="A file, instead of the screen."
)
def command(person: str, file: Path | None) -> None:
    """Export what is kept of PERSON (an e-mail address or Slack id), as JSON. Give it to nobody but them."""
    text = json.dumps(perform(_export, words=person), indent=2, ensure_ascii=False, default=str)
    if file is None:
        click.echo(text)
        return
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(text, encoding="utf-8")
    click.echo(f"Wrote {file}, which only you can read. Give it to nobody but them.")


def _export(tx: Tx, *, words: str) -> dict[str, Any]:
    return person_data.export(tx, person_id=person_data.find(tx, words=words))
