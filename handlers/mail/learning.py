"""Notes about learning events as letters, for people without Slack: the same words, with a link of their own.

Subject and opening are neutral: delegates read them, and so do lock screens.
"""

from email.message import EmailMessage

from handlers.carriers import Undeliverable
from handlers.links import Links, Target
from handlers.mail.carrier import Writer
from handlers.mail.letter import Envelope, Fact, Letter, compose
from handlers.texts import library
from usecases.learning_notes import Note

PRACTITIONER, PANEL_MEMBER, REQUEST = "practitioner", "panel-member", "request"
_BEHIND = {
    PRACTITIONER: "To prepare, pause, ask for support or say that you can't come",
    PANEL_MEMBER: "Your practitioners, and what you may pass on to them",
    REQUEST: "To say that you are in touch",
}


def writer(links: Links | None) -> Writer:
    """The writer of these letters; without links nobody could answer one, so none is sent."""

    def write(note: Note, envelope: Envelope) -> EmailMessage:
        if links is None:
            raise Undeliverable(
                "Letters about this need CONVENOR_PUBLIC_URL, so that people can answer them."
            )
        return compose(letter(note, links), envelope)

    return write


def letter(note: Note, links: Links) -> Letter:
    """A note as a letter."""
    message = library.compose(note.text, note.values, note.language)
    page, subject_id = _page_of(note)
    url = links.url(Target(page, subject_id, note.person_id)) if page else ""
    return Letter(
        subject=message.subject,
        opening=(message.opening, *message.paragraphs),
        facts=(Fact(_BEHIND[page], (url,)),) if url else (),
        closing=tuple(line for line in (message.note, message.footer) if line),
    )


def _page_of(note: Note) -> tuple[str, str]:
    audience = note.text.partition("/")[0]
    if note.request_id and audience != PRACTITIONER:
        return REQUEST, note.request_id
    return (audience, note.part_id) if audience in {PRACTITIONER, PANEL_MEMBER} else ("", "")
