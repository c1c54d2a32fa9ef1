"""`convenor run`: the bot, by Socket Mode or HTTP."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import click
import uvicorn

from bot import logs, settings
from bot.assembly import assembled
from bot.process import keep_to_one_core, settle
from bot.settings import Settings, SettingsFault
from storage import migrate

SECONDS_TO_FINISH = 10


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
    keep_to_one_core()
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_serve(chosen, host, port))


async def _serve(chosen: Settings, host: str, port: int) -> None:
    async with assembled(chosen) as convenor:
        settle()
        config = uvicorn.Config(
            convenor.web,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        await _Server(config).serve()


class _Server(uvicorn.Server):
    """Stops when it is asked to, and lets the rest of the process finish its work.

    Uvicorn's own would raise the signal again as soon as it has stopped, and SIGTERM then ends the process
    while the courier still has something in its hands.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that ask us to stop."""
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(wanted, self.handle_exit, wanted, None)
        try:
            yield
        finally:
            for wanted in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(wanted)


def _loop() -> asyncio.AbstractEventLoop:
    # uvloop is not made for Windows, where the standard loop serves.
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
