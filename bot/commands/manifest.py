"""`convenor manifest`: the Slack app, ready to paste into "Create New App, From a manifest"."""

import click

from bot import manifest, settings


@click.command("manifest")
@click.option("--http", "over_http", is_flag=True, help="Slack calls us over HTTP, instead of Socket Mode.")
@click.option("--url", help="Our public address, for --http. Without it: CONVENOR_PUBLIC_URL.")
def command(over_http: bool, url: str | None) -> None:
    """Print the Slack app's manifest, for Socket Mode or (with --http) for a public address."""
    if url and not over_http:
        raise click.UsageError("--url goes with --http: Socket Mode needs no address.")
    wanted = manifest.http(_address(url)) if over_http else manifest.socket_mode()
    click.echo(manifest.as_text(wanted), nl=False)


def _address(url: str | None) -> str:
    address = url or settings.load().public_url
    if address is None:
        raise click.UsageError(
            "--http needs our public address: give it with --url, or set CONVENOR_PUBLIC_URL."
        )
    if not address.startswith("https://"):
        raise click.UsageError("Slack calls only addresses that begin with https://")
    return address.rstrip("/")
