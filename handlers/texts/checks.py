"""What every text about a learning event must hold to (domain 3): short, calm, neutral where it shows."""

import re
import unicodedata
from functools import cache

from handlers.texts.library import ENGLISH, SAMPLES, Text, fill, folder, library

LONGEST = 70
# About what a phone shows of a message; a shorter opening would let the next paragraph be read there.
FILLS_A_PREVIEW = 90
LONGEST_SUBJECT = 60


def problems(text: Text) -> list[str]:
    """What is wrong with a text, each in a sentence for its editor; empty if nothing is."""
    found = [f"There is no placeholder {{{name}}}." for name in sorted(text.placeholders - SAMPLES.keys())]
    if found:
        return found
    found += _too_long(text) + _banned(text) + _shouting(text)
    if not text.is_part:
        found += _subject(text)
    if not text.is_part and text.audience != "everyone":
        found += _preview(text)
    return found


def all_problems() -> dict[str, list[str]]:
    """The problems of every text that has any, by file."""
    found = {f"{text.language}/{text.name}.md": problems(text) for text in library().values()}
    for language, name in library():
        if (ENGLISH, name) not in library():
            found[f"{language}/{name}.md"].append("There is no English text of this name.")
        elif library()[language, name].placeholders - library()[ENGLISH, name].placeholders:
            found[f"{language}/{name}.md"].append("It has placeholders that the English text has not.")
    return {file: lines for file, lines in found.items() if lines}


def word_count(text: Text) -> int:
    """The words of a text as it is read, its placeholders filled in."""
    return sum(any(map(str.isalnum, word)) for word in fill(text.body, SAMPLES).split())


@cache
def words_of(file: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The entries of `banned.txt` or `telling.txt`, each with the pattern that finds it."""
    lines = (folder() / file).read_text(encoding="utf-8").splitlines()
    entries = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return tuple((entry, _pattern(entry)) for entry in entries)


def _pattern(entry: str) -> re.Pattern[str]:
    words = re.escape(entry).replace(r"\*", r"\w*").replace("'", "['’]")
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _found_in(sentence: str, file: str) -> list[str]:
    return [entry for entry, pattern in words_of(file) if pattern.search(sentence)]


def _too_long(text: Text) -> list[str]:
    words = word_count(text)
    return [f"It has {words} words; {LONGEST} are enough."] if words > LONGEST else []


def _banned(text: Text) -> list[str]:
    return [
        f"“{entry}” is on the list of banned words."
        for entry in _found_in(text.subject + "\n" + text.body, "banned.txt")
    ]


def _shouting(text: Text) -> list[str]:
    signs = {sign for sign in text.body if sign == "!" or unicodedata.category(sign) in {"So", "Sk", "Cs"}}
    return [f"It has “{sign}”; calm texts have none." for sign in sorted(signs)]


def _subject(text: Text) -> list[str]:
    if not text.subject:
        return ["It has no subject: begin the file with “Subject: …” and an empty line."]
    if len(text.subject) > LONGEST_SUBJECT or "{" in text.subject:
        return [f"Its subject has at most {LONGEST_SUBJECT} characters, and no placeholder."]
    return []


def _preview(text: Text) -> list[str]:
    opening = fill(text.body.split("\n\n")[0], SAMPLES)
    telling = _found_in(f"{text.subject}\n{opening}", "telling.txt")
    found = [f"“{entry}” would show on a lock screen." for entry in telling]
    if len(opening) < FILLS_A_PREVIEW:
        found.append(f"Its first paragraph has {len(opening)} characters; {FILLS_A_PREVIEW} fill a preview.")
    return found
