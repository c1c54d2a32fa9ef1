from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from rules.charter import Charter
from rules.closed_days import ClosedDays, SchoolBreak, SchoolWeeks
from rules.meetings import Mode, Plan
from rules.moments import to_utc
from rules.nations import Division, Nation
from rules.programme import plan
from rules.targets import Aim, Target, check

LONDON = "Europe/London"
CLOSED = ClosedDays(
    {
        Division.ENGLAND_AND_WALES: {date(2027, 3, 29): "Easter Monday"},
        Division.SCOTLAND: {date(2027, 11, 30): "Saint Andrew's Day"},
    },
    SchoolWeeks(
        tuple(SchoolBreak(nation, "half-term", date(2027, 5, 31), date(2027, 6, 4)) for nation in Nation),
        frozenset({2027}),
        date(2026, 11, 23),
    ),
)


def meeting(day: date, nation: Nation | None = None, start: time = time(10), end: time = time(12)) -> Plan:
    mode = Mode.FACE_TO_FACE if nation else Mode.VIRTUAL
    return Plan(to_utc(day, start, LONDON), to_utc(day, end, LONDON), LONDON, mode, nation)


GOOD = [each.plan for each in plan(Charter(), 2027, zone=LONDON, closed=CLOSED).meetings]


def faults(meetings: list[Plan], aim: Aim, charter: Charter | None = None) -> list[str]:
    targets = check(charter or Charter(), 2027, meetings, CLOSED)
    return [target.sentence for target in targets if target.aim is aim and not target.met]


def test_a_good_year_has_one_sentence_for_every_aim() -> None:
    targets = check(Charter(), 2027, GOOD, CLOSED)
    assert [target.aim for target in targets] == list(Aim)
    assert all(target.met for target in targets)
    assert targets[0] == Target(Aim.VIRTUAL, True, "Virtual meetings: 4 of 4.")
    assert targets[2].sentence == "Face to face in England, Scotland, Wales and Northern Ireland."


def test_an_empty_year_misses_what_the_charter_asks_for() -> None:
    missed = {target.aim for target in check(Charter(), 2027, [], CLOSED) if not target.met}
    assert missed == {Aim.VIRTUAL, Aim.FACE_TO_FACE, Aim.NATIONS, Aim.QUARTERS}


def test_missing_meetings_are_counted() -> None:
    virtual = [each for each in GOOD if each.mode is Mode.VIRTUAL]
    assert faults(virtual, Aim.FACE_TO_FACE) == ["Face-to-face meetings: 0 of 4."]
    assert faults(virtual[1:], Aim.VIRTUAL) == ["Virtual meetings: 3 of 4."]
    assert faults([*GOOD, meeting(date(2027, 12, 14))], Aim.VIRTUAL) == []


def test_a_nation_not_visited_is_named() -> None:
    away = [each for each in GOOD if each.nation not in {Nation.WALES, Nation.SCOTLAND}]
    assert faults(away, Aim.NATIONS) == ["No face-to-face meeting in Scotland and Wales."]
    virtual_wales = [
        replace(each, mode=Mode.VIRTUAL) if each.nation is Nation.WALES else each for each in GOOD
    ]
    assert faults(virtual_wales, Aim.NATIONS) == ["No face-to-face meeting in Wales."]


def test_a_quarter_without_meeting_is_named_unless_the_charter_does_not_mind() -> None:
    late = [each for each in GOOD if each.starts_at > datetime(2027, 4, 1, tzinfo=UTC)]
    assert faults(late, Aim.QUARTERS) == ["No meeting from January to March."]
    assert faults(late, Aim.QUARTERS, Charter(every_quarter=False)) == []


def test_two_meetings_on_one_day_and_meetings_out_of_order_are_told() -> None:
    first, second = meeting(date(2027, 2, 2)), meeting(date(2027, 3, 2))
    assert faults([first, first, second], Aim.ORDER) == ["Two meetings are on Tue 2 Feb."]
    assert faults([second, first], Aim.ORDER) == ["Tue 2 Feb comes before Tue 2 Mar, but is listed after it."]


