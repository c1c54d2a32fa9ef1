from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.charter import Charter
from rules.closed_days import ClosedDays, SchoolBreak, SchoolWeeks
from rules.meetings import Mode
from rules.moments import local
from rules.nations import Division, Nation
from rules.programme import ProposedYear, plan, plannable
from rules.refusals import Refusal
from rules.targets import check
from usecases.closed_days import closed_days

LONDON = "Europe/London"
YEARS = st.integers(2026, 2035)
REAL = closed_days(range(2026, 2036))


@st.composite
def closed_of(draw: st.DrawFn, year: int) -> ClosedDays:
    """The year's real bank holidays, with school breaks drawn at random for every nation."""
    first = st.dates(date(year, 1, 1), date(year, 12, 20))
    breaks = draw(
        st.lists(st.builds(_break, st.sampled_from(Nation), first, st.integers(1, 45)), max_size=24)
    )
    return ClosedDays(REAL.bank_holidays, SchoolWeeks(tuple(breaks), frozenset({year}), date(2026, 11, 23)))


def _break(nation: Nation, first: date, days: int) -> SchoolBreak:
    return SchoolBreak(nation, "half-term", first, first + timedelta(days=days - 1))


def days_of(year: ProposedYear) -> list[date]:
    return [local(each.plan.starts_at, LONDON).date() for each in year.meetings]


@given(st.data(), YEARS, st.sampled_from(Nation))
def test_every_planned_year_meets_every_target_of_the_charter(
    data: st.DataObject, year: int, first: Nation
) -> None:
    closed = data.draw(closed_of(year))
    planned = plan(Charter(), year, zone=LONDON, closed=closed, first_nation=first)
    targets = check(Charter(), year, [each.plan for each in planned.meetings], closed)
    assert [target.sentence for target in targets if not target.met and not target.warning] == []


@given(st.data(), YEARS)
def test_no_planned_day_is_a_holiday_of_its_host_or_late_in_the_week(data: st.DataObject, year: int) -> None:
    """Looked up here without the rules: Monday to Thursday, in no list of the host's bank holidays."""
    planned = plan(Charter(), year, zone=LONDON, closed=data.draw(closed_of(year)))
    for day, each in zip(days_of(planned), planned.meetings, strict=True):
        divisions = [each.plan.nation.division] if each.plan.nation else list(Division)
        assert all(day not in REAL.bank_holidays[division] for division in divisions)
        assert day.strftime("%a") in {"Mon", "Tue", "Wed", "Thu"}


