"""Slack's error codes, sorted: which pass by themselves, and what officers do about the others."""

from slack_sdk.errors import SlackApiError

from handlers.carriers import TryAgain, Undeliverable

DEFAULT_RETRY_AFTER = 30.0

# Slack itself is in trouble; whether it took the message nobody knows.
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}

_INVITE = "The bot is not in the channel. Invite it there with `/invite`, then retry."
_REINSTALL = "The workspace removed the bot. Ask a workspace admin to install it again, then retry."
_NOBODY = "This person’s Slack account is closed. Give an e-mail address for them, or skip this."
_TOO_LONG = "Slack refused the form of this message. Please tell whoever runs Convenor, then retry or skip."
_GONE = "The message was deleted in Slack. Retry posts it anew; skip leaves it deleted."

_LASTING = {
    "is_archived": "The channel was archived. Unarchive it in Slack, then retry; or skip this.",
    "channel_not_found": _INVITE,
    "not_in_channel": _INVITE,
    "is_inactive": _INVITE,
    "restricted_action": "The workspace lets only some people post in this channel. Ask an admin, then retry.",
    "restricted_action_read_only_channel": "The channel is read-only. Ask a workspace admin, then retry.",
    "user_not_found": _NOBODY,
    "user_disabled": _NOBODY,
    "users_not_found": _NOBODY,
    "cannot_dm_bot": _NOBODY,
    "messages_tab_disabled": "Direct messages to the bot are switched off. Ask a workspace admin, then retry.",
    "account_inactive": _REINSTALL,
    "invalid_auth": _REINSTALL,
    "not_authed": _REINSTALL,
    "token_revoked": _REINSTALL,
    "token_expired": _REINSTALL,
    "org_login_required": _REINSTALL,
    "missing_scope": "The bot lacks a permission. Ask a workspace admin to install it again, then retry.",
    "message_not_found": _GONE,
    "cant_update_message": _GONE,
    "edit_window_closed": _GONE,
    "msg_too_long": _TOO_LONG,
    "msg_blocks_too_long": _TOO_LONG,
    "invalid_blocks": _TOO_LONG,
    "invalid_blocks_format": _TOO_LONG,
    "no_text": _TOO_LONG,
}


def trouble(refused: SlackApiError) -> TryAgain | Undeliverable:
    """What a refused call means for the notice."""
    status, code = _status(refused), _code(refused)
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return TryAgain("Slack asked us to wait", after=_retry_after(refused))
    if status >= 500 or code in _PASSING or not code:
        return TryAgain(f"Slack is in trouble ({code or status})", uncertain=True)
    advice = _LASTING.get(code, "Slack refused this. Please tell whoever runs Convenor, then retry or skip.")
    return Undeliverable(f"{advice} (Slack says: {code})", gone=advice is _GONE)


def _status(refused: SlackApiError) -> int:
    # Where Slack's answer is not JSON, the SDK hands over aiohttp's own response.
    answer = refused.response
    return int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0))


def _code(refused: SlackApiError) -> str:
    data = getattr(refused.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _retry_after(refused: SlackApiError) -> float:
    headers = {name.lower(): value for name, value in (refused.response.headers or {}).items()}
    try:
        return float(headers.get("retry-after", DEFAULT_RETRY_AFTER))
    except ValueError:
        return DEFAULT_RETRY_AFTER
