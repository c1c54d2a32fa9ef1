"""How people without Slack answer our letters: links of their own, or marks by which their replies are known."""

from bot.settings import Settings
from handlers.links import Links, Marks


def personal_links(settings: Settings) -> Links | None:
    """The links of letters; None without a public address."""
    if settings.public_url is None or settings.secret_key is None:
        return None
    return Links(settings.public_url, settings.secret_key.get_secret_value())


def reply_marks(settings: Settings) -> Marks | None:
    """The marks of letters; None where nobody reads replies."""
    if settings.imap_url is None or settings.secret_key is None:
        return None
    return Marks(settings.secret_key.get_secret_value())


def reaches_by_letter(settings: Settings) -> bool:
    """Whether somebody without Slack can be written to about a learning event, and answer."""
    answers = personal_links(settings) is not None or reply_marks(settings) is not None
    return settings.smtp_url is not None and answers
