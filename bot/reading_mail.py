"""Putting the reading of mail together: the mailbox of replies, and who takes them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot.answering import reply_marks
from bot.settings import Settings
from handlers.calendar import Party
from handlers.carriers import Carrier
from handlers.mail.carrier import MailCarrier
from handlers.mail.learning_replies import LearningReplies
from handlers.mail.mailbox import Mailbox
from handlers.mail.receiving import Receiver
from handlers.meters import Meters
from storage.transaction import Store


@asynccontextmanager
async def reading_mail(
    settings: Settings, store: Store, carriers: Mapping[str, Carrier], meters: Meters, sender_name: str
) -> AsyncIterator[None]:
    """Read what comes in until the block ends, where IMAP_URL (and so SMTP_URL) is set."""
    post = carriers.get("mail")
    if settings.imap_url is None or settings.sender is None or not isinstance(post, MailCarrier):
        yield
        return
    sender, marks = Party(sender_name, settings.sender), reply_marks(settings)
    receiver = Receiver(
        store,
        post,
        sender,
        authserv_id=settings.authserv_id or settings.imap_url.host,
        clock=store.clock,
        count=lambda outcome: meters.letters.labels(outcome).inc(),
        learning=LearningReplies(store, post, sender, marks, clock=store.clock) if marks else None,
    )
    reading = asyncio.create_task(Mailbox(settings.imap_url, receiver.take).run(), name="mailbox")
    try:
        yield
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
