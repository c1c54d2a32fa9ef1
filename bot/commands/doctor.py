"""`convenor doctor`: the settings held against the world."""

import asyncio

import click

from bot import doctor, settings
from bot.doctor.finding import Mark
from bot.settings import SettingsFault


@click.command("doctor")
def command() -> None:
    """Check the settings against the world, and say what to do.

    ✓ is as it should be, ✗ has to be mended, – is switched off or not there yet. Nothing is changed and
    nothing is sent. The exit code is 1 if something has to be mended.
    """
    try:
        chosen = settings.load()
    except SettingsFault as fault:
        for line in fault.lines:
            click.echo(f"{Mark.WRONG} Settings: {line}")
        raise click.exceptions.Exit(1) from None
    findings = asyncio.run(doctor.examine(chosen))
    for finding in findings:
        click.echo(finding)
    if any(finding.mark is Mark.WRONG for finding in findings):
        click.echo(f"\nPlease mend what is marked {Mark.WRONG}, and ask the doctor again.")
        raise click.exceptions.Exit(1)
    click.echo("\nAll that is needed is there.")
