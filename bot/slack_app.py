"""The Slack app: Bolt with one token (or many workspaces' tokens), and our few listeners."""

import logging

from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering import reaches_by_letter
from bot.settings import Settings
from handlers.slack.access import Access
from handlers.slack.door import Door
from handlers.slack.listeners import Listeners
from handlers.slack.profiles import Introductions
from handlers.slack.routes import gather
from storage.transaction import Store

TIMEOUT_SECONDS = 10
UNINSTALLED = "Slack no longer accepts this bot, so nothing was saved. Please ask a workspace admin to install Convenor again."
TRIES_AFTER_A_429 = 2


def client(settings: Settings) -> AsyncWebClient:
    """Slack's Web API at `SLACK_API_URL`, with the bot's token."""
    token = settings.slack_bot_token
    return AsyncWebClient(
        token=token.get_secret_value() if token else None,
        base_url=f"{settings.slack_api_url.rstrip('/')}/",
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=TRIES_AFTER_A_429)],
    )


def build(settings: Settings, store: Store, door: Door, access: Access) -> AsyncApp:
    """The app with everything registered; both HTTP and Socket Mode feed it.

    Slack's answer leaves when a listener returns (`process_before_response`): Bolt's default polls for
    the acknowledgement every 10 ms, which was measured to be four times slower.
    """
    secret = settings.slack_signing_secret
    app = AsyncApp(
        # Bolt's loggers take their level from this one; by themselves they take the root's, and log bodies.
        logger=logging.getLogger("slack_bolt"),
        client=client(settings),
        signing_secret=secret.get_secret_value() if secret else "unused in Socket Mode",
        process_before_response=True,
        request_verification_enabled=not settings.socket_mode,
        ignoring_self_events_enabled=True,
        user_facing_authorize_error_message=UNINSTALLED,
    )
    introductions = Introductions(store)
    letters, by_letter = settings.smtp_url is not None, reaches_by_letter(settings)
    listeners = Listeners(
        store, door, gather(), access, settings.public_url, introductions.meet, letters, by_letter
    )
    app.use(listeners)
    return app
