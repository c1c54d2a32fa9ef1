"""What people type for a day or a time, read forgivingly; what can't be is refused in a sentence."""

import re
from calendar import isleap, monthrange
from datetime import date, time, timedelta

from rules.moments import MONTHS, WEEKDAYS, day_in_words
from rules.refusals import Refusal

_MONTH_NUMBERS = {
    name.lower()[:length]: n for n, name in enumerate(MONTHS, 1) for length in (3, 4, len(name))
}
_WEEKDAY_NUMBERS = {
    name.lower()[:length]: n for n, name in enumerate(WEEKDAYS) for length in (3, 4, len(name))
}

_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", re.ASCII)
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -]*(?:of )?(?P<month>[a-z]+)[ -]*(?P<year>\d{4})?", re.ASCII
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]+) ?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: (?P<year>\d{4}))?", re.ASCII
)
_SHAPES = (_ISO, _NUMBERS, _DAY_FIRST, _MONTH_FIRST)

_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))? ?(?P<half>[ap]\.?m\.?)?", re.ASCII)
_WORDS_FOR_NOON = {"noon", "midday"}
_YEARS = range(1900, 2200)


def date_from(text: str, *, today: date, field: str = "date") -> date:
    """The day meant by "14 May 2027", "Fri 14th May", "14/05/2027" or "2027-05-14".

    Without a year it is the next such day, `today` included. Refuses what is no date, a day that no
    calendar has, and a weekday that is not that day's.
    """
    words = _tidy(text)
    if words in {"today", "tomorrow"}:
        return today + timedelta(days=words == "tomorrow")
    weekday, words = _split_weekday(words)
    match = next((found for shape in _SHAPES if (found := shape.fullmatch(words))), None)
    month = _month(match["month"], field) if match else None
    if match is None or month is None:
        raise Refusal("Write the date like 14 May 2027 or 14/05/2027.", field=field)
    found_day = _day(int(match["day"]), month, match["year"], today, field)
    if weekday is not None and found_day.weekday() != weekday:
        raise Refusal(
            f"{_without_weekday(found_day)} is a {WEEKDAYS[found_day.weekday()]}, not a {WEEKDAYS[weekday]}. "
            "Check the date, or leave the weekday out.",
            field=field,
        )
    return found_day


def time_from(text: str, *, field: str = "start") -> time:
    """The time meant by "10:30", "10.30am", "1030" or "2pm"; refuses what is none."""
    words = " ".join(text.lower().split())
    if words in _WORDS_FOR_NOON:
        return time(12)
    match = _CLOCK.fullmatch(words)
    if match is None or not (match["minute"] or match["half"]):
        raise Refusal("Write the time like 10:30 or 2pm.", field=field)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = _by_24_hours(hour, match["half"][0], field)
    if hour > 23 or minute > 59:
        raise Refusal(
            f"There is no {hour:02}:{minute:02}: a day ends at 23:59. Write it like 10:30 or 2pm.",
            field=field,
        )
    return time(hour, minute)


def _tidy(text: str) -> str:
    return " ".join(text.lower().replace(",", " ").split()).rstrip(".")


def _split_weekday(words: str) -> tuple[int | None, str]:
    first, _, rest = words.partition(" ")
    number = _WEEKDAY_NUMBERS.get(first.rstrip("."))
    return (number, rest) if number is not None else (None, words)


def _month(word: str, field: str) -> int | None:
    if not word.isdigit():
        return _MONTH_NUMBERS.get(word)
    if not 1 <= int(word) <= 12:
        raise Refusal(f"There is no month {int(word)}. Write the day first, like 14/05/2027.", field=field)
    return int(word)


def _day(day: int, month: int, year: str | None, today: date, field: str) -> date:
    if year is None:
        return _next(day, month, today, field)
    number = int(year) + (2000 if len(year) == 2 else 0)
    if number not in _YEARS:
        raise Refusal("Check the year, and write the date like 14 May 2027.", field=field)
    if not 1 <= day <= monthrange(number, month)[1]:
        raise Refusal(_no_such_day(day, month, number), field=field)
    return date(number, month, day)


def _next(day: int, month: int, today: date, field: str) -> date:
    longest = 29 if month == 2 else monthrange(today.year, month)[1]
    if not 1 <= day <= longest:
        raise Refusal(_no_such_day(day, month, today.year), field=field)
    year = today.year
    while ((month, day) == (2, 29) and not isleap(year)) or date(year, month, day) < today:
        year += 1
    return date(year, month, day)


def _no_such_day(day: int, month: int, year: int) -> str:
    name = f"{MONTHS[month - 1]} {year}" if month == 2 else MONTHS[month - 1]
    return f"There is no {day} {name}: {name} has {monthrange(year, month)[1]} days."


def _by_24_hours(hour: int, half: str, field: str) -> int:
    if not 1 <= hour <= 12:
        raise Refusal(f"There is no {hour}{half}m. Write the time like 10:30 or 2pm.", field=field)
    return hour % 12 + (12 if half == "p" else 0)


def _without_weekday(day: date) -> str:
    return day_in_words(day).split(" ", 1)[1]
