"""What is optional: each says what is off without it, or whether it answers."""

import asyncio
import imaplib
import ssl
from collections.abc import Awaitable

import aiohttp
import aiosmtplib

from bot.clock import wall_clock
from bot.doctor.finding import TIMEOUT_SECONDS, Finding, off, right, wrong
from bot.settings import MailServer, Settings
from rules.refusals import Refusal
from usecases.closed_days import closed_days

PUBLIC, SMTP, IMAP, SENDERS, SCHOOL = (
    "Public address",
    "Letters out",
    "Letters in",
    "Senders of replies",
    "School weeks",
)

HEALTHY = '{"status":"ok"}'  # what /healthz answers


async def check_public_address(settings: Settings) -> list[Finding]:
    """Does CONVENOR_PUBLIC_URL lead to a running Convenor?"""
    url = settings.public_url
    if url is None:
        return [
            off(
                PUBLIC,
                "without CONVENOR_PUBLIC_URL nothing carries a web link: no notice board, no calendar feeds, no "
                "pages. Officers check people in, and letters take replies by mail.",
            )
        ]
    try:
        status, body = await _get(f"{url}/healthz")
    except (aiohttp.ClientError, TimeoutError) as error:
        advice = "Does `convenor run` run, and does the proxy pass requests on to it?"
        return [wrong(PUBLIC, f"{url} does not answer ({type(error).__name__}). {advice}")]
    if status != 200 or body != HEALTHY:
        return [
            wrong(
                PUBLIC, f"something else answers at {url} ({status}). Let the proxy pass it on to Convenor."
            )
        ]
    if url.startswith("http://"):
        return [off(PUBLIC, f"{url} answers, but unprotected. People's links belong on https.")]
    return [right(PUBLIC, f"{url} answers.")]


async def check_smtp(settings: Settings) -> list[Finding]:
    """Connect and log in; nothing is sent."""
    server = settings.smtp_url
    if server is None:
        return [
            off(
                SMTP,
                "without SMTP_URL no letters are sent: people without Slack hear nothing from us, and "
                "invitations do not reach calendars by mail.",
            )
        ]
    return [await _mail(SMTP, server, _greet_smtp(server))]


async def check_imap(settings: Settings) -> list[Finding]:
    """Connect and log in; nothing is read."""
    server = settings.imap_url
    if server is None:
        return [off(IMAP, "without IMAP_URL, answers in calendars, and by letter, are not read.")]
    return [await _mail(IMAP, server, asyncio.to_thread(_greet_imap, server)), _vouching(settings, server)]


def _vouching(settings: Settings, server: MailServer) -> Finding:
    """Whose word on the sender of a reply is believed; every other letter is refused as a stranger's."""
    if settings.authserv_id is not None:
        return right(SENDERS, f"a reply is believed when {settings.authserv_id} vouches for its sender.")
    return off(
        SENDERS,
        f"without CONVENOR_AUTHSERV_ID, a reply is believed only when {server.host} vouches for its sender, and many "
        "mail servers sign with another name. Open any letter in that mailbox and set it to the first word after "
        "“Authentication-Results:”, such as mx.google.com.",
    )


async def check_school_weeks(settings: Settings) -> list[Finding]:
    """The operator's own file, if there is one, reads well."""
    file = settings.school_weeks
    if file is None or not file.is_file():
        return []  # the file supplied; one that is missing is named among the settings
    try:
        closed_days([wall_clock().year], file)
    except Refusal as refusal:
        return [wrong(SCHOOL, refusal.sentence)]
    return [right(SCHOOL, f"{file} is used.")]


async def _get(url: str) -> tuple[int, str]:
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
        return answer.status, (await answer.content.read(1000)).decode(errors="replace")


async def _mail(about: str, server: MailServer, greeting: Awaitable[None]) -> Finding:
    place = f"{server.host}:{server.port}"
    try:
        await greeting
    except (aiosmtplib.SMTPAuthenticationError, imaplib.IMAP4.error):
        return wrong(about, f"{place} refuses the name or the password.")
    except (aiosmtplib.SMTPException, OSError) as error:  # TLS, names, refused and timed-out connections
        return wrong(about, f"{place} can't be used ({type(error).__name__}). Are host, port and TLS right?")
    return right(about, f"{place} takes our name." if server.username else f"{place} answers.")


async def _greet_smtp(server: MailServer) -> None:
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls,
        start_tls=server.starttls,
        username=server.username,
        password=server.password,
        timeout=TIMEOUT_SECONDS,
    )
    async with client:
        await client.noop()


def _greet_imap(server: MailServer) -> None:
    if server.tls:
        context = ssl.create_default_context()
        client: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=context, timeout=TIMEOUT_SECONDS
        )
    else:
        client = imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT_SECONDS)
    with client:
        if server.starttls:
            client.starttls(ssl.create_default_context())
        if server.username:
            client.login(server.username, server.password or "")
