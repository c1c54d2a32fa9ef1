"""`convenor sample load`: sixty made-up people and a year of meetings, to see a group at work."""

import click

from bot.clock import wall_clock
from bot.commands.database import perform
from storage.transaction import Tx
from usecases import operators, sample_load
from usecases.sample_load import Loaded


@click.group("sample")
def command() -> None:
    """Fill a group with made-up people and meetings, to try things out."""


@command.command("load")
@click.option(
    "--year", type=click.IntRange(2020, 2100), help="The year of the meetings. Without it: the next."
)
@click.option("--group", help="The group's name, if there are several.")
def load(year: int | None, group: str | None) -> None:
    """Load the group's 2020 programme, moved to a year, with 60 people of varied professions and standings.

    First set up a group in Slack with `/sig setup`. The meetings come as drafts: the secretary looks at
    them with `/sig programme plan YEAR`, and publishes.
    """
    loaded = perform(_load, year=year or wall_clock().year + 1, group=group)
    click.echo(
        f"{loaded.people} people and {loaded.meetings} meetings of {loaded.year} are there. "
        f"In Slack, `/sig programme plan {loaded.year}` shows the year, and publishes it."
    )


def _load(tx: Tx, *, year: int, group: str | None) -> Loaded:
    behalf = operators.on_behalf(tx, group=group)
    return sample_load.load(tx, group_id=behalf.group_id, person_id=behalf.person_id, year=year)
