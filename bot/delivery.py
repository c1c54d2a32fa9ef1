"""Putting delivery together: carriers, courier and heartbeat, on one store."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from secrets import token_hex

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering import personal_links, reply_marks
from bot.heartbeat import Heartbeat
from bot.settings import Settings
from handlers.calendar import Party
from handlers.carriers import Carrier
from handlers.courier import Courier
from handlers.mail import consulting as letters
from handlers.mail import invitations, learning, people
from handlers.mail.carrier import MailCarrier, Writer, written
from handlers.mail.letter import Stop
from handlers.meters import Meters
from handlers.outcomes import Pace
from handlers.pacing import Pacing
from handlers.renderings import BUILDERS, WRITERS
from handlers.slack import carrier as slack_carrier
from handlers.slack.access import Access
from handlers.slack.carrier import ClientFor, SlackCarrier
from handlers.web import consulting
from rules.notice_kinds import NoticeKind
from storage import leases
from storage.alone import alone
from storage.leases import Taken
from storage.transaction import Store
from usecases import learning_telling
from usecases.invitations import LETTER
from usecases.kinds import KINDS

SENDER_NAME = "Convenor"


@dataclass(frozen=True)
class Delivery:
    """What delivers: its heartbeat, its courier, and what they count."""

    heartbeat: Heartbeat
    courier: Courier
    meters: Meters


@asynccontextmanager
async def delivering(
    settings: Settings,
    store: Store,
    *,
    meters: Meters,
    access: Access,
    client_for: ClientFor | None = None,
    pace: Pace | None = None,
) -> AsyncIterator[Delivery]:
    """Deliver what is due until the block ends; then finish what is under way.

    `client_for` gives a workspace's client where there are many; by default there is one, with the bot's
    token. Raises `Refusal` when another process delivers from the same SQLite file.
    """
    pace = pace or Pace()
    with alone(settings.database_url) as by_itself:
        if by_itself:
            await store.perform(leases.recover, everything=True)
        async with slack_carrier.http_session(pace.call) as session:
            web = client_for or _one_workspace(settings, session)
            carriers = _carriers(settings, store, web, access, pace)
            courier = Courier(store, carriers, KINDS, _name(), meters, pace)
            heartbeat = Heartbeat(store, courier)
            await heartbeat.start()
            try:
                async with _reading_mail(settings, store, carriers, meters):
                    yield Delivery(heartbeat, courier, meters)
            finally:
                await heartbeat.stop()


def _reading_mail(
    settings: Settings, store: Store, carriers: Mapping[str, Carrier], meters: Meters
) -> AbstractAsyncContextManager[None]:
    if settings.imap_url is None:
        return nullcontext()
    # Loaded late: who reads no letters should not wait for it at every start
    from bot.reading_mail import reading_mail

    return reading_mail(settings, store, carriers, meters, SENDER_NAME)


def _carriers(
    settings: Settings, store: Store, client_for: ClientFor, access: Access, pace: Pace
) -> Mapping[str, Carrier]:
    pacing = Pacing(asyncio.get_running_loop().time, per_minute=None if pace.by_tiers else {})
    carriers: dict[str, Carrier] = {"slack": SlackCarrier(client_for, BUILDERS, pacing, access)}
    if settings.smtp_url is not None and settings.sender is not None:
        carriers["mail"] = MailCarrier(
            settings.smtp_url,
            Party(SENDER_NAME, settings.sender),
            writers(settings),
            stop_for=_stop,
            clock=store.clock,
            timeout_seconds=pace.call,
        )
    return carriers


def writers(settings: Settings) -> Mapping[str, Writer]:
    """Who writes the letters of each kind; some carry links, which need a public address."""
    return {
        **WRITERS,
        LETTER: _invitations(settings),
        **_guests(settings),
        NoticeKind.VIEW_ASKED: _consultation(settings),
        **_learning(settings),
    }


def _invitations(settings: Settings) -> Writer:
    return invitations.writer(public_url=settings.public_url or "", replies=settings.imap_url is not None)


def _guests(settings: Settings) -> Mapping[str, Writer]:
    """A guest's letter offers the calendar only where the request, a letter, is read."""
    return {NoticeKind.GUEST: people.guest_with_calendar} if settings.imap_url is not None else {}


def _consultation(settings: Settings) -> Writer:
    links = personal_links(settings)
    return written(letters.asked(partial(consulting.link, links) if links is not None else None))


def _learning(settings: Settings) -> Mapping[str, Writer]:
    """Letters about learning events carry a link for one person, or words to reply with."""
    write = learning.writer(personal_links(settings), reply_marks(settings))
    kinds = (learning_telling.PATH, learning_telling.WORD, learning_telling.CALL, learning_telling.REPLY)
    return dict.fromkeys(kinds, write)


def _one_workspace(settings: Settings, session: aiohttp.ClientSession) -> ClientFor:
    token = settings.slack_bot_token
    web = slack_carrier.client(
        token.get_secret_value() if token else "",
        api_url=f"{settings.slack_api_url.rstrip('/')}/",
        session=session,
    )

    async def client_for(_team_id: str) -> AsyncWebClient:
        return web

    return client_for


def _stop(notice: Taken) -> Stop:
    """A letter of that subject to us ends them: the notice's id says whose, and nobody can guess it.

    Letters about learning events are paused on the page that they lead to, or by a word in reply.
    """
    if notice.audience.startswith("event:"):
        return Stop()
    return Stop(subject=f"stop {notice.id}")


def _name() -> str:
    """A name that no other process has at any time."""
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{token_hex(4)}"
