"""Settings: what is wrong is named, with what to do, and no secret is shown."""

from pathlib import Path

import pytest

from bot import settings
from bot.settings import MailServer, SettingsFault

SECRET = "hunter2-hunter2-hunter2"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"CONVENOR_{name.upper()}", raising=False)


def written(tmp_path: Path, *lines: str) -> settings.Settings:
    file = tmp_path / ".env"
    file.write_text("\n".join(lines), encoding="utf-8")
    return settings.load(file)


def faults(tmp_path: Path, *lines: str) -> list[str]:
    with pytest.raises(SettingsFault) as caught:
        written(tmp_path, *lines)
    return caught.value.lines


def test_nothing_set_has_defaults_and_names_what_run_lacks() -> None:
    bare = settings.load(None)

    assert bare.sqlite_file == Path("convenor.db")
    assert bare.slack_api_url == "https://slack.com/api"
    assert [line.split()[0] for line in settings.missing_to_run(bare)] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
    ]


def test_socket_mode_needs_only_its_two_tokens(tmp_path: Path) -> None:
    read = written(tmp_path, "SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1")

    assert read.socket_mode
    assert settings.missing_to_run(read) == []


def test_http_mode_needs_the_signing_secret_and_no_app_token(tmp_path: Path) -> None:
    read = written(tmp_path, "SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET=s")

    assert not read.socket_mode
    assert settings.missing_to_run(read) == []


@pytest.mark.parametrize("name", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "STRIPE_API_KEY"])
def test_setting_that_nothing_reads_yet_is_refused_not_ignored(tmp_path: Path, name: str) -> None:
    read = written(tmp_path, "SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1", f"{name}=1.2")

    [line] = settings.missing_to_run(read)
    assert name in line
    assert "can't be used yet" in line


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_FORMAT", "json")

    assert written(tmp_path, "LOG_FORMAT=console").log_format == "json"


def test_an_empty_setting_is_one_that_is_not_set(tmp_path: Path) -> None:
    assert written(tmp_path, "SMTP_URL=", "DATABASE_URL=").smtp_url is None


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("postgres://u:p@db/x", "postgresql+psycopg://u:p@db/x"),
        ("postgresql://u:p@db/x?sslmode=require", "postgresql+psycopg://u:p@db/x?sslmode=require"),
        ("postgresql+psycopg://u@/x?host=/tmp", "postgresql+psycopg://u@/x?host=/tmp"),
        ("sqlite:////srv/convenor.db", "sqlite:////srv/convenor.db"),
    ],
)
def test_a_database_address_is_understood_in_its_common_forms(
    tmp_path: Path, given: str, understood: str
) -> None:
    assert written(tmp_path, f"DATABASE_URL={given}").database_url == understood


@pytest.mark.parametrize("given", ["mysql://db/x", "sqlite://", "sqlite:///:memory:", "convenor.db"])
def test_a_database_that_cannot_be_used_is_refused(tmp_path: Path, given: str) -> None:
    (line,) = faults(tmp_path, f"DATABASE_URL={given}")

    assert line.startswith("DATABASE_URL must ")


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("smtp://localhost:1025", MailServer("localhost", 1025, tls=False, starttls=None)),
        ("smtps://u:p%40ss@mail.example.org", MailServer("mail.example.org", 465, True, None, "u", "p@ss")),
        ("smtp://u:p@mail.example.org", MailServer("mail.example.org", 587, False, True, "u", "p")),
        ("smtp://u:p@localhost", MailServer("localhost", 587, False, None, "u", "p")),
    ],
)
def test_a_mail_address_says_how_it_is_protected(tmp_path: Path, given: str, understood: MailServer) -> None:
    assert written(tmp_path, f"SMTP_URL={given}").smtp_url == understood


def test_every_fault_is_named_at_once_and_no_value_is_repeated(tmp_path: Path) -> None:
    lines = faults(
        tmp_path,
        f"SLACK_BOT_TOKEN={SECRET}",
        f"SLACK_APP_TOKEN={SECRET}",
        f"DATABASE_URL=oracle://{SECRET}",
        f"SMTP_URL=gopher://{SECRET}",
        f"IMAP_URL=imap://u:{SECRET}#@host",
        f"CONVENOR_PUBLIC_URL={SECRET}",
        f"CONVENOR_SECRET_KEY={SECRET}",
        f"CONVENOR_SENDER={SECRET}",
        f"LOG_FORMAT={SECRET}",
    )

    assert [line.split()[0] for line in lines] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "DATABASE_URL",
        "CONVENOR_PUBLIC_URL",
        "CONVENOR_SECRET_KEY",
        "SMTP_URL",
        "IMAP_URL",
        "CONVENOR_SENDER",
        "LOG_FORMAT",
    ]
    assert SECRET not in "\n".join(lines)


def test_settings_do_not_show_secrets_when_printed(tmp_path: Path) -> None:
    read = written(
        tmp_path,
        f"SLACK_BOT_TOKEN=xoxb-{SECRET}",
        f"DATABASE_URL=postgresql://u:{SECRET}@db/x",
        f"SMTP_URL=smtps://u:{SECRET}@mail.example.org",
        f"CONVENOR_SECRET_KEY={SECRET}{SECRET}",
        f"STRIPE_API_KEY={SECRET}",
    )

    assert SECRET not in repr(read)
    assert SECRET not in str(read)


@pytest.mark.parametrize(
    ("present", "lacking"),
    [
        ("CONVENOR_PUBLIC_URL=https://c.example.org", "CONVENOR_SECRET_KEY"),
        ("SMTP_URL=smtp://localhost", "CONVENOR_SENDER"),
        ("IMAP_URL=imaps://localhost", "SMTP_URL"),
        ("CONVENOR_SCHOOL_WEEKS=nowhere.csv", "CONVENOR_SCHOOL_WEEKS"),
    ],
)
def test_a_setting_that_needs_another_names_it(tmp_path: Path, present: str, lacking: str) -> None:
    read = written(tmp_path, "SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1", present)

    assert settings.missing_to_run(read)[0].startswith(f"{lacking} ")
