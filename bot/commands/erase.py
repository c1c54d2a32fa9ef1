"""`convenor erase PERSON`: one person, across everything."""

import click

from bot.commands.database import perform
from storage.transaction import Tx
from usecases import person_data
from usecases.person_data import Erasure


@click.command("erase")
@click.argument("person")
@click.confirmation_option(prompt="Erase this person everywhere? It can't be undone.")
def command(person: str) -> None:
    """Erase PERSON (an e-mail address or Slack id), and take back what the bot wrote to them in Slack.

    Money and minutes are kept without their name, as the law and the terms need them.
    """
    erasure = perform(_erase, words=person)
    click.echo("Erased, everywhere.")
    if erasure.kept:
        click.echo("Kept without their name; please tell them so: " + "; ".join(erasure.kept) + ".")
    click.echo("What stands of it in Slack is taken back while the bot runs.")


def _erase(tx: Tx, *, words: str) -> Erasure:
    return person_data.erase(tx, person_id=person_data.find(tx, words=words))
