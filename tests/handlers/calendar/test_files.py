"""Files and feeds: what every program reads, and the rules their bytes obey."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar import Status, etag, feed, file_for
from tests.handlers.calendar.readers import read_the_same_by_all, with_icalendar
from tests.handlers.calendar.samples import MEETING, meeting

INSTANTS = st.integers(0, 18 * 365 * 24 * 60).map(
    lambda minutes: datetime(2021, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from(["Europe/London", "Asia/Kolkata", "UTC"])
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), max_size=200).map(
    lambda text: re.sub(r"[<>&]", "", text).strip()
)


def entry_lines(data: bytes) -> list[str]:
    unfolded = data.decode().replace("\r\n ", "")
    return unfolded.split("BEGIN:VEVENT\r\n")[1].split("END:VEVENT")[0].splitlines()


def test_file_is_read_the_same_by_every_program():
    reading = read_the_same_by_all(file_for([MEETING]))
    assert reading.method == ""
    (entry,) = reading.entries
    assert (entry.uid, entry.sequence, entry.status) == (MEETING.uid, 0, "CONFIRMED")
    assert (entry.starts_at, entry.ends_at) == (MEETING.starts_at, MEETING.ends_at)
    assert (entry.summary, entry.location, entry.url) == (MEETING.summary, MEETING.location, MEETING.url)
    assert entry.description == "\n".join(MEETING.description)
    assert (entry.organizer, entry.attendees) == ("", ())


@settings(max_examples=40, deadline=None)  # four parsers, of which one takes 40 ms a file
@given(starts=INSTANTS, hours=st.integers(1, 9), zone=ZONES)
def test_instants_survive_every_program_and_zone(starts, hours, zone):
    ends = starts + timedelta(hours=hours)
    (entry,) = read_the_same_by_all(file_for([meeting(starts_at=starts, ends_at=ends, zone=zone)])).entries
    assert (entry.starts_at, entry.ends_at) == (starts, ends)


@settings(deadline=None)
@given(text=TEXTS)
def test_texts_survive_icalendar_and_lines_are_folded_between_characters(text):
    data = file_for([meeting(summary=text, description=(text, text), location=text)])
    (entry,) = with_icalendar(data).entries
    assert entry.summary == entry.location == re.sub(r"\s+", " ", text).strip()
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line


@pytest.mark.parametrize(
    ("starts", "written"),
    [
        (datetime(2027, 1, 14, 10, tzinfo=UTC), "DTSTART;TZID=Europe/London:20270114T100000"),
        (datetime(2027, 7, 15, 10, tzinfo=UTC), "DTSTART;TZID=Europe/London:20270715T110000"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "DTSTART:20271031T003000Z"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "DTSTART:20271031T013000Z"),
        (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), "DTSTART;TZID=Europe/London:20271031T020000"),
    ],
)
def test_london_times_are_named_except_in_the_repeated_hour(starts, written):
    data = file_for([meeting(starts_at=starts, ends_at=starts + timedelta(hours=2))])
    assert written in entry_lines(data)
    assert (b"BEGIN:VTIMEZONE" in data) == ("TZID" in written)


def test_end_in_the_repeated_hour_puts_both_ends_in_utc():
    starts = datetime(2027, 10, 30, 22, 0, tzinfo=UTC)
    lines = entry_lines(file_for([meeting(starts_at=starts, ends_at=starts + timedelta(hours=3))]))
    assert {"DTSTART:20271030T220000Z", "DTEND:20271031T010000Z"} <= set(lines)


def test_feed_obeys_the_rules_for_its_head_and_entries():
    text = feed(
        [MEETING, meeting(uid="b", status=Status.CANCELLED, sequence=4)], "Reviews, Wales; and\nall"
    ).decode()
    head, *entries = text.split("BEGIN:VEVENT")
    assert head.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Convenor//Convenor//EN\r\n")
    assert "X-WR-CALNAME:Reviews\\, Wales\\; and all\r\n" in head
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n" in head
    assert head.count("BEGIN:VTIMEZONE") == 1
    assert len(entries) == 2
    for entry in entries:
        assert re.search(r"\r\nSEQUENCE:\d+\r\n", entry)
        assert "\r\nLAST-MODIFIED:20270105T090000Z\r\n" in entry
    for forbidden in ("METHOD", "ATTENDEE", "ORGANIZER", "VALARM"):
        assert forbidden not in text
    assert "\r\nSTATUS:CANCELLED\r\n" in text


def test_feed_without_meetings_is_still_a_calendar():
    assert read_the_same_by_all(feed([], "Nothing yet")).entries == ()
    assert b"BEGIN:VTIMEZONE" in feed([], "Nothing yet")


def test_same_meetings_in_any_order_give_the_same_bytes_and_tag():
    later = meeting(uid="a-later-one", starts_at=MEETING.starts_at + timedelta(hours=1))
    first, second = feed([MEETING, later], "Year"), feed([later, meeting()], "Year")
    assert first == second
    assert etag(first) == etag(second)


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": "Another title"},
        {"sequence": 1},
        {"status": Status.CANCELLED},
        {"url": ""},
    ],
)
def test_any_change_gives_other_bytes_and_another_tag(changes):
    before, after = feed([MEETING], "Year"), feed([meeting(**changes)], "Year")
    assert etag(before) != etag(after)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\x00b\x0bc\x1b", "ab c"),
        ("one\r\ntwo\u2028three", "one two three"),
        ("half \ud83d emoji", "half emoji"),
        ("<https://x.example/a|the papers>", "the papers (https://x.example/a)"),
        ("<https://x.example/a>", "https://x.example/a"),
        ("ask <@U12345|siân> in <#C1|reviews>", "ask @siân in #reviews"),
        ("<!date^1^{date}|Thursday 14 May>", "Thursday 14 May"),
        ("<b>Bold</b> <p class='x'>text</p>", "Bold text"),
        ("R&amp;D &lt;draft&gt; &amp;lt;", "R&D <draft> &lt;"),
        ("AT&T, 3 < 4 and <Ann>", "AT&T, 3 < 4 and <Ann>"),
    ],
)
def test_typed_text_loses_control_characters_and_markup(typed, shown):
    (entry,) = read_the_same_by_all(file_for([meeting(summary=typed, description=())])).entries
    assert entry.summary == shown


def test_web_address_that_could_break_a_line_is_left_out():
    data = file_for([meeting(url="https://x.example/\r\nATTENDEE:mailto:eve@example.org")])
    assert b"URL" not in data
    assert b"ATTENDEE" not in data


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": datetime(2027, 5, 13, 9, 30)},  # noqa: DTZ001 -- a floating time is what is refused
        {"ends_at": MEETING.starts_at},
        {"revised_at": datetime(2027, 1, 5)},  # noqa: DTZ001 -- as above
    ],
)
def test_floating_or_backward_times_are_refused(changes):
    with pytest.raises(ValueError, match="calendar entry"):
        meeting(**changes)
