"""`convenor`: what the person who runs the server types."""

from importlib import import_module
from typing import Any

import click

from bot.process import search_less, search_nothing
from bot.settings import SettingsFault
from rules.refusals import Refusal

# Where each command lives and its line in the help: a command is imported only when it is asked for,
# since Alembic, Slack's client and the web server take their time.
COMMANDS = {
    "sandbox": ("bot.commands.sandbox", "Try it in a browser, without Slack."),
    "run": ("bot.commands.run", "Run the bot, by Socket Mode or HTTP."),
    "doctor": ("bot.commands.doctor", "Check the settings against the world, and say what to do."),
    "db": ("bot.commands.db", "Look after the database: convenor db upgrade."),
    "backup": ("bot.commands.backup", "Write the whole database into one file."),
    "restore": ("bot.commands.restore", "Put a backup back, on SQLite or PostgreSQL."),
    "people": ("bot.commands.people", "Import people and their memberships from a spreadsheet."),
    "sample": ("bot.commands.sample", "Fill a group with made-up people and meetings, to try things out."),
    "manifest": ("bot.commands.manifest", "Print the Slack app's manifest, for Socket Mode or HTTP."),
    "export": ("bot.commands.export", "Export everything that is kept of one person."),
    "erase": ("bot.commands.erase", "Erase one person, across everything."),
    "texts": ("bot.commands.texts", "Preview and check the messages about learning events."),
    "guardrail": ("bot.commands.guardrail", "Measure how well identifiers in free text are recognised."),
}


class Commands(click.Group):
    """A group whose commands are imported late."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        search_nothing()
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        search_less()
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; faults of the settings and refusals are told in words, on every command alike."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from None
        except SettingsFault as fault:
            raise click.ClickException("\n".join(["please mend these settings:", *fault.lines])) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="convenor")
def main() -> None:
    """Convenor keeps a special interest group running in Slack."""


if __name__ == "__main__":
    main()