@given(st.data(), YEARS)
def test_the_year_is_spread(data: st.DataObject, year: int) -> None:
    days = days_of(plan(Charter(), year, zone=LONDON, closed=data.draw(closed_of(year))))
    assert len(days) == 8
    assert all(1 <= (after - before).days <= 91 for before, after in pairwise(days))
    assert [day.month // 7 for day in days] == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize("year", range(2026, 2036))
def test_with_real_holidays_meetings_are_four_to_nine_weeks_apart(year: int) -> None:
    days = days_of(plan(Charter(), year, zone=LONDON, closed=REAL))
    assert all(28 <= (after - before).days <= 63 for before, after in pairwise(days))


@settings(max_examples=50)
@given(YEARS, st.integers(0, 12), st.integers(0, 12), st.sampled_from(Nation))
def test_any_charter_gets_its_numbers_and_its_first_host(
    year: int, virtual: int, face_to_face: int, first: Nation
) -> None:
    charter = Charter(virtual_meetings=virtual, face_to_face_meetings=face_to_face)
    if virtual + face_to_face == 0:
        with pytest.raises(Refusal, match="asks for no meetings"):
            plan(charter, year, zone=LONDON, closed=REAL)
        return
    meetings = [
        each.plan for each in plan(charter, year, zone=LONDON, closed=REAL, first_nation=first).meetings
    ]
    away = [each.nation for each in meetings if each.mode is Mode.FACE_TO_FACE]
    assert (len(meetings) - len(away), len(away)) == (virtual, face_to_face)
    assert away[:1] in ([], [first])
    assert meetings == sorted(meetings, key=lambda each: each.starts_at)


def test_planning_twice_gives_the_same_year() -> None:
    assert plan(Charter(), 2027, zone=LONDON, closed=REAL) == plan(Charter(), 2027, zone=LONDON, closed=REAL)


def test_a_meeting_moves_away_from_half_term_and_says_so() -> None:
    undisturbed = plan(Charter(), 2027, zone=LONDON, closed=ClosedDays())
    spring = days_of(undisturbed)[3]
    week = SchoolBreak(Nation.SCOTLAND, "half-term", spring - timedelta(days=3), spring + timedelta(days=3))
    closed = ClosedDays(school_weeks=SchoolWeeks((week,), frozenset({2027}), date(2026, 11, 23)))
    fourth = plan(Charter(), 2027, zone=LONDON, closed=closed).meetings[3]
    assert fourth.plan.nation is Nation.SCOTLAND
    assert closed.school_break(Nation.SCOTLAND, local(fourth.plan.starts_at, LONDON).date()) is None
    assert fourth.reasons == (
        "Face to face in Scotland, in its turn; for April to June.",
        f"Moved from {spring:%a} {spring.day} {spring:%b}: half-term in Scotland.",
    )
    assert fourth.warnings == ()


def test_a_school_break_that_fills_the_whole_stretch_becomes_a_warning() -> None:
    weeks = tuple(
        SchoolBreak(nation, "the summer holiday", date(2027, 6, 20), date(2027, 9, 1)) for nation in Nation
    )
    closed = ClosedDays(school_weeks=SchoolWeeks(weeks, frozenset({2027}), date(2026, 11, 23)))
    summer = plan(Charter(), 2027, zone=LONDON, closed=closed).meetings[4]
    assert summer.warnings == ("The summer holiday in Wales: no day near it is clearer.",)


def test_a_bank_holiday_of_another_nation_is_avoided_where_possible() -> None:
    """Northern Ireland's 12 July closes nobody's office in Wales, but its members could not come."""
    middle = days_of(plan(Charter(), 2027, zone=LONDON, closed=ClosedDays()))[1]
    closed = ClosedDays({Division.SCOTLAND: {middle: "A holiday"}})
    second = plan(Charter(), 2027, zone=LONDON, closed=closed).meetings[1]
    assert second.plan.nation is Nation.ENGLAND
    assert local(second.plan.starts_at, LONDON).date() != middle
    assert second.reasons[1].endswith(": A holiday in Scotland.")


def test_times_and_places_come_from_the_charter() -> None:
    charter = Charter(
        start="9:45", end="4pm", virtual_start="12:00", virtual_end="13:30", face_to_face_capacity=25
    )
    meetings = [each.plan for each in plan(charter, 2027, zone=LONDON, closed=REAL).meetings]
    shown = {
        (each.mode, local(each.starts_at, LONDON).time(), local(each.ends_at, LONDON).time(), each.capacity)
        for each in meetings
    }
    assert shown == {
        (Mode.FACE_TO_FACE, time(9, 45), time(16), 25),
        (Mode.VIRTUAL, time(12), time(13, 30), None),
    }


def test_unknown_school_weeks_are_told_in_the_notes() -> None:
    notes = plan(Charter(), 2031, zone=LONDON, closed=REAL).notes
    assert any("in 2031 are not in our list" in note for note in notes)
    assert not any("our list" in note for note in plan(Charter(), 2027, zone=LONDON, closed=REAL).notes)


def test_which_mode_begins_is_explained_when_it_matters() -> None:
    assert any(
        "begins face to face" in note for note in plan(Charter(), 2027, zone=LONDON, closed=REAL).notes
    )
    assert not any("begins" in note for note in plan(Charter(), 2027, zone=LONDON, closed=ClosedDays()).notes)


@given(YEARS, st.integers(0, 364))
def test_a_year_that_has_begun_is_planned_only_from_then_on(year: int, gone: int) -> None:
    earliest = date(year, 1, 1) + timedelta(days=gone)
    if (date(year, 12, 31) - earliest).days + 1 < 28:
        with pytest.raises(Refusal, match=f"Plan {year + 1} instead"):
            plan(Charter(), year, zone=LONDON, closed=REAL, earliest=earliest)
        return
    planned = plan(Charter(), year, zone=LONDON, closed=REAL, earliest=earliest)
    days = days_of(planned)
    assert all(earliest <= day <= date(year, 12, 31) for day in days)
    if len(days) < 8:
        assert any(
            f"{len(days)} of 8 meetings fit" in note or "choose one yourself" in note
            for note in planned.notes
        )


def test_a_year_begun_in_august_keeps_visiting_more_than_it_stays_virtual() -> None:
    planned = plan(Charter(), 2027, zone=LONDON, closed=REAL, earliest=date(2027, 8, 1))
    modes = [each.plan.mode for each in planned.meetings]
    assert (modes.count(Mode.FACE_TO_FACE), modes.count(Mode.VIRTUAL)) == (3, 2)
    assert "5 of 8 meetings fit from 1 August on, about 28 days apart." in planned.notes


def test_a_stretch_without_a_free_day_is_left_to_the_secretary() -> None:
    january = {date(2027, 1, 1) + timedelta(days=n): "Closed" for n in range(60)}
    closed = ClosedDays(dict.fromkeys(Division, january))
    planned = plan(Charter(), 2027, zone=LONDON, closed=closed)
    assert len(planned.meetings) == 7
    assert "No day between 1 January and 14 February is free: choose one yourself." in planned.notes


@pytest.mark.parametrize("year", [2026, 2027, 2031])
def test_a_year_from_this_one_on_can_be_planned(year: int) -> None:
    assert plannable(year, date(2026, 11, 23)) == year


@pytest.mark.parametrize("year", [0, 2025, 2032, 99999])
def test_a_year_that_is_over_or_far_away_is_refused(year: int) -> None:
    with pytest.raises(Refusal, match="from 2026 to 2031"):
        plannable(year, date(2026, 11, 23))


def test_more_face_to_face_meetings_than_nations_go_round_again() -> None:
    charter = replace(Charter(), face_to_face_meetings=6, nations=(Nation.WALES, Nation.ENGLAND))
    meetings = plan(charter, 2027, zone=LONDON, closed=REAL, first_nation=Nation.ENGLAND).meetings
    hosts = [each.plan.nation for each in meetings if each.plan.nation]
    assert hosts == [Nation.ENGLAND, Nation.WALES] * 3


@given(st.data(), YEARS, st.integers(4, 12))
def test_four_or_more_meetings_serve_every_quarter_whatever_the_schools_do(
    data: st.DataObject, year: int, number: int
) -> None:
    charter = Charter(virtual_meetings=number, face_to_face_meetings=0)
    days = days_of(plan(charter, year, zone=LONDON, closed=data.draw(closed_of(year))))
    assert {(day.month - 1) // 3 for day in days} == {0, 1, 2, 3}


@pytest.mark.parametrize("every_quarter", [True, False])
def test_a_school_break_moves_a_meeting_out_of_its_quarter_only_if_the_charter_allows(
    every_quarter: bool,
) -> None:
    """Of five stretches the second is the only one for April to June; here its schools are closed then."""
    charter = Charter(virtual_meetings=5, face_to_face_meetings=0, every_quarter=every_quarter)
    away = tuple(SchoolBreak(nation, "a holiday", date(2027, 4, 1), date(2027, 6, 30)) for nation in Nation)
    closed = ClosedDays(school_weeks=SchoolWeeks(away, frozenset({2027}), date(2026, 11, 23)))
    second = days_of(plan(charter, 2027, zone=LONDON, closed=closed))[1]
    assert (second.month >= 4) == every_quarter


@given(YEARS, st.sampled_from(Mode))
def test_a_group_may_say_how_its_year_begins(year: int, begin: Mode) -> None:
    planned = plan(Charter(), year, zone=LONDON, closed=REAL, begin=begin)
    assert planned.meetings[0].plan.mode is begin
    assert not any("begins" in note for note in planned.notes)
