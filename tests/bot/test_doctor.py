"""The doctor, against a stand-in Slack, real databases, a real mail server and real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from click.testing import CliRunner
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import doctor, manifest, settings
from bot.__main__ import main
from bot.assembly import assembled
from bot.doctor import database, slack
from bot.doctor.finding import Finding, Mark
from sandbox import Slack, Workspace, running, serve
from storage.engines import open_engine

NOW = datetime(2027, 5, 14, 9, 30, tzinfo=UTC)
DEAD = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"CONVENOR_{name.upper()}", raising=False)


@pytest.fixture
async def stand_in() -> AsyncIterator[Slack]:
    async with serve(Workspace(clock=lambda: NOW)) as slack:
        yield slack


async def examined(**values: str) -> dict[str, Finding]:
    """The findings by what they are about, with these settings and no others."""
    return {finding.about: finding for finding in await doctor.examine(written(values))}


def written(values: dict[str, str]) -> settings.Settings:
    file = Path("convenor.env")
    file.write_text("\n".join(f"{name}={value}" for name, value in values.items()), encoding="utf-8")
    return settings.load(file)


def slack_settings(stand_in: Slack) -> dict[str, str]:
    return {
        "SLACK_API_URL": stand_in.api_url,
        "SLACK_BOT_TOKEN": stand_in.workspace.bot_token,
        "SLACK_APP_TOKEN": stand_in.workspace.app.app_token,
    }


async def test_a_good_set_up_has_nothing_to_mend(stand_in: Slack, database_url: str) -> None:
    found = await examined(**slack_settings(stand_in), DATABASE_URL=database_url)

    assert {finding.mark for finding in found.values()} == {Mark.RIGHT, Mark.OFF}
    assert [about for about, finding in found.items() if finding.mark is Mark.OFF] == [
        "Public address",
        "Letters out",
        "Letters in",
    ]
    assert "newest schema" in found["Database"].words
    assert "Socket Mode" in found["Slack's way to us"].words


async def test_a_token_that_slack_does_not_know_is_told(stand_in: Slack) -> None:
    found = await examined(**slack_settings(stand_in) | {"SLACK_BOT_TOKEN": "xoxb-wrong"})

    assert found["Slack"].mark is Mark.WRONG
    assert "SLACK_BOT_TOKEN" in found["Slack"].words
    assert "xoxb-wrong" not in found["Slack"].words


async def test_a_revoked_token_is_told(stand_in: Slack) -> None:
    given = slack_settings(stand_in)
    for token in stand_in.workspace.tokens.values():
        token.revoked = True

    assert "revoked" in (await examined(**given))["Slack"].words


async def test_a_scope_that_is_lacking_is_named(stand_in: Slack) -> None:
    given = slack_settings(stand_in)
    token = stand_in.workspace.tokens[given["SLACK_BOT_TOKEN"]]
    token.scopes = tuple(manifest.scopes() - {"files:write", "im:write"})

    finding = (await examined(**given))["Scopes"]

    assert finding.mark is Mark.WRONG
    assert "lacks files:write, im:write" in finding.words


async def test_an_app_token_that_slack_does_not_know_is_told(stand_in: Slack) -> None:
    found = await examined(**slack_settings(stand_in) | {"SLACK_APP_TOKEN": "xapp-wrong"})

    assert found["Slack's way to us"].mark is Mark.WRONG
    assert found["Slack"].mark is Mark.RIGHT


async def test_over_http_the_signing_secret_is_what_is_needed(stand_in: Slack) -> None:
    given = slack_settings(stand_in)
    del given["SLACK_APP_TOKEN"]

    assert "SLACK_APP_TOKEN is not set" in (await examined(**given))["Settings"].words
    assert (await examined(**given, SLACK_SIGNING_SECRET="s"))["Slack's way to us"].mark is Mark.RIGHT


@pytest.mark.parametrize(("ahead", "mark"), [(5, Mark.RIGHT), (400, Mark.WRONG), (-400, Mark.WRONG)])
def test_a_clock_that_slack_would_not_trust_is_told(ahead: int, mark: Mark) -> None:
    (finding,) = slack._clock({"date": format_datetime(NOW + timedelta(seconds=ahead))}, NOW)

    assert finding.mark is mark


async def test_nothing_that_can_be_reached_is_told_in_words_for_each() -> None:
    found = await examined(
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_SIGNING_SECRET="s",
        SLACK_API_URL=DEAD,
        DATABASE_URL="postgresql://u:hunter2@127.0.0.1:9/none",
        CONVENOR_PUBLIC_URL=DEAD,
        CONVENOR_SECRET_KEY="k" * 32,
        CONVENOR_SENDER="sig@example.org",
        SMTP_URL="smtp://u:hunter2@127.0.0.1:9",
        IMAP_URL="imap://u:hunter2@127.0.0.1:9",
    )
    report = "\n".join(map(str, found.values()))

    assert {about for about, finding in found.items() if finding.mark is Mark.WRONG} == {
        "Slack",
        "Database",
        "Public address",
        "Letters out",
        "Letters in",
    }
    assert "hunter2" not in report
    assert "could not be checked" not in report


async def test_a_surprise_in_one_check_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    async def surprise(_settings: settings.Settings) -> list[Finding]:
        raise ZeroDivisionError

    monkeypatch.setattr(doctor, "CHECKS", (("This", surprise), *doctor.CHECKS))
    found = await examined()

    assert found["This"].words == "could not be checked (ZeroDivisionError)."
    assert "Database" in found


async def test_an_empty_database_is_no_fault_and_one_of_a_newer_convenor_is(empty_database_url: str) -> None:
    empty = (await examined(DATABASE_URL=empty_database_url))["Database"]
    engine = open_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    engine.dispose()
    newer = (await examined(DATABASE_URL=empty_database_url))["Database"]

    assert (empty.mark, newer.mark) == (Mark.OFF, Mark.WRONG)
    assert "9999" in newer.words


async def test_a_folder_that_is_not_there_and_a_full_disk_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = await examined(DATABASE_URL=f"sqlite:///{tmp_path}/gone/convenor.db")
    monkeypatch.setattr(database, "ENOUGH_BYTES", 10**18)
    full = await examined()

    assert "is not there" in gone["Database"].words
    assert full["Disk"].mark is Mark.WRONG
    assert listed(tmp_path) == {"convenor.env"}  # the doctor makes nothing


def listed(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_the_public_address_must_lead_to_convenor(stand_in: Slack, sqlite_url: str) -> None:
    async def another(_request: Request) -> Response:
        return PlainTextResponse("<html>It works!</html>")

    given = slack_settings(stand_in) | {"DATABASE_URL": sqlite_url, "SLACK_SIGNING_SECRET": "s"}
    del given["SLACK_APP_TOKEN"]
    key = {"CONVENOR_SECRET_KEY": "k" * 32}
    async with assembled(written(given)) as convenor, running(convenor.web) as ours:
        good = (await examined(CONVENOR_PUBLIC_URL=ours, **key))["Public address"]
    async with running(Starlette(routes=[Route("/healthz", another)])) as theirs:
        bad = (await examined(CONVENOR_PUBLIC_URL=theirs, **key))["Public address"]

    assert "answers, but unprotected" in good.words  # http, not https
    assert bad.mark is Mark.WRONG
    assert "something else" in bad.words


@asynccontextmanager
async def mail_server() -> AsyncIterator[int]:
    """A mail server that refuses every login; the port it is at."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(None, loop=loop, auth_require_tls=False, authenticator=_refuse), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]


