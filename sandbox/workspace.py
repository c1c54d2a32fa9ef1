"""The workspace: people, channels and what stands in them. Time comes from the clock that is handed in."""

import secrets
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sandbox.app import App
from sandbox.bell import Bell
from sandbox.errors import SlackError
from sandbox.state import Channel, File, Json, Message, ResponseUrl, Token, Trigger, User, View

Clock = Callable[[], datetime]


def real_time() -> datetime:
    """The clock used when none is handed in."""
    return datetime.now(UTC)


class Workspace:
    """One team with the app installed. Everything the stand-in knows is in here."""

    def __init__(
        self,
        *,
        clock: Clock = real_time,
        app: App | None = None,
        team_id: str = "T0SANDBOX",
        name: str = "Sandbox",
        domain: str = "sandbox",
        installed: bool = True,
        trigger_seconds: float = 3.0,
        real_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self.trigger_seconds = trigger_seconds
        self.real_seconds = real_seconds
        self.app = app or App()
        self.team_id = team_id
        self.name = name
        self.domain = domain
        self.base_url = ""
        self.bell = Bell()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.modals: dict[str, list[View]] = {}
        self.files: dict[str, File] = {}
        self.tokens: dict[str, Token] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.oauth_codes: dict[str, str] = {}
        self.socket_tickets: set[str] = set()
        self.drafts: dict[tuple[str, str], Json] = {}
        self.last_read: dict[tuple[str, str], str] = {}
        self.troubles: dict[str, list[str]] = {}
        self.counters: tuple[int, int] = (0, 0)  # the last id, the last ts in microseconds
        self.slackbot = self._add_user(
            User("USLACKBOT", "slackbot", "Slackbot", team_id, is_bot=True, bot_id="B01")
        )
        bot_id = self.new_id("B")
        self.bot = self._add_user(
            User(self.new_id("U"), self.app.name.lower(), self.app.name, team_id, is_bot=True, bot_id=bot_id)
        )
        self.bot_token = ""
        if installed:
            self.bot_token = self.install().value

    # Ids and time

    def new_id(self, letter: str) -> str:
        """An id that looks like Slack's and is never given twice."""
        last, micros = self.counters
        self.counters = (last + 1, micros)
        return f"{letter}{last + 1:010X}"

    def now_epoch(self) -> int:
        """The clock's second."""
        return int(self.clock().timestamp())

    def next_ts(self) -> str:
        """A message's ts by the clock, later than every other even when the clock stands still."""
        last_id, last = self.counters
        micros = max(int(self.clock().timestamp() * 1_000_000), last + 1)
        self.counters = (last_id, micros)
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    # People

    def _add_user(self, user: User) -> User:
        self.users[user.id] = user
        return user

    def add_person(
        self,
        name: str,
        *,
        email: str | None = None,
        tz: str = "Europe/London",
        title: str = "",
        admin: bool = False,
        owner: bool = False,
        guest: bool = False,
        team_id: str | None = None,
    ) -> User:
        """Let someone into the workspace; another `team_id` makes them a stranger (Slack Connect)."""
        handle = ".".join(name.lower().replace("’", "").replace("'", "").split())
        address = f"{handle}@example.org" if email is None else email
        user = User(self.new_id("U"), handle, name, team_id or self.team_id, address, tz, title)
        user.is_admin, user.is_owner, user.is_guest = admin or owner, owner, guest
        user.is_stranger = user.team_id != self.team_id
        self._add_user(user)
        self.bell.ring()
        return user

    def user(self, key: str) -> User:
        """A user by id, handle, full name or first name; KeyError when nobody or several fit."""
        if key in self.users:
            return self.users[key]
        exact = [u for u in self.users.values() if key in (u.real_name, u.name)]
        found = exact or [u for u in self.users.values() if u.real_name.split()[0] == key]
        if len(found) != 1:
            raise KeyError(f"{len(found)} people are called {key!r}")
        return found[0]

    # Channels

    def add_channel(
        self, name: str, *, members: Iterable[str] = (), private: bool = False, topic: str = ""
    ) -> Channel:
        """Open a channel; members by any name that `user` takes."""
        people = [self.user(member).id for member in members]
        creator = people[0] if people else self.slackbot.id
        channel = Channel(self.new_id("C"), name.lstrip("#"), creator, self.now_epoch(), is_private=private)
        channel.topic, channel.members = topic, people
        self.channels[channel.id] = channel
        self.bell.ring()
        return channel

    def channel(self, key: str) -> Channel:
        """A channel by id or name (with or without #); KeyError when there is none."""
        if key in self.channels:
            return self.channels[key]
        named = [c for c in self.channels.values() if not c.is_im and c.name == key.lstrip("#")]
        if not named:
            raise KeyError(f"no channel called {key!r}")
        return named[0]

    def direct(self, user_id: str, other_id: str = "") -> Channel:
        """The direct conversation of two people (by default with the bot), opened when needed."""
        pair = {user_id, other_id or self.bot.id}
        for channel in self.channels.values():
            if channel.is_im and set(channel.members) == pair:
                return channel
        channel = Channel(self.new_id("D"), "", user_id, self.now_epoch(), is_private=True, is_im=True)
        channel.members = sorted(pair)
        self.channels[channel.id] = channel
        self.bell.ring()
        return channel

    def visible_channels(self, user_id: str) -> list[Channel]:
        """The conversations that someone is in."""
        return [c for c in self.channels.values() if user_id in c.members]

    # Messages

    def post(self, message: Message) -> Message:
        """Put a message where it belongs."""
        self.channels[message.channel].messages[message.ts] = message
        self.bell.ring()
        return message

    def say(self, channel_id: str, user_id: str, text: str, *, thread_ts: str = "") -> Message:
        """A plain message by someone, without telling the app."""
        return self.post(Message(self.next_ts(), channel_id, user_id, text, thread_ts=thread_ts))

    def whisper(self, channel_id: str, user_id: str, text: str) -> Message:
        """A private note from Slackbot, as Slack shows its own errors."""
        note = Message(self.next_ts(), channel_id, self.slackbot.id, text, only_for=user_id)
        return self.post(note)

    def warn(self, user_id: str, text: str) -> None:
        """A passing notice to one person that stands in no conversation."""
        self.troubles.setdefault(user_id, []).append(text)
        self.bell.ring()

    # Installing

    def install(self, scopes: tuple[str, ...] | None = None) -> Token:
        """Give the app a bot token (again)."""
        value = f"xoxb-{self.team_id}-{secrets.token_hex(8)}"
        token = Token(value, "bot", self.bot.id, scopes or self.app.scopes)
        self.tokens[value] = token
        self.bot.deleted = False
        return token

    def find_token(self, value: str) -> Token:
        """The token of this workspace; SlackError `invalid_auth` when it isn't one."""
        if value == self.app.app_token:
            return Token(value, "app", "", ("connections:write",))
        if value not in self.tokens:
            raise SlackError("invalid_auth")
        return self.tokens[value]
