"""`convenor people`: the association's list of members, imported from a spreadsheet."""

from pathlib import Path

import click

from bot.commands.database import perform
from storage.transaction import Tx
from usecases import operators, people_import, people_sheet
from usecases.people_import import Change, Outcome
from usecases.people_sheet import Sheet

SHOWN = 20


@click.group("people")
def command() -> None:
    """Import people and their memberships."""


@command.command("template")
def template() -> None:
    """Print a CSV file to fill in."""
    click.echo(people_sheet.template(), nl=False)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply/--dry-run", default=False, help="Import, or (the default) only say what would change.")
@click.option("--group", help="The group's name, if there are several.")
def import_(file: Path, apply: bool, group: str | None) -> None:
    """Import a CSV file or Excel workbook, on behalf of the group's secretary.

    People are recognised by their e-mail address. Nothing is imported while a row is wrong, an empty cell
    erases nothing, and importing the same file again changes nothing.
    """
    sheet = people_sheet.read(file.read_bytes())
    for bad in sheet.bad:
        click.echo(f"Line {bad.line}: {bad.reason}.")
    outcome = perform(_import, sheet=sheet, group=group, apply=apply and not sheet.bad)
    _report(outcome)
    if sheet.bad:
        raise click.ClickException(f"{len(sheet.bad)} rows need mending first. Nothing was imported.")
    if not apply:
        click.echo("Nothing was imported yet: add --apply to do it.")


def _import(tx: Tx, *, sheet: Sheet, group: str | None, apply: bool) -> Outcome:
    behalf = operators.on_behalf(tx, group=group)
    if not apply:
        return people_import.preview(tx, team_id=behalf.team_id, sheet=sheet)
    return people_import.import_for(
        tx, team_id=behalf.team_id, group_id=behalf.group_id, confirmed_by=behalf.person_id, sheet=sheet
    )


def _report(outcome: Outcome) -> None:
    for change in outcome.changes[:SHOWN]:
        click.echo(f"Line {change.line}: {_words(change)}.")
    if len(outcome.changes) > SHOWN:
        click.echo(f"… and {len(outcome.changes) - SHOWN:,} more.")
    click.echo(f"{outcome.new:,} new, {outcome.changed:,} changed, {outcome.unchanged:,} as they were.")


def _words(change: Change) -> str:
    return "somebody new" if change.new else f"{', '.join(change.columns)} will be as the file says"
