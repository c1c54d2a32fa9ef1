"""Letters as a mail program takes them apart, and as a person reads them."""

import email
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from handlers.calendar import Party
from handlers.mail.invitations import invitation_letter
from handlers.mail.letter import Envelope, Stop
from handlers.mail.people import guest_with_calendar
from rules.invitations import Partstat
from rules.meetings import Mode, Plan
from rules.pricing import Price, Standing
from rules.rsvp import Answer, Place
from tests.handlers.calendar.readers import read_the_same_by_all
from usecases.guest_letters import GuestTold
from usecases.invitation_letters import InvitationTold

STAMP = datetime(2027, 4, 1, 9, tzinfo=UTC)
PLAN = Plan(
    starts_at=datetime(2027, 5, 13, 9, 30, tzinfo=UTC),
    ends_at=datetime(2027, 5, 13, 14, 30, tzinfo=UTC),
    zone="Europe/London",
    mode=Mode.FACE_TO_FACE,
    venue="Tŷ Hywel",
    address="Cathedral Road, Cardiff",
    access="Step-free from the car park",
    theme="listening to children",
)
STOP = f"https://sig.example/stop/{'t' * 90}"


def told(plan: Plan = PLAN, **facts: object) -> InvitationTold:
    known = {
        "uid": "u1@convenor",
        "sequence": 0,
        "created_at": STAMP,
        "revised_at": STAMP,
        "group": "Case Reviews",
        "agenda": (),
        "zone": "Europe/London",
        "answer": None,
        "place": Place.NONE,
        "owed_pence": 0,
        "charged": False,
        "partstat": Partstat.NEEDS_ACTION,
        "held_until": None,
        "withdrawn": False,
        "cancelled": False,
        "because": "",
        "before": None,
        "price": "",
        "how_to_pay": "",
        "stop_token": "t" * 90,
    }
    return InvitationTold(plan=plan, **{**known, **facts})


def envelope(key: str = "notice 1", name: str = "Siân O’Neil") -> Envelope:
    return Envelope(
        sender=Party("Convenor", "sig@example.org"),
        to=Party(name, "sian@example.org"),
        written_at=STAMP,
        key=key,
        stop=Stop(),
        thread="meeting 1",
    )


def sent(value: InvitationTold, to: Envelope | None = None, **settings: object) -> EmailMessage:
    """The letter as it arrives: written to bytes and parsed again."""
    letter = invitation_letter(value, to or envelope(), **{"public_url": "https://sig.example", **settings})
    return email.message_from_bytes(letter.as_bytes(), policy=default)


def text(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_parts_stand_in_the_order_that_calendar_programs_expect():
    letter = sent(told())
    alternative, attachment = letter.iter_parts()
    plain, html, calendar = alternative.iter_parts()
    assert letter.get_content_type() == "multipart/mixed"
    assert alternative.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in (plain, html, calendar, attachment)] == [
        *("text/plain", "text/html", "text/calendar", "application/ics")
    ]
    assert dict(calendar["Content-Type"].params) == {"charset": "UTF-8", "method": "REQUEST"}
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert (calendar["Content-Disposition"], calendar["Content-ID"]) == (None, None)
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_payload(decode=True) == calendar.get_payload(decode=True)


def test_calendar_part_is_read_by_every_program_and_names_only_this_guest():
    letter = sent(told(partstat=Partstat.ACCEPTED))
    body = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    data = body.get_payload(decode=True)
    assert b"\n" not in data.replace(b"\r\n", b"")
    reading = read_the_same_by_all(data)
    assert reading.method == "REQUEST"
    assert reading.entries[0].organizer == letter["From"].addresses[0].addr_spec == "sig@example.org"
    assert reading.entries[0].attendees == (("sian@example.org", "ACCEPTED"),)


def test_headers_offer_one_click_to_stop_and_survive_folding():
    letter = sent(told())
    assert letter["List-Unsubscribe"] == f"<{STOP}>, <mailto:sig@example.org?subject=stop%20{'t' * 90}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["To"].addresses[0].display_name == "Siân O’Neil"
    raw = invitation_letter(told(), envelope(), public_url="https://sig.example").as_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert STOP.encode() in raw


def test_without_a_public_address_stopping_is_a_letter():
    letter = sent(told(stop_token="abc"), public_url="")
    assert letter["List-Unsubscribe"] == "<mailto:sig@example.org?subject=stop%20abc>"
    assert "List-Unsubscribe-Post" not in letter
    assert 'write to sig@example.org with the subject "stop abc"' in text(letter)


def test_same_notice_has_the_same_message_id_however_often_it_is_written():
    first, again, other = sent(told()), sent(told(), envelope()), sent(told(), envelope(key="notice 2"))
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert first["References"] == other["References"]


def test_letters_come_from_the_group():
    assert sent(told())["From"] == "Case Reviews <sig@example.org>"


def test_letter_tells_all_that_is_needed_to_come():
    words = text(
        sent(told(price="Free for members.", how_to_pay="Nothing to pay.", agenda=("Apologies", "Quorum")))
    )
    assert "Dear Siân O’Neil,\n\nYou are invited to a meeting of Case Reviews." in words
    for line in (
        "Thursday 13 May 2027, 10:30 to 15:30 (UK time)",
        "Tŷ Hywel, Cathedral Road, Cardiff",
        "Access: Step-free from the car park",
        "Free for members.",
        "1. Apologies",
        f"To stop these letters: {STOP}",
    ):
        assert f"{line}\n" in words


