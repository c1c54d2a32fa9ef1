"""Does Slack know our tokens, do they allow what we need, and can Slack reach us?"""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import manifest
from bot.clock import wall_clock
from bot.doctor.finding import TIMEOUT_SECONDS, Finding, off, right, wrong
from bot.settings import Settings

BOT, WAY_IN, CLOCK = "Slack", "Slack's way to us", "Clock"
# Slack and we refuse each other's signatures when they are more than five minutes old.
CLOCK_SECONDS = 60

_BOT_ADVICE = {
    "invalid_auth": "Slack does not know SLACK_BOT_TOKEN. Copy it again from OAuth & Permissions.",
    "not_authed": "Slack does not know SLACK_BOT_TOKEN. Copy it again from OAuth & Permissions.",
    "account_inactive": "the app was removed from the workspace. Install it again, and copy the new SLACK_BOT_TOKEN.",
    "token_revoked": "SLACK_BOT_TOKEN was revoked. Install the app again, and copy the new one.",
    "token_expired": "SLACK_BOT_TOKEN has expired: token rotation is on. Install the app again without it.",
}
_APP_ADVICE = {
    "missing_scope": "SLACK_APP_TOKEN lacks connections:write. Make a new app-level token with it.",
    "not_allowed_token_type": "SLACK_APP_TOKEN is not an app-level token (xapp-…). Make one under Basic Information.",
}


async def check_bot(settings: Settings) -> list[Finding]:
    """The bot's token: whose it is, and whether it allows what the manifest asks."""
    if settings.slack_bot_token is None:
        return []  # named among the settings that are missing
    try:
        answer = await _client(settings, settings.slack_bot_token.get_secret_value()).auth_test()
    except SlackApiError as error:
        return [wrong(BOT, _advice(error, _BOT_ADVICE))]
    except (aiohttp.ClientError, TimeoutError) as error:
        return [_unreachable(settings, error)]
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return [
        right(BOT, f"we are @{answer['user']} in {answer['team']}."),
        _scopes(headers),
        *_clock(headers, wall_clock()),
    ]


async def check_way_in(settings: Settings) -> list[Finding]:
    """Socket Mode: Slack gives an address (which is not opened: a running bot's requests might go there)."""
    if settings.slack_app_token is None:
        if settings.slack_signing_secret is None:
            return []  # named among the settings that are missing
        return [right(WAY_IN, "over HTTP, at /slack/events; each request's signature is checked.")]
    try:
        await _client(settings, None).apps_connections_open(
            app_token=settings.slack_app_token.get_secret_value()
        )
    except SlackApiError as error:
        return [wrong(WAY_IN, _advice(error, _APP_ADVICE))]
    except (aiohttp.ClientError, TimeoutError) as error:
        return [_unreachable(settings, error)]
    return [right(WAY_IN, "Socket Mode; no public address is needed.")]


def _client(settings: Settings, token: str | None) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=f"{settings.slack_api_url}/", timeout=TIMEOUT_SECONDS)


def _advice(error: SlackApiError, known: Mapping[str, str]) -> str:
    code = error.response.get("error", "unknown")
    return known.get(code, f"Slack refuses the token ({code}). Compare it with the app's page.")


def _unreachable(settings: Settings, error: Exception) -> Finding:
    return wrong(
        BOT,
        f"{settings.slack_api_url} can't be reached ({type(error).__name__}). Is the network, or a proxy, in the way?",
    )


def _scopes(headers: Mapping[str, str]) -> Finding:
    if "x-oauth-scopes" not in headers:
        return off("Scopes", "Slack did not say what the token allows.")
    allowed = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    if lacking := sorted(manifest.scopes() - allowed):
        return wrong(
            "Scopes",
            f"the token lacks {', '.join(lacking)}. Give the app our manifest (`convenor manifest`) and reinstall it.",
        )
    return right("Scopes", "the token allows all that is needed.")


def _clock(headers: Mapping[str, str], now: datetime) -> list[Finding]:
    if "date" not in headers:
        return []
    seconds = abs((parsedate_to_datetime(headers["date"]) - now).total_seconds())
    if seconds > CLOCK_SECONDS:
        return [wrong(CLOCK, f"this machine's clock is {seconds:.0f} s from Slack's. Have it set by NTP.")]
    return [right(CLOCK, "this machine's clock agrees with Slack's.")]
