"""What the code asks of Slack, read from the code itself: methods called, events and shortcuts listened to."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.listeners import COMMANDS, EVENTS

ROOT = Path(__file__).parents[2]
ROOMS = ("handlers", "bot")

# What each method that we may call needs; the scopes of every kind of conversation that we use it with.
SCOPES_OF_METHODS: dict[str, set[str]] = {
    "apps.connections.open": set(),  # an app-level token's
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.getPermalink": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.join": {"channels:join"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "files.completeUploadExternal": {"files:write"},
    "files.delete": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "files.upload.v2": {"files:write"},
    "users.info": {"users:read", "users:read.email"},
    "users.lookupByEmail": {"users:read.email"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
SCOPES_OF_EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set(),
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
    "tokens_revoked": set(),
}
SCOPE_OF_COMMANDS = "commands"
# Reading these fields of a file fetches it with the token
FILE_FIELDS = {"url_private", "url_private_download"}

_METHOD = re.compile(r"(apps|auth|chat|conversations|files|users|views)\.[a-zA-Z]+(\.[a-zA-Z]+)?")


def methods() -> set[str]:
    """Every Web API method that the code calls, by its dotted name."""
    called = {
        node.func.attr.replace("_", ".")
        for node in _nodes()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_method(node.func.attr)
    }
    return called | {
        text for text in _texts() if _METHOD.fullmatch(text) and _is_method(text.replace(".", "_"))
    }


def scopes() -> set[str]:
    """Every scope that something in the code needs."""
    # Slack names the subscription by the kind of channel, and the event without it.
    events = {"message.im" if event == "message" else event for event in EVENTS}
    needed = {scope for method in methods() for scope in SCOPES_OF_METHODS[method]}
    needed |= {scope for event in events for scope in SCOPES_OF_EVENTS[event]}
    needed |= {SCOPE_OF_COMMANDS} if COMMANDS else set()
    return needed | ({"files:read"} if FILE_FIELDS & set(_texts()) else set())


def _is_method(name: str) -> bool:
    return (
        "_" in name
        and name[0] != "_"
        and callable(getattr(AsyncWebClient, name, None))
        and name != "api_call"
    )


def _texts() -> Iterator[str]:
    return (node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _nodes() -> Iterator[ast.AST]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))
