"""The web app: Slack's requests and everything that people and machines read over HTTP."""

from secrets import token_hex
from typing import Any

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from bot.answering import personal_links
from bot.delivery import Delivery
from bot.settings import Settings
from handlers.slack.access import Access
from handlers.web import check_in, consulting, feeds, health, learning, notice_board, stopping
from handlers.web.limits import Limited
from storage.transaction import Store

# Calendars ask every few hours; a crowd that asks at once costs one look.
FEED_SECONDS = 5.0
SLACK_PATH = "/slack/events"


def build(settings: Settings, slack: AsyncApp, store: Store, delivery: Delivery, access: Access) -> ASGIApp:
    """All routes; without a public address only health and, in HTTP mode, Slack's requests."""
    routes: list[BaseRoute] = [
        *health.routes(
            store,
            delivery.meters,
            alive_at=lambda: delivery.heartbeat.alive_at,
            faults=access.faults,
        )
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
    pages = _referred(Starlette(routes=routes))
    return Limited(pages if settings.socket_mode else _slack_first(slack, pages))


def _referred(pages: Starlette) -> ASGIApp:
    """Each request's lines in the log carry one reference, as those of Slack's requests do."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        with bound_contextvars(request=token_hex(4)):
            await pages(scope, receive, send)

    return app


def _slack_first(slack: AsyncApp, pages: ASGIApp) -> ASGIApp:
    """Slack's requests straight to Bolt, which costs less than a route; everything else to the pages."""
    # Bolt's types for ASGI are narrower than the standard's.
    bolt: Any = AsyncSlackRequestHandler(slack, path=SLACK_PATH)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        slacks = scope["type"] == "http" and scope["path"] == SLACK_PATH
        await (bolt if slacks else pages)(scope, receive, send)

    return app
