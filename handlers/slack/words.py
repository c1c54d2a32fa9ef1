"""The words after `/sig`: the longest phrase we know, or the nearest one suggested."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass

LONGEST_PHRASE = 6  # words


@dataclass(frozen=True)
class Heard:
    """What was made of a command: the phrase (None if unknown), what follows it, and near misses."""

    phrase: str | None
    rest: str
    nearest: tuple[str, ...] = ()


def hear(text: str, phrases: Collection[str]) -> Heard:
    """Find the longest known phrase that the text begins with, whatever its case and spacing.

    Leading slashes, "sig" typed again and a trailing full stop are forgiven.
    """
    words = text.strip().strip(".?!").split()
    if words and words[0].lower().lstrip("/") == "sig":
        words = words[1:]
    for count in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        phrase = " ".join(words[:count]).lower()
        if phrase in phrases:
            return Heard(phrase, " ".join(words[count:]))
    typed = " ".join(words).lower()
    return Heard(None, " ".join(words), _nearest(typed, words, phrases))


def _nearest(typed: str, words: list[str], known: Collection[str]) -> tuple[str, ...]:
    close = difflib.get_close_matches(typed, known, n=3, cutoff=0.6)
    if not close and words:
        close = difflib.get_close_matches(words[0].lower(), known, n=3, cutoff=0.6)
    return tuple(close)