def test_both_times_are_given_only_where_the_reader_s_clock_differs():
    assert "For you: Thursday 13 May 2027, 11:30 to 16:30 (Paris time)" in text(
        sent(told(zone="Europe/Paris"))
    )
    assert "For you" not in text(sent(told(zone="Europe/Dublin")))


def test_join_link_can_be_clicked():
    plan = replace(PLAN, mode=Mode.VIRTUAL, venue="", address="", join_link="https://meet.example/1?a=1&b=2")
    html = sent(told(plan)).get_body(("html",)).get_content()
    assert '<a href="https://meet.example/1?a=1&amp;b=2"' in html


def test_names_and_titles_can_t_write_html_or_headers():
    letter = sent(
        told(
            replace(PLAN, theme="<script>alert(1)</script>\r\nBcc: eve@example.org"),
        ),
        envelope(name="Eve\r\nBcc: eve@example.org"),
    )
    assert letter["Bcc"] is None
    assert "<script>" not in letter.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("before", "subject", "opening", "gone"),
    [
        (
            {"starts_at": PLAN.starts_at - timedelta(days=2), "ends_at": PLAN.ends_at - timedelta(days=2)},
            "Moved: Case Reviews: listening to children, now Thu 13 May",
            "has moved to another time. The place is the same.",
            "No longer\n  Tuesday 11 May 2027, 10:30 to 15:30 (UK time)",
        ),
        (
            {"venue": "City Hall"},
            "New place: Case Reviews: listening to children, Thu 13 May",
            "has another place. The time is the same.",
            "No longer at\n  City Hall, Cathedral Road, Cardiff",
        ),
        (
            {"theme": "hearing children"},
            "Details changed: Case Reviews: listening to children, Thu 13 May",
            "The details of this meeting of Case Reviews have changed.",
            "",
        ),
    ],
)
def test_change_is_explained_with_what_was(before, subject, opening, gone):
    letter = sent(told(before=replace(PLAN, **before)))
    assert letter["Subject"] == subject
    assert opening in text(letter)
    assert gone in text(letter)


def test_place_on_offer_says_until_when_it_is_held():
    letter = sent(told(held_until=datetime(2027, 5, 3, 11, tzinfo=UTC)))
    assert letter["Subject"].startswith("Place on offer: ")
    assert "It is held until Monday 3 May 2027, 12:00 (UK time)." in text(letter)


def test_withdrawal_says_why_and_takes_the_entry_out():
    letter = sent(told(sequence=3, withdrawn=True, cancelled=True, because="The venue is flooded."))
    body = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    reading = read_the_same_by_all(body.get_payload(decode=True))
    (gone,) = reading.entries
    assert (reading.method, gone.status, gone.sequence) == ("CANCEL", "CANCELLED", 3)
    assert letter["Subject"] == "Cancelled: Case Reviews: listening to children, Thu 13 May"
    assert "This meeting of Case Reviews is cancelled. The venue is flooded." in text(letter)


def test_withdrawing_one_person_does_not_call_the_meeting_cancelled():
    letter = sent(told(withdrawn=True, answer=Answer.APOLOGIES))
    assert letter["Subject"].strip().startswith("Removed from your calendar: Case Reviews")
    assert "You have sent apologies for this meeting of Case Reviews" in text(letter)
    assert "is cancelled" not in text(letter)


def test_every_line_ends_with_crlf():
    raw = invitation_letter(told(), envelope()).as_bytes(policy=SMTP)
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(("place", "offered"), [(Place.BOOKED, True), (Place.WAITING, False)])
def test_guest_with_a_place_is_offered_the_calendar_for_the_asking(place, offered):
    told = GuestTold(
        *("m1", "Case Reviews", "Gwen", "Siân O’Neil", "Europe/London", PLAN, place, 1),
        *(Price(0, Standing.MEMBER, "Free."), 0, ""),
    )
    to = replace(envelope(), stop=Stop(subject="stop Ab12-notice"))
    words = text(guest_with_calendar(told, to))
    assert ("write to sig@example.org with the subject “invite Ab12-notice”" in words) is offered


def test_letter_of_a_held_place_that_moved_says_both():
    moved = replace(
        PLAN, starts_at=PLAN.starts_at + timedelta(days=7), ends_at=PLAN.ends_at + timedelta(days=7)
    )
    held = told(moved, before=PLAN, answer=Answer.ATTENDING, place=Place.OFFERED, held_until=STAMP)
    words = text(sent(held))
    assert "has moved to another time" in words
    assert "A place has come free for you" in words


def test_letter_that_takes_a_lapsed_place_back_says_that_the_reader_still_waits():
    words = text(sent(told(withdrawn=True, answer=Answer.ATTENDING, place=Place.WAITING)))
    assert "You are still on the waiting list, so it leaves your calendar." in words


def test_letter_of_a_cancellation_says_what_is_owed_to_the_reader():
    words = text(sent(told(withdrawn=True, cancelled=True, owed_pence=-5000, charged=True)))
    assert "£50 is owed to you; the treasurer will return it." in words
