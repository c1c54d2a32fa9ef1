"""`convenor sandbox`: the whole thing on this machine, without Slack."""

import asyncio
import signal
import tempfile
import webbrowser
from contextlib import nullcontext, suppress
from pathlib import Path

import click

from bot import logs
from bot.tryout.serving import tried
from sandbox.running import listen

FIRST_PORT, PORTS = 8700, 20


@click.command("sandbox")
@click.option("--port", type=int, default=None, help="The page's port; by default the first free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Keep everything in this folder, to go on with it another time.",
)
def command(port: int | None, no_browser: bool, data: Path | None) -> None:
    """Try Convenor in a browser: a made-up workspace, the real bot, a clock that you can send on."""
    logs.configure("console", level=30)
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
    # Left without a trace, unless a folder was named
    place = tempfile.TemporaryDirectory(prefix="convenor-") if data is None else nullcontext(str(data))
    with place as folder, suppress(KeyboardInterrupt):
        asyncio.run(_serve(Path(folder), _free(port), browser=not no_browser))
    click.echo("\nStopped." if data is None else f"\nStopped. Everything is kept in {data}.")


async def _serve(folder: Path, port: int, *, browser: bool) -> None:
    stopped = asyncio.Event()
    # Also when something else than Ctrl-C ends it, it leaves nothing behind
    with suppress(NotImplementedError):  # Windows has no such signal
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with tried(folder, port) as url:
        page = f"{url}/?side=story"
        click.echo(
            f"\n  {page}\n\nChoose at the top whom you act as; the story says what to try. Ctrl-C stops it."
        )
        if browser:
            webbrowser.open(page)
        await stopped.wait()


def _free(port: int | None) -> int:
    """The port asked for, or the first of a few that nobody listens on."""
    for wanted in [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS):
        try:
            listen(port=wanted).close()
        except OSError:
            continue
        return wanted
    if port is not None:
        raise click.ClickException(f"Port {port} is in use. Choose another one, or leave --port out.")
    return 0
