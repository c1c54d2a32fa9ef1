"""What letters to us mean, who is believed, and what ten thousand broken ones do."""

import random
import tracemalloc
from collections import Counter

import pytest

from handlers.mail.replies import (
    LARGEST_LETTER,
    Answered,
    AskedToStop,
    Reason,
    Refused,
    Wrote,
    read,
)
from rules.invitations import Partstat
from tests.handlers.mail.letters_in import GUEST, OURS, SERVER, UID, VERIFIED, apple, google, outlook, words

MUTATIONS = 10_000


def reading(raw: bytes):
    return read(raw, authserv_id=SERVER)


@pytest.mark.parametrize(
    ("letter", "partstat", "sequence"),
    [
        (outlook(), Partstat.ACCEPTED, 0),
        (google(), Partstat.TENTATIVE, 2),
        (apple(), Partstat.DECLINED, 1),
        (google("declined"), Partstat.DECLINED, 2),
    ],
)
def test_answer_is_read_from_every_program(letter, partstat, sequence):
    assert reading(letter) == Answered(UID, GUEST, partstat, sequence)


@pytest.mark.parametrize(
    "results",
    [
        "mx.evil.example; dmarc=pass header.from=cardiff.example",
        f"{SERVER}; dmarc=fail header.from=cardiff.example; dkim=none",
        f"{SERVER}; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=eve@evil.example",
        f"{SERVER}; dkim=pass header.d=notcardiff.example",
        f"{SERVER}; dkim=fail (said: dkim=pass header.d=cardiff.example) header.d=cardiff.example",
        f"{SERVER}; spf=pass smtp.helo=cardiff.example",
        f"{SERVER}; none",
    ],
)
def test_answer_that_our_server_did_not_verify_is_refused(results):
    assert reading(outlook(results=results)) == Refused(Reason.UNVERIFIED)


def test_only_the_topmost_results_of_our_server_count():
    forged = outlook(results=f"{SERVER}; dmarc=fail header.from=cardiff.example")
    forged = forged.replace(
        b"Received:",
        f"Authentication-Results: {SERVER}; dmarc=pass header.from=cardiff.example\r\nReceived:".encode(),
    )
    assert reading(forged) == Refused(Reason.UNVERIFIED)


def test_comments_without_end_are_not_followed():
    endless = "(" * 1000 + ")" * 1000
    results = f"{SERVER} {endless}; dmarc=pass header.from=cardiff.example"
    assert reading(outlook(results=results)) == Refused(Reason.UNVERIFIED)


def test_answer_for_someone_else_is_refused():
    forged = outlook(sender="eve@evil.example", results=f"{SERVER}; dmarc=pass header.from=evil.example")
    assert reading(forged) == Refused(Reason.NOT_THE_GUEST)


@pytest.mark.parametrize(
    "line", [b"From: eve@evil.example\r\nFrom:", b"From: eve@evil.example,", b"From: nobody\r\nX-From:"]
)
def test_letter_without_one_clear_sender_is_refused(line):
    assert reading(google().replace(b"From:", line, 1)) == Refused(Reason.SENDER_UNCLEAR)


def test_words_go_to_a_person_with_what_they_are_about():
    assert reading(words()) == Wrote(GUEST, about=("<first@example.org>", "<second@example.org>"))


def test_counter_proposal_and_delegation_go_to_a_person():
    counter = google().replace(b"METHOD:REPLY", b"METHOD:COUNTER")
    assert reading(counter) == Wrote(GUEST, uid=UID)
    assert reading(google("DELEGATED")) == Wrote(GUEST, uid=UID)


def test_request_sent_to_us_is_no_answer():
    assert reading(google().replace(b"METHOD:REPLY", b"METHOD:REQUEST")) == Wrote(GUEST)


@pytest.mark.parametrize(
    "letter",
    [
        words(Auto_Submitted="auto-replied"),
        words(Return_Path="<>"),
        words(Content_Type="multipart/report; report-type=delivery-status; boundary=x"),
    ],
)
def test_machines_are_not_answered(letter):
    assert reading(letter) == Refused(Reason.AUTOMATIC)


