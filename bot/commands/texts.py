"""`convenor texts`: look at the messages about learning events, check them, and write their page in `docs/`."""

from pathlib import Path

import click

from handlers.texts import checks, pages
from handlers.texts.library import ENGLISH, LANGUAGES, library


@click.group("texts")
def command() -> None:
    """Preview and check the messages about learning events, after editing their files."""


@command.command("preview")
@click.argument("name", required=False)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=ENGLISH, show_default=True)
def preview(name: str | None, language: str) -> None:
    """Show a message as people see it, e.g. practitioner/purpose; without a NAME, list the names."""
    if name is None:
        click.echo("\n".join(sorted(each for spoken, each in library() if spoken == language)))
        return
    if (language, name) not in library():
        raise click.UsageError(
            f"There is no {LANGUAGES[language]} text of that name. Without one, they are listed."
        )
    click.echo(pages.preview(library()[language, name]), nl=False)


@command.command("check")
def check() -> None:
    """Check length, placeholders and words of every text; say what to mend."""
    found = checks.all_problems()
    for file, lines in found.items():
        click.echo(f"{file}: {' '.join(lines)}")
    if found:
        raise click.ClickException(f"{len(found)} of {len(library())} texts need another look.")
    click.echo(f"All {len(library())} texts are in order.")


@command.command("page")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="docs/learning-messages.md")
def page(file: Path) -> None:
    """Write every message, as people see it, to FILE (docs/learning-messages.md)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(pages.page(), encoding="utf-8")
    click.echo(f"Wrote {file}.")
