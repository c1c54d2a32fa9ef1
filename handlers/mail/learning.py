"""Notes about learning events as letters, for people without Slack: the same words, with a way to answer.

That is a link of their own, or, where we have no public address, a few words to reply with. Subject and opening are
neutral: delegates read them, and so do lock screens.
"""

from dataclasses import replace
from email.message import EmailMessage

from handlers.carriers import Undeliverable
from handlers.links import Links, Marks, Target
from handlers.mail.carrier import Writer
from handlers.mail.letter import Envelope, Fact, Letter, compose
from handlers.texts import library
from usecases.learning_notes import Enclosed, Note

PRACTITIONER, PANEL_MEMBER, REVIEWER, REQUEST = "practitioner", "panel-member", "reviewer", "request"
# Of the business unit everybody has Slack.
ANSWERING = {PRACTITIONER, PANEL_MEMBER, REVIEWER}
_BEHIND = {
    PRACTITIONER: "To prepare, pause, ask for support or say that you can't come",
    PANEL_MEMBER: "Your practitioners, and what you may pass on to them",
    REVIEWER: "How things stand, and what goes out next",
    REQUEST: "To say that you are in touch",
}
_DRAFTS = {"publication-planned", "published"}
NO_WAY_TO_ANSWER = "Letters about this need CONVENOR_PUBLIC_URL or IMAP_URL, with CONVENOR_SECRET_KEY, so that people can answer them."


def writer(links: Links | None, marks: Marks | None) -> Writer:
    """The writer of these letters; with neither links nor replies nobody could answer one, so none is sent."""

    def write(note: Note, envelope: Envelope) -> EmailMessage:
        if _audience(note) not in ANSWERING:
            return compose(letter(note), envelope)
        if links is None and marks is None:
            raise Undeliverable(NO_WAY_TO_ANSWER)
        if marks is not None:  # also where there is a page: somebody may reply all the same
            envelope = replace(envelope, mark=marks.of(note.notice_id))
        return compose(letter(note, links, replies=links is None), envelope)

    return write


def letter(note: Note, links: Links | None = None, *, replies: bool = False) -> Letter:
    """A note as a letter, with the link or (`replies`) the words that answer it."""
    message = library.compose(note.text, note.values, note.language)
    facts = [_enclosed(each) for each in note.enclosed]
    if links is not None and (target := _page_of(note)):
        facts.append(Fact(_BEHIND[target.page], (links.url(target),)))
    words = library.part(_words_for(note), note.values, note.language) if replies else ""
    return Letter(
        subject=message.subject,
        opening=(message.opening, *message.paragraphs),
        facts=tuple(facts),
        closing=tuple(line for line in (message.note, *words.split("\n\n"), message.footer) if line),
    )


def _page_of(note: Note) -> Target | None:
    audience, name = _audience(note), note.text.partition("/")[2]
    if audience not in ANSWERING or name == "withdrawn":
        return None
    if note.request_id and audience != PRACTITIONER:
        return Target(REQUEST, note.request_id, note.person_id)
    return Target(audience, note.part_id.removeprefix("reviewer-"), note.person_id)


def _words_for(note: Note) -> str:
    """The text that offers the words which answer this very letter."""
    audience, name = _audience(note), note.text.partition("/")[2]
    if audience == PRACTITIONER:
        return f"{audience}/replies"
    if note.request_id:
        return f"{audience}/replies-call"
    if name in _DRAFTS:
        return f"{audience}/replies-draft"
    return f"{audience}/replies-list" if name == "list" else f"{audience}/replies"


def _enclosed(each: Enclosed) -> Fact:
    message = library.compose(each.note.text, each.note.values, each.note.language)
    lines = "\n".join((message.opening, *message.paragraphs)).splitlines()
    return Fact(f"{each.label}: “{message.subject}”", tuple(line for line in lines if line))


def _audience(note: Note) -> str:
    return note.text.partition("/")[0]
