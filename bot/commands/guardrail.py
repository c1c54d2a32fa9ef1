"""`convenor guardrail`: how well text that may identify a child is recognised, on a set of lines."""

from pathlib import Path

import click

from usecases.guardrail import measure, report


@click.command("guardrail")
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="tests/data/identifiers.tsv",
)
def command(file: Path) -> None:
    """Print what share of identifiers is let through and of harmless lines refused, in FILE.

    Each line of FILE is a kind (or "pass"), a tab and a text; the set in the repository is the default.
    """
    with file.open(encoding="utf-8") as lines:
        click.echo(report(measure(lines)))
