"""A bot with a mail server of its own, which keeps what it is handed."""

import asyncio
import email
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP

from bot.assembly import Convenor, assembled
from bot.settings import MailServer, Settings
from sandbox import Workspace, running
from tests.journeys.conftest import AT_ONCE, PATIENT, Clock


class Letterbox:
    """A mail server that keeps what it is handed."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.changed = asyncio.Condition()

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 -- aiosmtpd's name
        async with self.changed:
            self.letters.append(email.message_from_bytes(envelope.content, policy=default))
            self.changed.notify_all()
        return "250 OK"

    async def has(self, count: int) -> list[EmailMessage]:
        """The letters, once there are so many."""
        async with asyncio.timeout(30), self.changed:
            await self.changed.wait_for(lambda: len(self.letters) >= count)
        assert len(self.letters) == count
        return self.letters


@asynccontextmanager
async def assembled_with_mail(
    settings: Settings, letterbox: Letterbox, workspace: Workspace, clock: Clock, **more: object
) -> AsyncIterator[tuple[Convenor, str]]:
    loop = asyncio.get_running_loop()
    post = await loop.create_server(lambda: SMTP(letterbox), "127.0.0.1", 0)
    server = MailServer("127.0.0.1", post.sockets[0].getsockname()[1], tls=False, starttls=None)
    settings = settings.model_copy(update={"smtp_url": server, **more})
    async with (
        post,
        assembled(settings, clock=clock, pace=AT_ONCE, patience=PATIENT) as convenor,
        running(convenor.web) as url,
    ):
        workspace.app.request_url = f"{url}/slack/events"
        yield convenor, url
