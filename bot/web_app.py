"""The web app: Slack's requests and everything that people and machines read over HTTP."""

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.delivery import Delivery, personal_links
from bot.settings import Settings
from handlers.web import check_in, consulting, feeds, health, learning, notice_board, stopping
from storage.transaction import Store

# Calendars ask every few hours; a crowd that asks at once costs one look.
FEED_SECONDS = 5.0


def build(settings: Settings, slack: AsyncApp, store: Store, delivery: Delivery) -> Starlette:
    """All routes; without a public address only health and, in HTTP mode, Slack's requests."""
    routes: list[BaseRoute] = [
        *health.routes(store, delivery.meters, alive_at=lambda: delivery.heartbeat.alive_at)
    ]
    if settings.public_url is not None:
        routes += [
            *notice_board.routes(store, settings.public_url, write_to=settings.sender),
            *feeds.routes(store, settings.public_url, fresh_for=FEED_SECONDS),
            *stopping.routes(store),
            *check_in.routes(store, settings.public_url),
        ]
    if (links := personal_links(settings)) is not None:
        routes += [*learning.routes(store, links), *consulting.routes(store, links)]
    if not settings.socket_mode:
        bolt = AsyncSlackRequestHandler(slack)

        async def slack_events(request: Request) -> Response:
            return await bolt.handle(request)

        routes.append(Route("/slack/events", slack_events, methods=["POST"]))
    return Starlette(routes=routes)
