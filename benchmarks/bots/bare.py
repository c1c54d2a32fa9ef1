"""Bare Bolt: one command, acknowledged at once."""

from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.bots.serving import served


def app(client: Any, secret: str) -> Starlette:
    """The smallest app that Slack would accept."""
    bolt = AsyncApp(client=client, signing_secret=secret, process_before_response=True)

    @bolt.command("/sig")
    async def answer(ack: Any) -> None:
        await ack("ok")

    handler = AsyncSlackRequestHandler(bolt)

    async def slack_events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", slack_events, methods=["POST"])])


if __name__ == "__main__":
    served(app)
