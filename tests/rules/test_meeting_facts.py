from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meeting_facts import LONGEST, settle, span
from rules.meetings import Mode, Plan
from rules.nations import Nation
from rules.refusals import Refusal

NOW = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)
PLAN = Plan(
    NOW + timedelta(days=30),
    NOW + timedelta(days=30, hours=5),
    "Europe/London",
    Mode.FACE_TO_FACE,
    Nation.WALES,
    venue="City Hall",
    address="1 Example Street\nCardiff",
    access="Step-free, hearing loop",
    join_link="https://meet.example.org/j/42?pwd=x",
    theme="Communication",
    capacity=40,
)


def test_sound_facts_are_kept_as_they_are() -> None:
    assert settle(PLAN, NOW) == PLAN


def test_texts_are_tidied() -> None:
    messy = replace(PLAN, venue="  City \t Hall\nRoom 2 ", address="1  Example Street \n\n\r\nCardiff\x00")
    assert settle(messy, NOW).venue == "City Hall, Room 2"
    assert settle(messy, NOW).address == "1 Example Street\nCardiff"


def test_a_virtual_meeting_keeps_no_place() -> None:
    settled = settle(replace(PLAN, mode=Mode.VIRTUAL), NOW)
    assert (settled.nation, settled.venue, settled.address) == (None, "", "")
    assert (settled.join_link, settled.access, settled.capacity) == (PLAN.join_link, PLAN.access, 40)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"starts_at": NOW - timedelta(days=1)}, "date", "Thursday 13 May 2027 is in the past"),
        ({"starts_at": NOW}, "start", "Friday 14 May 2027, 10:00 .UK time. has passed"),
        ({"ends_at": PLAN.starts_at}, "end", "ends before it starts"),
        ({"ends_at": PLAN.starts_at - timedelta(hours=1)}, "end", "ends before it starts"),
        ({"ends_at": PLAN.starts_at + timedelta(days=1, minutes=1)}, "end", "a day at most"),
        ({"nation": None}, "nation", "Choose the nation"),
        ({"capacity": 0}, "capacity", "number of places"),
        ({"capacity": -1}, "capacity", "number of places"),
        ({"capacity": 10_001}, "capacity", "1 to 10,000"),
        *(({name: "x" * (longest + 1)}, name, f"{longest} characters") for name, longest in LONGEST.items()),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(changes: dict[str, object], field: str, words: str) -> None:
    if "starts_at" in changes:
        changes = {**changes, "ends_at": NOW + timedelta(hours=1)}
    with pytest.raises(Refusal, match=words) as refused:
        settle(replace(PLAN, **changes), NOW)  # type: ignore[arg-type]  # one changed fact per case
    assert refused.value.field == field


@pytest.mark.parametrize("name", LONGEST)
def test_a_text_of_just_the_longest_length_is_kept(name: str) -> None:
    text = "https://example.org/".ljust(LONGEST[name], "x")
    settled = settle(replace(PLAN, **{name: text}), NOW)  # type: ignore[arg-type]  # a text field by name
    assert getattr(settled, name) == text


@pytest.mark.parametrize(
    "link",
    [
        *(
            "http://example.org/",
            "https://",
            "https:///j/1",
            "javascript:alert(1)",
            "example.org/j/1",
            "https",
        ),
        *("https://example.org/a b", "https://example.org/<x>", "https://a@example.org/", "https://[x/"),
        *("https://example.org|Join", "https://example.org:99999/", "ftp://example.org"),
    ],
)
def test_a_link_that_is_not_plain_https_is_refused_without_repeating_it(link: str) -> None:
    with pytest.raises(Refusal, match="starts with https://") as refused:
        settle(replace(PLAN, join_link=link), NOW)
    assert refused.value.field == "join_link"
    assert "example.org" not in refused.value.sentence


@given(st.text(max_size=200))
def test_settling_twice_changes_nothing_more(text: str) -> None:
    once = settle(replace(PLAN, address=text, access=text), NOW)
    assert settle(once, NOW) == once


def test_span_is_in_utc() -> None:
    assert span(date(2027, 5, 14), time(10, 30), time(15, 30), "Europe/London") == (
        datetime(2027, 5, 14, 9, 30, tzinfo=UTC),
        datetime(2027, 5, 14, 14, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("day", "start", "end", "field"),
    [
        (date(2027, 5, 14), time(15), time(14, 59), "end"),
        (date(2027, 5, 14), time(15), time(15), "end"),
        (date(2027, 3, 28), time(1, 30), time(3), "start"),
        (date(2027, 3, 28), time(0, 30), time(1, 30), "end"),
    ],
)
def test_span_refuses_backwards_and_skipped_times(day: date, start: time, end: time, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        span(day, start, end, "Europe/London")
    assert refused.value.field == field
