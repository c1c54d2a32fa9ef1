"""`convenor export PERSON`: everything that is kept of one person, for them to read."""

import json
from pathlib import Path
from typing import Any

import click

from bot.commands.database import perform
from rules.refusals import Refusal
from storage.transaction import Tx
from usecases import person_data


@click.command("export")
@click.argument("person")
@click.option(
    "--to",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("export.json"),
    show_default=True,
    help="The file to write; it must not be there yet.",
)
def command(person: str, file: Path) -> None:
    """Export what is kept of PERSON (an e-mail address or Slack id), as JSON. Give it to nobody but them.

    It goes to a file and never to the screen: where somebody takes part is theirs alone to read.
    """
    found = perform(_export, words=person)
    try:
        file.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise Refusal(f"{file} is there already. Name another file with --to.") from None
    file.write_text(json.dumps(found, indent=2, ensure_ascii=False, default=str), encoding="utf-8")
    click.echo(f"Wrote {file}, which only you can read. Give it to nobody but them.")


def _export(tx: Tx, *, words: str) -> dict[str, Any]:
    return person_data.export(tx, person_id=person_data.find(tx, words=words))
