"""The app that is installed in the workspace: its secrets, scopes and where it listens."""

from dataclasses import dataclass, field

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)


@dataclass(frozen=True)
class Command:
    """A slash command as the manifest declares it; `words` are offered to complete it."""

    name: str
    description: str = ""
    usage_hint: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shortcut:
    """A shortcut as the manifest declares it."""

    name: str
    callback_id: str
    on_message: bool = False


@dataclass
class App:
    """The app under test. `request_url` is where it takes signed requests; unused once a socket is open."""

    name: str = "Bot"
    id: str = "A0SANDBOX"
    client_id: str = "1111.2222"
    client_secret: str = "sandbox-client-secret"  # noqa: S105 - belongs to no real app
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - belongs to no real app
    app_token: str = "xapp-1-A0SANDBOX-sandbox"  # noqa: S105 - belongs to no real app
    verification_token: str = "sandbox-verification"  # noqa: S105 - belongs to no real app
    scopes: tuple[str, ...] = SCOPES
    request_url: str = ""
    commands: tuple[Command, ...] = (Command("/sig"),)
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] = frozenset(
        {
            "app_home_opened",
            "app_mention",
            "app_uninstalled",
            "channel_archive",
            "member_joined_channel",
            "member_left_channel",
            "message.im",
            "tokens_revoked",
            "user_change",
        }
    )
    event_retries: tuple[float, ...] = field(default=())