def test_asking_to_stop_needs_only_its_token():
    assert reading(words("Re: stop aB3-_xyz90")) == AskedToStop("aB3-_xyz90")
    assert isinstance(reading(words("please stop the letters")), Wrote)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"DTSTART:20270513T093000Z", b"DTSTART:20271313T093000Z"),
        (b"SEQUENCE:2", b"SEQUENCE:two"),
        (b"SEQUENCE:2", b"SEQUENCE:-2"),
        (b"UID:" + UID.encode(), b"X-UID:none"),
        (b"CREATED:", b"ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org\r\nCREATED:"),
        (b"PARTSTAT=TENTATIVE;", b"PARTSTAT=TENTATIVE,ACCEPTED;"),
        (b"PARTSTAT=TENTATIVE;", b""),
        (b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nBEGIN:VALARM"),
    ],
)
def test_broken_answer_is_refused_not_guessed(old, new):
    broken = google().replace(old, new)
    assert broken != google()
    assert reading(broken) == Refused(Reason.MALFORMED)


def test_letter_with_two_meetings_is_for_a_person():
    entry = google().partition(b"BEGIN:VEVENT")[2].partition(b"END:VCALENDAR")[0]
    double = google().replace(b"END:VCALENDAR", b"BEGIN:VEVENT" + entry + b"END:VCALENDAR")
    assert reading(double) == Wrote(GUEST)


def test_oversized_letter_or_calendar_is_refused():
    assert reading(words() + b"x" * LARGEST_LETTER) == Refused(Reason.TOO_BIG)
    assert reading(google().replace(b"DESCRIPTION:", b"DESCRIPTION:" + b"x" * 70_000)) == Refused(
        Reason.MALFORMED
    )


def test_letter_folded_into_itself_a_thousand_times_is_refused():
    head = f"Authentication-Results: {VERIFIED}\r\nFrom: {GUEST}\r\nTo: {OURS}\r\n".encode()
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)
    )
    assert reading(head + nested) == Refused(Reason.MALFORMED)


HURTFUL = (
    *(b"\x00", b"\xff\xfe", b"\r\n ", b"=?utf-8?q?=?=", b";", b'"', b"(" * 50),
    *(b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"--b1\r\n"),
)


def mutated(letter: bytes, dice: random.Random) -> bytes:
    """The letter with a few bytes flipped, cut, doubled, replaced by what hurts parsers, or put in."""
    data = bytearray(letter)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + dice.randint(1, 200))
        match dice.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                del data[at:end]
            case 2:
                data[at:at] = data[at:end]
            case 3:
                data[at:end] = dice.choice(HURTFUL)
            case _:
                data[at:at] = dice.randbytes(dice.randint(1, 8))
    return bytes(data)


def test_ten_thousand_mutations_never_crash_and_never_record_a_wrong_answer():
    dice = random.Random(5546)
    words_of_answer = ("ACCEPTED", "DECLINED", "TENTATIVE")
    originals = [(letter(word), word) for letter in (outlook, google, apple) for word in words_of_answer]
    kinds: Counter[type] = Counter()
    for n in range(MUTATIONS):
        letter, word = originals[n % len(originals)]
        said = reading(mutated(letter, dice))
        kinds[type(said)] += 1
        if isinstance(said, Answered):
            assert (said.guest, said.partstat) == (GUEST, word)
    # Both sides are reached: many are still answers, many are refused.
    assert min(kinds[Answered], kinds[Refused]) > MUTATIONS / 20


@pytest.mark.parametrize(
    "bulk",
    [
        *(b"x" * 1_900_000, b"(" * 1_900_000, b"\r\n " * 600_000, b"--b1\r\n" * 300_000),
        *(b"A: b\r\n" * 35_000, b"\r\n " * 35_000, b"--b1\r\n" * 35_000),
    ],
)
def test_memory_stays_bounded_for_the_largest_letters(bulk):
    letter = google()
    places = (b"header.s=", b"DESCRIPTION:", b"--b1")
    largest = [letter.replace(at, at + bulk, 1)[:LARGEST_LETTER] for at in places]
    tracemalloc.start()
    for each in largest:
        reading(each)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 15 * LARGEST_LETTER