def _refuse(*_: object) -> AuthResult:
    return AuthResult(success=False, handled=False)


async def test_the_mail_server_answers_or_refuses_our_name() -> None:
    async with mail_server() as port:
        plain = await examined(SMTP_URL=f"smtp://127.0.0.1:{port}", CONVENOR_SENDER="sig@example.org")
        named = await examined(SMTP_URL=f"smtp://u:hunter2@127.0.0.1:{port}", CONVENOR_SENDER="s@example.org")

    assert plain["Letters out"].mark is Mark.RIGHT
    assert named["Letters out"].mark is Mark.WRONG
    assert "refuses the name or the password" in named["Letters out"].words


async def test_an_imap_server_answers_or_refuses_our_name() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, verb = line.split()[:2]
            said = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", b"LOGOUT": b"* BYE\r\n"}.get(
                verb.upper(), b""
            )
            writer.write(said + tag + (b" NO wrong\r\n" if verb.upper() == b"LOGIN" else b" OK done\r\n"))
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        plain = (await examined(IMAP_URL=f"imap://127.0.0.1:{port}"))["Letters in"]
        named = (await examined(IMAP_URL=f"imap://u:p@127.0.0.1:{port}"))["Letters in"]

    assert plain.mark is Mark.RIGHT
    assert "refuses the name or the password" in named.words


async def test_an_own_file_of_school_weeks_is_read(tmp_path: Path) -> None:
    weeks = tmp_path / "weeks.toml"
    weeks.write_text("this is not a list of weeks", encoding="utf-8")

    finding = (await examined(CONVENOR_SCHOOL_WEEKS=str(weeks)))["School weeks"]

    assert finding.mark is Mark.WRONG
    assert "weeks.toml" in finding.words


def test_the_command_fails_when_something_is_to_be_mended() -> None:
    report = CliRunner().invoke(main, ["doctor"])

    assert report.exit_code == 1
    assert "✗ Settings: SLACK_BOT_TOKEN is not set" in report.output
    assert "– Letters out: without SMTP_URL" in report.output


def test_the_command_names_settings_that_cannot_be_read() -> None:
    report = CliRunner().invoke(main, ["doctor"], env={"DATABASE_URL": "mysql://x", "LOG_FORMAT": "xml"})

    assert report.exit_code == 1
    assert [line[:24] for line in report.output.splitlines()] == [
        "✗ Settings: DATABASE_URL",
        "✗ Settings: LOG_FORMAT m",
    ]


async def test_the_command_is_content_with_a_good_set_up(stand_in: Slack, sqlite_url: str) -> None:
    given = slack_settings(stand_in) | {"DATABASE_URL": sqlite_url}

    report = await asyncio.to_thread(CliRunner().invoke, main, ["doctor"], env=given)

    assert report.exit_code == 0, report.output
    assert report.output.endswith("All that is needed is there.\n")


async def test_whose_word_on_senders_is_believed_is_said_with_what_to_do() -> None:
    imap = {"IMAP_URL": "imap://127.0.0.1:9"}
    guessed = (await examined(**imap))["Senders of replies"]
    chosen = (await examined(**imap, CONVENOR_AUTHSERV_ID="mx.google.com"))["Senders of replies"]

    assert guessed.mark is Mark.OFF
    assert "only when 127.0.0.1 vouches" in guessed.words
    assert "the first word after “Authentication-Results:”" in guessed.words
    assert (chosen.mark, "mx.google.com" in chosen.words) == (Mark.RIGHT, True)
    assert "Senders of replies" not in await examined()