def test_a_meeting_of_another_year_is_told_and_serves_no_quarter() -> None:
    assert faults([meeting(date(2028, 1, 5))], Aim.ORDER) == ["Wed 5 Jan 2028 is not in 2027."]
    assert "No meeting from January to March." in faults([meeting(date(2028, 1, 5))], Aim.QUARTERS)


@pytest.mark.parametrize(
    ("day", "sentences"),
    [
        (date(2027, 5, 13), []),
        (date(2027, 5, 14), ["Fri 14 May is a Friday."]),
        (date(2027, 5, 15), ["Sat 15 May is a weekend day."]),
    ],
)
def test_fridays_and_weekends_are_told(day: date, sentences: list[str]) -> None:
    assert faults([meeting(day)], Aim.WEEKDAYS) == sentences


@pytest.mark.parametrize(
    ("start", "end", "sentences"),
    [
        (time(9), time(17), []),
        (time(8, 59), time(12), ["Thu 13 May starts at 08:59, before 09:00."]),
        (time(15), time(17, 1), ["Thu 13 May ends at 17:01, after 17:00."]),
    ],
)
def test_early_and_late_times_are_told_by_the_local_clock(
    start: time, end: time, sentences: list[str]
) -> None:
    assert faults([meeting(date(2027, 5, 13), None, start, end)], Aim.TIMES) == sentences


def test_an_end_after_midnight_is_late() -> None:
    night = meeting(date(2027, 5, 13))
    night = replace(night, ends_at=night.starts_at + timedelta(hours=15))
    assert faults([night], Aim.TIMES) == ["Thu 13 May ends at 01:00, after 17:00."]


def test_a_bank_holiday_of_the_host_is_a_fault_and_of_others_a_warning() -> None:
    easter = date(2027, 3, 29)
    assert faults([meeting(easter, Nation.WALES)], Aim.HOST_HOLIDAYS) == [
        "Mon 29 Mar is a bank holiday in Wales: Easter Monday."
    ]
    assert faults([meeting(easter, Nation.SCOTLAND)], Aim.HOST_HOLIDAYS) == []
    assert faults([meeting(easter, Nation.SCOTLAND)], Aim.OTHER_HOLIDAYS) == [
        "Mon 29 Mar is a bank holiday elsewhere: Easter Monday in England and Wales."
    ]
    assert faults([meeting(date(2027, 11, 30))], Aim.OTHER_HOLIDAYS) == [
        "Tue 30 Nov is a bank holiday elsewhere: Saint Andrew's Day in Scotland."
    ]


def test_school_weeks_are_a_warning_for_the_host_or_for_everybody() -> None:
    june = date(2027, 6, 2)
    assert faults([meeting(june)], Aim.SCHOOL_WEEKS) == [
        "Wed 2 Jun is in a school break: half-term in every nation."
    ]
    assert faults([meeting(june, Nation.WALES)], Aim.SCHOOL_WEEKS) == [
        "Wed 2 Jun is in a school break: half-term in Wales."
    ]


def test_a_year_without_known_school_weeks_never_passes_silently() -> None:
    targets = check(Charter(), 2030, [], CLOSED)
    (school,) = [target for target in targets if target.aim is Aim.SCHOOL_WEEKS]
    assert not school.met
    assert school.warning
    assert "in 2030 are not in our list" in school.sentence


def test_two_of_one_mode_in_a_row_is_a_warning_where_turns_are_meant() -> None:
    twice = [meeting(date(2027, 2, 2)), meeting(date(2027, 3, 2))]
    assert faults(twice, Aim.TURNS) == ["Tue 2 Feb and Tue 2 Mar are both virtual."]
    assert faults(twice, Aim.TURNS, Charter(face_to_face_meetings=1)) == []
