"""Settings from the environment or `.env`: read once, checked before anything starts, secrets never shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class SettingsFault(Exception):
    """Settings that can't be used as they are; each line names one and says what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in or fetched.

    `tls` from the first byte; `starttls` is demanded when True, and taken if it is offered when None.
    """

    host: str
    port: int
    tls: bool
    starttls: bool | None
    username: str | None = None
    password: str | None = field(default=None, repr=False)


def _database(url: str) -> str:
    scheme, _, rest = url.strip().partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    if scheme != "sqlite":
        raise ValueError("must begin with sqlite:/// (a file) or postgresql:// (a server)")
    if not rest.startswith("/") or rest in {"/", "/:memory:"}:
        raise ValueError(
            "must name a file, for example sqlite:///convenor.db: in memory nothing would be kept"
        )
    return f"sqlite://{rest}"


def _mail(plain: str, port: int, tls_port: int) -> Callable[[object], object]:
    """A parser of `smtp://` or `imap://` addresses, and of their `s` variants with TLS from the start."""

    def parse(value: object) -> object:
        if not isinstance(value, str):
            return value
        url = urlsplit(value.strip())
        if url.scheme not in {plain, f"{plain}s"} or not url.hostname or not _port_is_number(url):
            raise ValueError(
                f"must look like {plain}s://user:password@mail.example.org ({plain}:// for STARTTLS), "
                "with %40, %2F and %23 for @, / and # in the password"
            )
        tls = url.scheme == f"{plain}s"
        # A password never travels in clear, except on this machine
        starttls = True if url.password and not tls and url.hostname not in _LOOPBACK else None
        return MailServer(
            host=url.hostname,
            port=url.port or (tls_port if tls else port),
            tls=tls,
            starttls=starttls,
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
        )

    return parse


def _port_is_number(url: SplitResult) -> bool:
    """False also where a password's own / or # cuts the address short; urllib's error would quote it."""
    try:
        return url.port is None or url.port > 0
    except ValueError:
        return False


def _web_address(value: str) -> str:
    address = urlsplit(value.strip())
    if address.scheme not in {"http", "https"} or not address.hostname or not _port_is_number(address):
        raise ValueError("must be a web address such as https://convenor.example.org")
    return value.strip().rstrip("/")


def _sender(value: str) -> str:
    name, at, domain = value.strip().partition("@")
    if not (name and at and domain) or any(character in value for character in ' <>,\n"'):
        raise ValueError("must be one e-mail address, such as sig@example.org")
    return value.strip()


def _begins(*prefixes: str) -> AfterValidator:
    """Catches the commonest slip: the right token in the wrong setting."""

    def check(value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(prefixes):
            raise ValueError(f"must begin with {' or '.join(prefixes)}: another token seems to stand here")
        return value

    return AfterValidator(check)


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 32:
        raise ValueError(
            "must have 32 characters or more; this makes one: "
            'python -c "import secrets; print(secrets.token_hex())"'
        )
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
Smtp = Annotated[MailServer, NoDecode, BeforeValidator(_mail("smtp", 587, 465))]
Imap = Annotated[MailServer, NoDecode, BeforeValidator(_mail("imap", 143, 993))]


class Settings(BaseSettings):
    """What the person who runs the server has set; nothing here is needed by every command.

    `missing_to_run` says what `convenor run` lacks. The names in the environment are in `.env.example`.
    """

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        frozen=True,
    )

    # Slack
    slack_bot_token: Annotated[SecretStr, _begins("xoxb-", "xoxe.xoxb-")] | None = None
    slack_app_token: Annotated[SecretStr, _begins("xapp-")] | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: WebAddress = "https://slack.com/api"
    # What is kept, and where people find it
    database_url: Annotated[str, AfterValidator(_database)] = Field("sqlite:///convenor.db", repr=False)
    public_url: WebAddress | None = Field(None, validation_alias="CONVENOR_PUBLIC_URL")
    secret_key: Annotated[SecretStr, AfterValidator(_long_enough)] | None = Field(
        None, validation_alias="CONVENOR_SECRET_KEY"
    )
    # Letters
    smtp_url: Smtp | None = None
    imap_url: Imap | None = None
    sender: Annotated[str, AfterValidator(_sender)] | None = Field(None, validation_alias="CONVENOR_SENDER")
    # How the mail server that fetches our letters signs what it found out about senders (RFC 8601)
    authserv_id: str | None = Field(None, validation_alias="CONVENOR_AUTHSERV_ID")
    # Payment by card
    stripe_api_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_api_base: WebAddress = "https://api.stripe.com"
    # The rest
    school_weeks: Path | None = Field(None, validation_alias="CONVENOR_SCHOOL_WEEKS")
    log_format: Literal["console", "json"] = "console"

    @property
    def socket_mode(self) -> bool:
        """Slack reaches us over a WebSocket that we open: no public address is needed."""
        return self.slack_app_token is not None

    @property
    def sqlite_file(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path.partition("?")[0]) if scheme == "sqlite" else None


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this process; the environment goes before the file.

    Raises `SettingsFault` naming everything that is wrong at once. No value is repeated: it may be a secret.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsFault(
            [_line(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()]
        ) from None


def missing_to_run(settings: Settings) -> list[str]:
    """What `convenor run` needs and does not find, one line each."""
    lines = [*_missing_slack(settings), *_missing_partners(settings), *_not_built(settings)]
    if settings.school_weeks is not None and not settings.school_weeks.is_file():
        lines.append(
            "CONVENOR_SCHOOL_WEEKS names a file that is not there; unset it to use the one supplied."
        )
    return lines


def _not_built(settings: Settings) -> list[str]:
    """Settings whose names are promised, and which nothing reads yet: better refused than ignored."""
    promised = {
        ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"): (settings.slack_client_id, settings.slack_client_secret),
        ("STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET"): (
            settings.stripe_api_key,
            settings.stripe_webhook_secret,
        ),
    }
    why = {
        "SLACK_CLIENT_ID": "one Convenor serves one workspace, by SLACK_BOT_TOKEN",
        "STRIPE_API_KEY": "people pay as the charter says, and the treasurer records it",
    }
    return [
        f"{first} and {second} can't be used yet: {why[first]}. Unset both."
        for (first, second), values in promised.items()
        if any(value is not None for value in values)
    ]


def _missing_slack(settings: Settings) -> list[str]:
    lines = []
    if settings.slack_bot_token is None:
        lines.append(
            "SLACK_BOT_TOKEN is not set. Copy the Bot User OAuth Token (xoxb-…) from your app's page, "
            "OAuth & Permissions."
        )
    if not settings.socket_mode and settings.slack_signing_secret is None:
        lines.append(
            "SLACK_APP_TOKEN is not set. Make one with connections:write (xapp-…) under Basic Information, "
            "App-Level Tokens; or, to be reached over HTTP, set SLACK_SIGNING_SECRET instead."
        )
    return lines


def _missing_partners(settings: Settings) -> list[str]:
    """Settings that make sense only together."""
    pairs: list[tuple[str, object, str, object]] = [
        ("CONVENOR_PUBLIC_URL", settings.public_url, "CONVENOR_SECRET_KEY", settings.secret_key),
        ("SMTP_URL", settings.smtp_url, "CONVENOR_SENDER", settings.sender),
        ("IMAP_URL", settings.imap_url, "SMTP_URL", settings.smtp_url),
    ]
    return [
        f"{needed} is not set, and {present} does not work without it. Set both, or neither."
        for present, value, needed, partner in pairs
        if value is not None and partner is None
    ]


def _line(location: tuple[int | str, ...], kind: str, message: str) -> str:
    """One fault in our words, from pydantic's."""
    name = str(location[0]).upper()
    if kind == "literal_error":
        return f"{name} must be one of: console, json."
    return f"{name} {message.removeprefix('Value error, ')}."
