"""The messages about learning events, read from files that a non-programmer can edit.

`learning/<language>/<audience>/<name>.md` holds a `Subject:` line, an empty line, and paragraphs with
placeholders such as {when}. A translation also has a `Reviewed:` line; until a person is named there,
whoever reads it sees that it was not reviewed.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

ENGLISH, WELSH = "en", "cy"
LANGUAGES = {ENGLISH: "English", WELSH: "Cymraeg"}
NOT_REVIEWED = {WELSH: "Cyfieithiad heb ei adolygu · translation not reviewed"}
FOOTER, REPLIES = "footer", "replies"

# Every placeholder there is, with what it looks like in a preview. All made up.
SAMPLES = {
    "access": "step-free from the car park; hearing loop",
    "agency": "the Health Board",
    "asking": "1",
    "count": "4",
    "contact": "the business unit, 029 2018 0123, unit@example.org",
    "day": "30 June",
    "facilitator": "Gwen Sample",
    "ground_rules": "we listen, we don't judge, what is said stays here",
    "invited": "5",
    "kept_copy": "The copy in the Wales Safeguarding Repository is kept.",
    "numbered": "1. Sam Sample: has been told\n2. Kim Sample: not told yet",
    "on_hold": "The event is paused: nothing else about it goes to anyone.",
    "owner": "Huw Sample",
    "panel_member": "Mair Sample",
    "person": "Sam Sample",
    "place": "Committee Room 1, County Hall",
    "points": "1. experiences (ticked)\n2. good practice\n3. learning points\n"
    "4. case records, in your own system\n5. familiar with the case again",
    "published_day": "29 July",
    "published_on": "the Safeguarding Board's website",
    "published_until": "It stays there until 21 October.",
    "published_until_day": "21 October",
    "stage": "Report drafted",
    "they_know": "They have been told that somebody is getting in touch.",
    "told": "4",
    "when": "Wednesday 26 May 2027, 10:00 to 15:30 (UK time)",
}
PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class Message:
    """A message ready to send: `opening` alone is fit for a lock screen, `footer` says what one can do."""

    subject: str
    opening: str
    paragraphs: tuple[str, ...]
    footer: str
    note: str = ""

    def as_text(self) -> str:
        """The whole message, as a letter reads."""
        parts = (self.opening, *self.paragraphs, self.note, self.footer)
        return "\n\n".join(part for part in parts if part)


@dataclass(frozen=True)
class Text:
    """One file: `name` is "audience/name"; `reviewed` names who approved a translation, or is empty."""

    language: str
    name: str
    subject: str
    body: str
    reviewed: str = ""

    @property
    def audience(self) -> str:
        """Whom it is for."""
        return self.name.partition("/")[0]

    @property
    def is_part(self) -> bool:
        """Whether it stands below the other texts of its audience: a footer, or the words to reply with."""
        return self.name.partition("/")[2].partition("-")[0] in {FOOTER, REPLIES}

    @property
    def note(self) -> str:
        """What the reader is told of a translation that nobody has approved."""
        return "" if self.reviewed else NOT_REVIEWED.get(self.language, "")

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces."""
        return frozenset(PLACEHOLDER.findall(self.subject + self.body))


def parse(language: str, name: str, source: str) -> Text:
    """Read one file; a header line that is neither `Subject:` nor `Reviewed:` is a fault of the file."""
    head, _, body = source.replace("\r\n", "\n").partition("\n\n")
    lines = head.splitlines()
    if not all(re.match(r"(Subject|Reviewed):", line) for line in lines):
        lines, body = [], source
    header = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
    reviewed = header.get("Reviewed", "")
    return Text(
        language=language,
        name=name,
        subject=header.get("Subject", ""),
        body=body.strip(),
        reviewed="" if reviewed.lower() in {"", "no", "not yet"} else reviewed,
    )


@cache
def library() -> dict[tuple[str, str], Text]:
    """Every text that ships, by language and name."""
    texts = [
        parse(language, f"{audience.name}/{file.name.removesuffix('.md')}", file.read_text(encoding="utf-8"))
        for language in LANGUAGES
        for audience in (folder() / language).iterdir()
        for file in audience.iterdir()
        if file.name.endswith(".md")
    ]
    return {(text.language, text.name): text for text in sorted(texts, key=lambda text: text.name)}


def folder() -> Traversable:
    """Where the files are."""
    return files("handlers.texts") / "learning"


def text(name: str, language: str = ENGLISH) -> Text:
    """The text of this name, in English where there is no translation."""
    texts = library()
    return texts.get((language, name)) or texts[ENGLISH, name]


def compose(name: str, values: dict[str, str], language: str = ENGLISH) -> Message:
    """A message with its values filled in; a value that is missing is a fault of the caller."""
    found = text(name, language)
    footer = text(f"{found.audience}/{FOOTER}", found.language)
    opening, *paragraphs = fill(found.body, values).split("\n\n")
    return Message(
        subject=fill(found.subject, values),
        opening=opening,
        paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph.strip()),
        footer=fill(footer.body, values),
        note=found.note,
    )


def part(name: str, values: dict[str, str], language: str = ENGLISH) -> str:
    """What stands below a message, with its values filled in."""
    return fill(text(name, language).body, values)


def fill(body: str, values: dict[str, str]) -> str:
    """The body with its placeholders replaced; what a value contains is never read as a placeholder."""
    return PLACEHOLDER.sub(lambda match: values[match[1]], body)
