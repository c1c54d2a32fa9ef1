"""The messages about learning events: short, calm, neutral where they show, and shown in `docs/` as they are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from handlers.texts import checks, pages
from handlers.texts.library import ENGLISH, SAMPLES, WELSH, compose, library, parse, text
from rules.learning_path import Message
from rules.learning_support import calls

NOON = datetime(2027, 5, 12, 12, tzinfo=UTC)
CALM = "This is a short note about a meeting that {panel_member} has told you about. You can read it whenever you like."


def faults_of(body: str, *, subject: str = "A note", name: str = "practitioner/new") -> list[str]:
    return checks.problems(parse(ENGLISH, name, f"Subject: {subject}\n\n{body}"))


def test_every_text_is_in_order() -> None:
    assert checks.all_problems() == {}


def test_every_text_has_at_most_seventy_words() -> None:
    assert {name: words for name, each in library().items() if (words := checks.word_count(each)) > 70} == {}


def test_every_message_of_the_path_and_every_call_for_support_has_its_text() -> None:
    names = {name for _, name in library()}
    assert {f"practitioner/{message}" for message in Message} <= names
    assert {f"{call.to}/{call.message}" for call in calls(NOON, reviewer_too=True)} <= names


def test_calm_text_has_no_faults() -> None:
    assert faults_of(CALM) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (CALM + "\n\nOnly 3 days left.", "“days left”"),
        (CALM + "\n\nIt is URGENT.", "“urgent*”"),
        (CALM + "\n\nYou haven’t looked at it.", "“you haven't”"),
        (CALM + "\n\nWe look at performance.", "“perform*”"),
        (CALM + "\n\nMae hyn yn orfodol, ar unwaith.", "“ar unwaith”"),
        (CALM + "\n\nThank you!", "“!”"),
        (CALM + "\n\nThank you \N{WHITE HEAVY CHECK MARK}", "\N{WHITE HEAVY CHECK MARK}"),
        (CALM + "\n\n" + "word " * 60, "70 are enough"),
        (CALM + "\n\nCome to {venue}.", "{venue}"),
        ("The learning event is on Wednesday.\n\n" + CALM, "“learning event*”"),
        ("A short note.\n\nIt is about a child.", "fill a preview"),
    ],
)
def test_text_with_a_fault_is_told_what_to_mend(body: str, fault: str) -> None:
    assert fault in " ".join(faults_of(body))


@pytest.mark.parametrize(
    ("subject", "fault"),
    [("", "no subject"), ("Your safeguarding meeting", "lock screen"), ("x" * 61, "60 characters")],
)
def test_subject_is_there_short_and_neutral(subject: str, fault: str) -> None:
    assert fault in " ".join(faults_of(CALM, subject=subject))


def test_what_a_person_typed_is_never_read_as_a_placeholder() -> None:
    message = compose("practitioner/purpose", {**SAMPLES, "panel_member": "{contact} {0} %s"})
    assert "{contact} {0} %s has told you about" in message.opening


def test_opening_alone_tells_nothing_and_the_rest_follows() -> None:
    message = compose("practitioner/purpose", SAMPLES)
    assert "learning event" not in message.subject + message.opening
    assert "learning event" in message.paragraphs[0]
    assert message.as_text().startswith(message.opening)
    assert message.as_text().endswith(message.footer)


def test_purpose_is_the_leaflets_in_three_lines() -> None:
    lines = [line for line in text("practitioner/purpose").body.splitlines() if line.startswith("•")]
    assert [line[2:].split()[1] for line in lines] == ["understand", "consider", "review"]


def test_translation_says_that_it_was_not_reviewed_until_a_person_approves_it() -> None:
    assert compose("practitioner/purpose", SAMPLES, WELSH).note.endswith("translation not reviewed")
    assert parse(WELSH, "practitioner/x", "Subject: S\nReviewed: not yet\n\nB").note
    approved = parse(WELSH, "practitioner/x", "Subject: S\nReviewed: Mair Sample, 1 March 2027\n\nB")
    assert (approved.note, approved.reviewed) == ("", "Mair Sample, 1 March 2027")
    assert compose("practitioner/purpose", SAMPLES).note == ""


def test_text_without_a_translation_is_given_in_english() -> None:
    assert text("reviewer/invited", WELSH).language == ENGLISH
    assert text("practitioner/purpose", WELSH).language == WELSH


def test_page_in_docs_is_what_the_files_say() -> None:
    shown = Path(__file__).parents[3] / "docs" / "learning-messages.md"
    assert shown.read_text(encoding="utf-8") == pages.page(), "run `convenor texts page`"
