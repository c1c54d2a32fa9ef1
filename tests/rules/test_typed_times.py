from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.moments import day_in_words, plain_day, short_day
from rules.refusals import Refusal
from rules.typed_times import date_from, time_from

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        *("14 May 2027", "14 may 2027", "14th May 2027", "  14  May,  2027 ", "14 May", "14 of May 2027"),
        *("14/05/2027", "14/5/27", "14.5.2027", "14-05-2027", "2027-05-14", "2027/05/14"),
        *("Friday 14 May 2027", "Fri 14 May", "fri. 14th may 2027", "May 14, 2027", "May 14th"),
    ],
)
def test_a_date_is_read_however_it_is_typed(text: str) -> None:
    assert date_from(text, today=TODAY) == date(2027, 5, 14)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_date_that_is_shown_can_be_typed_back(day: date) -> None:
    shown = [
        day_in_words(day),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%y}",
        f"{plain_day(day)} {day.year}",
    ]
    assert {date_from(text, today=TODAY) for text in shown} == {day}


@given(st.dates(TODAY, date(2027, 11, 22)))
def test_a_day_without_its_year_is_the_next_one(day: date) -> None:
    assert date_from(plain_day(day), today=TODAY) == day
    assert date_from(short_day(day), today=TODAY) == day


def test_a_leap_day_without_its_year_is_in_the_next_leap_year() -> None:
    assert date_from("29 February", today=TODAY) == date(2028, 2, 29)


def test_today_and_tomorrow() -> None:
    assert date_from("today", today=TODAY) == TODAY
    assert date_from("Tomorrow", today=TODAY) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31 June 2027", "There is no 31 June: June has 30 days."),
        ("31 June", "There is no 31 June: June has 30 days."),
        ("31/06/2027", "There is no 31 June: June has 30 days."),
        ("0 May 2027", "There is no 0 May: May has 31 days."),
        ("29 Feb 2027", "There is no 29 February 2027: February 2027 has 28 days."),
        ("30 February 2028", "There is no 30 February 2028: February 2028 has 29 days."),
        ("05/14/2027", "There is no month 14. Write the day first, like 14/05/2027."),
        ("2027-00-01", "There is no month 0. Write the day first, like 14/05/2027."),
        (
            "Thursday 14 May 2027",
            "14 May 2027 is a Friday, not a Thursday. Check the date, or leave the weekday out.",
        ),
        ("14 May 0027", "Check the year, and write the date like 14 May 2027."),
    ],
)
def test_an_impossible_date_says_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        date_from(text, today=TODAY, field="due")
    assert (refused.value.sentence, refused.value.field) == (sentence, "due")


@pytest.mark.parametrize(
    "text", ["", "soon", "14", "14 Mayhem 2027", "May", "Friday", "14/05", "2027", "14 May 20277"]
)
def test_what_is_no_date_is_shown_a_pattern(text: str) -> None:
    with pytest.raises(Refusal, match="Write the date like 14 May 2027") as refused:
        date_from(text, today=TODAY)
    assert refused.value.field == "date"


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        *(
            (text, time(10, 30))
            for text in ("10:30", "10.30", "1030", "10.30am", "10:30 AM", "10h30", " 10:30 a.m. ")
        ),
        *((text, time(14)) for text in ("2pm", "2 pm", "14:00", "2.00pm", "2 p.m.")),
        *[("noon", time(12)), ("12pm", time(12)), ("12am", time(0)), ("9:05", time(9, 5)), ("0:00", time(0))],
    ],
)
def test_a_time_is_read_however_it_is_typed(text: str, clock: time) -> None:
    assert time_from(text) == clock


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *(
            (text, "Write the time like 10:30 or 2pm")
            for text in ("", "10", "ten", "10:3", "10:30:00", "-1:00")
        ),
        *[("25:00", "There is no 25:00"), ("10:75", "There is no 10:75"), ("24:00", "There is no 24:00")],
        *[("13pm", "There is no 13pm"), ("0am", "There is no 0am")],
    ],
)
def test_what_is_no_time_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        time_from(text, field="end")
    assert refused.value.field == "end"


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_fails(text: str) -> None:
    with suppress(Refusal):
        assert isinstance(time_from(text), time)
    with suppress(Refusal):
        assert isinstance(date_from(text, today=TODAY), date)
