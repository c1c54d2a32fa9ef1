"""What somebody wrote themselves: found in every program's reply, and never what it quotes."""

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.links import Marks
from handlers.mail.own_words import first_line, own_words, whole_text
from tests.handlers.mail.learning_letters_in import PROGRAMS, Answered, reply

MARKS = Marks("a secret that is long enough for a test")
MARK = MARKS.of("aB3_x-9aQ1bW7c2d")
PLAIN = f"""Dear Bryn Fallowfield,

Here is the list of five points that you asked for.

1. experiences (ticked)
2. good practice

You can answer this letter. Put one of these on the first line, by itself:
PAUSE, or GO ON

Convenor

Reference: {MARK}
"""
OURS = Answered("<x@sig.example.org>", "Your own list", PLAIN)
programs = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)


@programs
def test_word_is_found_in_every_programs_reply(program):
    message = message_from_bytes(program(OURS, "bryn@cardiff.example", "Pause, please"))
    assert first_line(message) == "Pause, please"


@programs
def test_greeting_before_the_word_is_passed_over(program):
    message = message_from_bytes(program(OURS, "bryn@cardiff.example", "Hello,\nPAUSE"))
    assert first_line(message) == "PAUSE"


@programs
def test_what_is_passed_on_holds_what_was_typed_and_nothing_that_was_quoted(program):
    message = message_from_bytes(program(OURS, "bryn@cardiff.example", "I am away.\nCould you ring me?"))
    passed_on = own_words(message, until="Dear Bryn Fallowfield,")
    assert "I am away.\nCould you ring me?" in passed_on
    assert "ticked" not in passed_on
    assert MARK not in passed_on


@programs
def test_mark_is_found_where_the_names_of_our_letter_were_lost_on_the_way(program):
    message = message_from_bytes(program(OURS, "bryn@cardiff.example", "PAUSE", threaded=False))
    found = Marks.PATTERN.findall(whole_text(message))
    assert MARKS.read(found) == "aB3_x-9aQ1bW7c2d"


@programs
def test_empty_reply_is_no_word_of_our_own(program):
    """Our letter holds the words; none of its lines is one by itself, wherever it is read."""
    line = first_line(message_from_bytes(program(OURS, "bryn@cardiff.example", "")))
    assert line.upper() not in {
        each.strip().upper() for each in ("PAUSE", "TALK", "GO ON", "NOT TAKING PART")
    }


def test_program_whose_quoting_nobody_knows_still_gives_nothing_of_our_letter_away():
    strange = reply(OURS, "bryn@cardiff.example", f"Could you ring me?\n\n=== old letter ===\n{PLAIN}")
    assert "ticked" not in own_words(message_from_bytes(strange), until="Dear Bryn Fallowfield,")


def test_mark_that_we_did_not_make_is_none():
    assert MARKS.read([MARK[:-2] + ("aa" if MARK[-2:] != "aa" else "bb"), "nonsense"]) is None
    assert Marks("another secret, as long as the first").read([MARK]) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_a_fault(body):
    for kind in (b"text/plain", b"text/html; charset=utf-9"):
        message = message_from_bytes(b"Content-Type: " + kind + b"\r\n\r\n" + body)
        assert isinstance(first_line(message) + own_words(message) + whole_text(message), str)
