"""A reply in somebody's own words, handed on live to whoever has to read it, and never kept."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from handlers.calendar import Party
from handlers.mail.letter import message_id
from storage.inbox import is_recorded
from storage.transaction import Tx


def addressed(*, to: str, reply_to: str, subject: str, key: str, sender: Party, at: datetime) -> EmailMessage:
    """The letter that carries it, still empty: under one Message-ID however often it is handed in."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = f"{sender.name} <{sender.email}>"
    letter["To"] = to
    letter["Reply-To"] = reply_to
    letter["Subject"] = subject
    letter["Date"] = at
    letter["Message-ID"] = message_id(key, sender)
    letter["Auto-Submitted"] = "auto-generated"
    return letter


def was_acted_on(tx: Tx, key: str) -> bool:
    """Whether the reply with this key was handled before: asked ahead, since a letter can't be taken back."""
    return is_recorded(tx.connection, key)
