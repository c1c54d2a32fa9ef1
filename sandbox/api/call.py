"""One API call: who asks, with which arguments, and the register of methods."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.errors import SlackError, bad_arguments
from sandbox.state import Channel, Json, Token, User
from sandbox.workspace import Workspace


@dataclass
class Call:
    """A call that has passed authentication. `base_url` is the stand-in's own address."""

    workspace: Workspace
    token: Token
    args: Json
    base_url: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def actor(self) -> User:
        """The user that the token speaks for."""
        return self.workspace.users[self.token.user]

    def need(self, name: str) -> str:
        """A required argument; `invalid_arguments` without it."""
        value = self.args.get(name)
        if value is None or value == "":
            raise bad_arguments(f"missing required field: {name} [json-pointer:/{name}]")
        return str(value)

    def maybe(self, name: str) -> str:
        """An optional argument, empty when it is absent."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """A yes-or-no argument, however it was written."""
        return self.args.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int, *, most: int) -> int:
        """A whole number from 1 to `most`; `invalid_limit` otherwise."""
        raw = self.args.get(name)
        if raw in (None, "", 0, "0"):
            return default
        try:
            value = int(str(raw))
        except ValueError:
            raise SlackError("invalid_limit") from None
        if not 1 <= value <= most:
            raise SlackError("invalid_limit")
        return value

    def grant(self, *scopes: str) -> None:
        """Refuse with `missing_scope` unless the token has every scope."""
        missing = [scope for scope in scopes if scope not in self.token.scopes]
        if missing:
            raise SlackError("missing_scope", needed=missing[0], provided=",".join(self.token.scopes))

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that is named by its id, if the actor may know of it."""
        channel = self.workspace.channels.get(self.need(name))
        if channel is None or (channel.is_private and self.token.user not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def person(self, name: str = "user") -> User:
        """The user that is named by their id."""
        user = self.workspace.users.get(self.need(name))
        if user is None:
            raise SlackError("user_not_found")
        return user


Handler = Callable[[Call], Json]
Caller = Literal["bot", "app", "anyone"]


@dataclass(frozen=True)
class Method:
    """An API method: its handler, the scopes it always needs, its rate tier, and who may call it."""

    name: str
    handle: Handler
    scopes: tuple[str, ...]
    tier: int
    caller: Caller


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, tier: int = 3, caller: Caller = "bot") -> Callable[[Handler], Handler]:
    """Register a handler under Slack's name for it."""

    def keep(handle: Handler) -> Handler:
        METHODS[name] = Method(name, handle, scopes, tier, caller)
        return handle

    return keep


def scope_for(channel: Channel, verb: str) -> str:
    """`channels:read`, `groups:read` or `im:read`, whichever this conversation needs."""
    family = "im" if channel.is_im else "groups" if channel.is_private else "channels"
    return f"{family}:{verb}"


def page(call: Call, items: list[Any], *, default: int = 100, most: int = 1000) -> tuple[list[Any], Json]:
    """One page of a list with the cursor of the next, as Slack gives it."""
    limit = call.number("limit", default, most=most)
    start = 0
    if cursor := call.maybe("cursor"):
        if not cursor.startswith("next:") or not cursor[5:].isdigit():
            raise SlackError("invalid_cursor")
        start = int(cursor[5:])
    following = f"next:{start + limit}" if start + limit < len(items) else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": following}}
