"""The words of help: what can be typed, by noun, and what else there is."""

from collections.abc import Sequence
from functools import lru_cache

from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Message

# Noun → (what to type, what it does). Everything here can also be done by button.
PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    "Everyone": (
        ("programme", "the year's meetings"),
        ("next", "the next meeting, and your answer to it"),
        ("me", "your answers, dues and details"),
        ("attend, apologies or maybe", "answer the next meeting"),
        ("details", "your profession, organisation, nation and membership number"),
        ("join", "ask to join the group"),
        ("leave group", "be taken off the group's list"),
        ("guest", "bring somebody who does not use Slack; `guests` lists yours"),
        ("meeting request", "ask for an extraordinary meeting"),
        ("calendar", "the year as a calendar file; `calendar mine` for your own meetings"),
        ("calendar settings", "invitations by e-mail, or a feed to subscribe to"),
        ("officers", "who holds which office"),
        ("notices", "what you are told, when, and by message or letter"),
        ("check in, leave", "come to the open meeting, or leave it"),
        ("quorum", "whether the open meeting is quorate, or what is missing"),
    ),
    "Running a meeting": (
        ("open, close", "open today's meeting with its check-in card; close it"),
        ("forecast", "how many members are likely to come, and whom to ask"),
        ("decide, ratify", "record a decision; ratify what was agreed without quorum"),
        ("urgent", "urgent business while inquorate, by the Chair with the Independent Chair"),
        ("register", "who came and left when"),
        ("trends 2027", "attendance over a year, by sector and nation"),
        ("report, minutes", "write the report; the minutes as a document, as text, as a picture"),
    ),
    "Secretary and chair": (
        ("programme plan 2027", "propose a year of meetings, then adjust and publish it"),
        ("meeting new", "add a meeting"),
        ("meeting call", "call an extraordinary meeting (the chair)"),
        ("meetings", "edit, move or cancel a meeting, and its agenda"),
        ("answers", "who is coming"),
        ("people", "memberships and requests to join"),
        ("people import", "import a list of people from a CSV file or Excel"),
        ("charter", "the group's settings"),
        ("quorum rule", "what makes a meeting quorate, previewed on past meetings"),
        ("reminders", "what will be sent, to whom and when"),
    ),
    "Treasurer": (("dues", "what is owed; payments, waivers, refunds and settling"),),
    "Setting up": (
        ("setup", "set up a group in this channel"),
        ("officers name", "name the officers"),
        ("take over", "become secretary of a group whose secretary has left"),
        (
            "unit grant",
            "@someone: let a safeguarding board's business unit run learning events; officers see none of them",
        ),
    ),
}


EVERYONE, EVERYTHING = "Everyone", "everything"
INTRO = "Type `/sig` and one of these words. Your Home tab with me has buttons for all of it."


@lru_cache(maxsize=64)
def all_of_it(about: str) -> Message:
    """What everyone can type and where the rest is, or the part that is about a word; all of it for *everything*."""
    word = about.lower()
    if word and word != EVERYTHING:
        found = {noun: _about(noun, phrases, word) for noun, phrases in PHRASES.items()}
        shown = {noun: phrases for noun, phrases in found.items() if phrases} or PHRASES
    else:
        shown = PHRASES if word else {EVERYONE: PHRASES[EVERYONE]}
    lines = [line for noun, phrases in shown.items() for line in _lines(noun, phrases)]
    if not word:
        lines.append(_the_rest())
    return Message("\n".join((INTRO, *lines)), (kit.section(INTRO), *kit.sections(lines)))


def near_misses(nearest: Sequence[str]) -> Message:
    """Words that we don't know, with what comes close; what was typed is not repeated."""
    if nearest:
        known = " or ".join(f"`/sig {phrase}`" for phrase in nearest)
        return Message(f"I don't know those words. Did you mean {known}? `/sig help` shows everything.")
    return Message("I don't know those words. `/sig help` shows what can be typed.")


def spoken_to() -> Message:
    """Someone wrote to the bot."""
    return Message(
        "I don't keep messages, and I can't pass this one on. Your next meeting, answers and details are in my "
        "Home tab; `/sig help` in your group's channel shows everything else."
    )


def spoken_to_with_identifiers() -> Message:
    """Someone wrote something to the bot that may identify a child."""
    return Message(
        "Please delete your message: it looks as if it contains a detail that could identify someone. I have not "
        "kept it. Nothing about a child, a family or a case belongs in Slack."
    )


def _about(noun: str, phrases: tuple[tuple[str, str], ...], word: str) -> tuple[tuple[str, str], ...]:
    if word in noun.lower():
        return phrases
    return tuple(one for one in phrases if word in one[0] or word in one[1])


def _the_rest() -> str:
    others = ", ".join(f"`/sig help {noun.lower()}`" for noun in PHRASES if noun != EVERYONE)
    return f"For officers: {others}; or `/sig help {EVERYTHING}`."


def _lines(noun: str, phrases: tuple[tuple[str, str], ...]) -> list[str]:
    return [f"*{noun}*", *(f"• `/sig {phrase}` – {meaning}" for phrase, meaning in phrases)]
