"""The words of "meetings in your calendar": invitations or a feed, one of them, and how to change it."""

from urllib.parse import urlsplit

from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Block, Confirm, Message
from handlers.web.feeds import private_path
from rules.invitations import Choice
from usecases.calendars import Chosen

_TITLE = "*Meetings in your calendar*"
_OFFER = "Choose one way; with both you would see each meeting twice."
_INVITATIONS = kit.button("Invitations by e-mail", "calendar-invitations")
_FEED = kit.button("Subscribe to a feed", "calendar-feed")
_STOP = kit.button("Stop", "calendar-nothing")
_FILE = kit.button("File of my meetings", "calendar-mine")
_RENEW = kit.button(
    "New address",
    "calendar-renew",
    confirm=Confirm(
        "A new address for your feed?",
        "The old one shows nothing from then on. Subscribe again with the new one, on all your devices.",
        "New address",
    ),
)


def blocks(chosen: Chosen, *, public_url: str | None, letters: bool) -> list[Block]:
    """The part of the Home tab about the reader's calendar; what this installation can't do isn't offered."""
    offers = [_INVITATIONS] if letters and chosen.email else []
    offers += [_FEED] if public_url else []
    if chosen.choice is Choice.INVITATIONS:
        lines, ways = _invited(chosen), [each for each in offers if each is _FEED] + [_STOP]
    elif chosen.choice is Choice.FEED and public_url:
        lines, ways = _fed(chosen, public_url), [_RENEW, *(e for e in offers if e is _INVITATIONS), _STOP]
    else:
        lines, ways = _offered(chosen, offers), offers
    return [kit.section("\n".join([_TITLE, *lines])), kit.actions(*ways, _FILE)]


def message(chosen: Chosen, *, public_url: str | None, letters: bool) -> Message:
    """The same, as the answer to a command or a click."""
    shown = blocks(chosen, public_url=public_url, letters=letters)
    return Message(shown[0]["text"]["text"], tuple(shown))


def _offered(chosen: Chosen, offers: list[Block]) -> list[str]:
    lines = [_OFFER] if len(offers) > 1 else []
    if _INVITATIONS in offers:
        lines.append(
            f"Invitations go to {kit.escape(chosen.email)}, follow every change, "
            "and can be answered in your calendar."
        )
    if _FEED in offers:
        lines.append(
            "A feed is read by your calendar when it likes: Google looks every 4 to 24 hours, others sooner."
        )
    return lines or [
        "A file of your meetings can be added to any calendar; it does not follow later changes."
    ]


def _invited(chosen: Chosen) -> list[str]:
    return [
        f"Invitations go to {kit.escape(chosen.email)}.",
        "Your calendar follows your answers here, and what you answer in your calendar counts here.",
    ]


def _fed(chosen: Chosen, public_url: str) -> list[str]:
    address = f"{public_url}{private_path(chosen.feed_token)}"
    webcal = urlsplit(address)._replace(scheme="webcal").geturl()
    return [
        f"Your own feed, in Outlook or Apple Calendar: `{webcal}`",
        f"In Google Calendar, under “Other calendars → From URL”: `{address}`",
        "It holds your meetings with their join links: keep the address to yourself.",
        "Google looks for changes every 4 to 24 hours, others sooner.",
        "What came by invitation before does not change any more: please delete it there.",
    ]
