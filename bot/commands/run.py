"""`convenor run`: the bot, by Socket Mode or HTTP."""

import asyncio

import click
import uvicorn

from bot import logs, settings
from bot.assembly import assembled
from bot.settings import Settings, SettingsFault
from storage import migrate


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the web server listens.")
@click.option("--port", default=8080, show_default=True, help="Its port.")
def command(host: str, port: int) -> None:
    """Run the bot until it is stopped; an empty or older database is migrated first."""
    chosen = settings.load()
    if missing := settings.missing_to_run(chosen):
        raise SettingsFault(missing)
    logs.configure(chosen.log_format)
    migrate.upgrade(chosen.database_url)
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_serve(chosen, host, port))


async def _serve(chosen: Settings, host: str, port: int) -> None:
    async with assembled(chosen) as convenor:
        server = uvicorn.Server(
            uvicorn.Config(convenor.web, host=host, port=port, log_config=None, access_log=False)
        )
        await server.serve()


def _loop() -> asyncio.AbstractEventLoop:
    # uvloop is not made for Windows, where the standard loop serves.
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
