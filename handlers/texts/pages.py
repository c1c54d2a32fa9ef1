"""The texts as people see them: one on the screen, or all of them as the page in `docs/`."""

from handlers.texts.library import ENGLISH, FOOTER, LANGUAGES, SAMPLES, Text, compose, fill, library

AUDIENCES = {
    "practitioner": "To a practitioner",
    "panel-member": "To a panel member",
    "reviewer": "To the reviewer",
    "business-unit": "To the business unit",
    "everyone": "In the channel, and behind its button",
}
BELOW = "Below letters, where there is no public address"
_BEGINNING = """# Learning events: every message, as people see it

This page is written by `convenor texts page`; change the files in `handlers/texts/learning/`, not this page.
All names and places are made up. On a lock screen only the subject and the first paragraph show; they
never tell what a message is about. A translation says that it was not reviewed until a person approves it.
"""


def preview(text: Text) -> str:
    """One text as people see it, with made-up values."""
    if text.is_part:
        return f"{BELOW}\n{'-' * len(BELOW)}\n{fill(text.body, SAMPLES)}\n"
    message = compose(text.name, SAMPLES, text.language)
    return f"{message.subject}\n{'-' * len(message.subject)}\n{message.as_text()}\n"


def page() -> str:
    """Every text as people see it, as Markdown."""
    sections = [
        f"\n## {title}\n" + "".join(_entry(text) for text in _texts(audience))
        for audience, title in AUDIENCES.items()
    ]
    return _BEGINNING + "".join(sections)


def _texts(audience: str) -> list[Text]:
    texts = [
        text
        for text in library().values()
        if text.audience == audience and text.name != f"{audience}/{FOOTER}"
    ]
    return sorted(texts, key=lambda text: (text.name, text.language != ENGLISH))


def _entry(text: Text) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in preview(text).splitlines()[2:])
    # Two spaces keep the lines of a list apart in Markdown.
    quoted = "".join(f"{line}  \n" if line != ">" else ">\n" for line in quoted.splitlines())
    name = text.name.partition("/")[2]
    return f"\n### {name} ({LANGUAGES[text.language]})\n\n> **{text.subject or BELOW}**\n>\n{quoted}"
