from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.charter import Charter
from rules.meetings import Mode, Plan
from rules.moments import to_utc
from rules.nations import Nation
from rules.notice_kinds import NoticeKind, Recipients
from rules.reminders import (
    Clock,
    Planned,
    at_once,
    for_action,
    for_dues,
    for_meeting,
    for_programme,
    for_year,
)

LONDON = "Europe/London"
CLOCK = Clock(LONDON)
EARLY = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))
HOURS = st.integers(8, 17)


def meeting(day: date, hour: int = 13, mode: Mode = Mode.VIRTUAL) -> Plan:
    starts_at = to_utc(day, time(hour), LONDON)
    nation = Nation.WALES if mode is Mode.FACE_TO_FACE else None
    return Plan(starts_at, starts_at + timedelta(hours=2), LONDON, mode, nation)


def plan_of(day: date, published_at: datetime = EARLY, clock: Clock = CLOCK) -> dict[NoticeKind, Planned]:
    return {
        each.kind: each for each in for_meeting(meeting(day), Charter(), clock, published_at=published_at)
    }


def shown(planned: Planned) -> str:
    """On a clock in London, without the rules."""
    return f"{planned.due_at.astimezone(ZoneInfo(LONDON)):%a %d %b %H:%M}"


def test_a_meeting_s_plan_follows_the_charter_s_periods() -> None:
    """Thursday 13 May 2027; the bank holiday of 3 May closes nothing that matters here."""
    assert {kind.value: shown(each) for kind, each in plan_of(date(2027, 5, 13)).items()} == {
        "card": "Thu 15 Apr 09:00",
        "answer-14": "Thu 29 Apr 09:00",
        "papers": "Wed 05 May 09:00",
        "answer-7": "Thu 06 May 09:00",
        "day-before": "Wed 12 May 09:00",
        "forecast": "Thu 29 Apr 09:00",
        "join-link": "Thu 13 May 12:00",
        "opening": "Thu 13 May 12:45",
        "minutes-due": "Thu 27 May 09:00",
    }


def test_notices_keep_their_hour_over_both_clock_changes() -> None:
    spring, autumn = plan_of(date(2027, 3, 30)), plan_of(date(2027, 11, 2))
    assert shown(spring[NoticeKind.ANSWER_7]) == "Tue 23 Mar 09:00"
    assert spring[NoticeKind.ANSWER_7].due_at.hour == 9
    assert shown(spring[NoticeKind.DAY_BEFORE]) == "Mon 29 Mar 09:00"
    assert spring[NoticeKind.DAY_BEFORE].due_at.hour == 8
    assert (autumn[NoticeKind.ANSWER_7].due_at.hour, autumn[NoticeKind.DAY_BEFORE].due_at.hour) == (8, 9)


def test_a_notice_due_on_a_closed_day_comes_on_the_working_day_before() -> None:
    """Tuesday 4 May 2027 follows a bank holiday: its line comes on Friday."""
    clock = Clock(LONDON, {date(2027, 5, 3)})
    assert shown(plan_of(date(2027, 5, 4), clock=clock)[NoticeKind.DAY_BEFORE]) == "Fri 30 Apr 09:00"
    assert shown(plan_of(date(2027, 5, 13), clock=clock)[NoticeKind.MINUTES_DUE]) == "Thu 27 May 09:00"
    assert shown(plan_of(date(2027, 4, 29), clock=clock)[NoticeKind.MINUTES_DUE]) == "Fri 14 May 09:00"


@given(DAYS, HOURS, st.sampled_from(Mode), st.sets(DAYS, max_size=50))
def test_every_plan_keeps_the_charter_s_notice_at_humane_hours(
    day: date, hour: int, mode: Mode, closed: set[date]
) -> None:
    held = meeting(day, hour, mode)
    planned = {
        each.kind: each for each in for_meeting(held, Charter(), Clock(LONDON, closed), published_at=EARLY)
    }
    for kind, each in planned.items():
        local = each.due_at.astimezone(ZoneInfo(LONDON))
        if kind is NoticeKind.JOIN_LINK:
            assert held.starts_at - each.due_at == timedelta(hours=1)
            continue
        if kind is NoticeKind.OPENING:
            assert held.starts_at - each.due_at == timedelta(minutes=15)
            continue
        assert (local.hour, local.minute, local.second) == (9, 0, 0)
        assert local.weekday() < 5
        assert local.date() not in closed
        gap = (day - local.date()).days
        assert gap >= {
            "card": 28,
            "papers": 8,
            "answer-14": 14,
            "answer-7": 7,
            "forecast": 14,
            "day-before": 1,
        }.get(kind, -99)
    assert (NoticeKind.JOIN_LINK in planned) == (mode is Mode.VIRTUAL)
    assert {
        NoticeKind.CARD,
        NoticeKind.PAPERS,
        NoticeKind.DAY_BEFORE,
        NoticeKind.MINUTES_DUE,
    } <= planned.keys()


@given(DAYS, HOURS, st.integers(-10, 60 * 24))
def test_nothing_is_due_before_publication_or_after_the_fact(day: date, hour: int, hours_before: int) -> None:
    held = meeting(day, hour)
    published_at = held.starts_at - timedelta(hours=hours_before)
    planned = for_meeting(held, Charter(), CLOCK, published_at=published_at)
    assert all(published_at <= each.due_at < each.best_before for each in planned)
    assert len({each.kind for each in planned}) == len(planned)
    assert list(planned) == sorted(planned, key=lambda each: each.due_at)
    told = {each.kind: each for each in planned}
    assert (NoticeKind.CARD in told) == (published_at < held.ends_at)
    card = told[NoticeKind.CARD].due_at if NoticeKind.CARD in told else published_at
    nudges = [told[kind].due_at for kind in (NoticeKind.ANSWER_14, NoticeKind.ANSWER_7) if kind in told]
    assert all(nudge - card >= timedelta(days=3) for nudge in nudges)


@pytest.mark.parametrize(
    ("published", "kinds"),
    [
        ("2027-05-03 07:00", "card answer-14x papers answer-7 day-before join-link opening minutes-due"),
        ("2027-05-03 09:00", "card papers answer-7x day-before join-link opening minutes-due"),
        ("2027-05-12 07:00", "card papers join-link opening minutes-due"),
        ("2027-05-13 11:30", "card papers join-link opening minutes-due"),
        ("2027-05-13 12:20", "card minutes-due"),
        ("2027-05-13 15:00", "minutes-due"),
    ],
)
def test_a_meeting_published_late_is_told_at_once_without_nagging(published: str, kinds: str) -> None:
    """The meeting is on 13 May 2027 from 12:00 to 14:00 UTC; a kind with an x is left out."""
    published_at = datetime.fromisoformat(published).replace(tzinfo=UTC)
    planned = plan_of(date(2027, 5, 13), published_at)
    assert set(planned) == {kind for kind in kinds.split() if not kind.endswith("x")}
    if NoticeKind.CARD in planned:
        assert planned[NoticeKind.CARD].due_at == published_at


def test_a_face_to_face_meeting_with_a_link_gets_it_too() -> None:
    hybrid = replace(
        meeting(date(2027, 5, 13), mode=Mode.FACE_TO_FACE), join_link="https://meet.example.org/1"
    )
    kinds = {each.kind for each in for_meeting(hybrid, Charter(), CLOCK, published_at=EARLY)}
    assert NoticeKind.JOIN_LINK in kinds


def test_other_periods_of_the_charter_are_followed() -> None:
    charter = Charter(card_days=42, papers_clear_days=13, minutes_working_days=5)
    planned = for_meeting(meeting(date(2027, 5, 13)), charter, CLOCK, published_at=EARLY)
    told = {each.kind: shown(each) for each in planned}
    assert told[NoticeKind.CARD] == "Thu 01 Apr 09:00"
    assert told[NoticeKind.PAPERS] == "Thu 29 Apr 09:00"
    assert told[NoticeKind.MINUTES_DUE] == "Thu 20 May 09:00"


def test_another_zone_counts_its_own_days_and_hours() -> None:
    clock = Clock("America/New_York", hour=time(8, 30))
    starts_at = datetime(2027, 3, 17, 1, tzinfo=UTC)  # still the evening of Tuesday 16 March there
    abroad = Plan(starts_at, starts_at + timedelta(hours=1), "America/New_York", Mode.VIRTUAL)
    told = {each.kind: each.due_at for each in for_meeting(abroad, Charter(), clock, published_at=EARLY)}
    assert told[NoticeKind.DAY_BEFORE] == datetime(2027, 3, 15, 12, 30, tzinfo=UTC)
    assert told[NoticeKind.ANSWER_7] == datetime(2027, 3, 9, 13, 30, tzinfo=UTC)


def test_publishing_a_programme_posts_it_once_while_any_of_it_is_left() -> None:
    meetings = [meeting(date(2027, 3, 10)), meeting(date(2027, 9, 8))]
    (post,) = for_programme(meetings, published_at=EARLY)
    assert post == Planned(NoticeKind.PROGRAMME, EARLY, meetings[1].ends_at)
    assert for_programme(meetings, published_at=meetings[1].ends_at) == ()
    assert for_programme([], published_at=EARLY) == ()


def test_a_year_reminds_its_officers_and_reviews_its_terms_in_june() -> None:
    planned = [(each.kind.value, each.occasion, shown(each)) for each in for_year(2027, Charter(), CLOCK)]
    assert planned == [
        ("programme-due", "2027", "Fri 09 Oct 09:00"),
        ("quiet-quarter", "2027-Q1", "Mon 15 Feb 09:00"),
        ("review-ahead", "2027-05-01", "Mon 03 May 09:00"),
        ("quiet-quarter", "2027-Q2", "Mon 17 May 09:00"),
        ("review-ahead", "2027-05-15", "Mon 17 May 09:00"),
        ("review", "2027", "Tue 01 Jun 09:00"),
        ("review-open", "2027", "Thu 24 Jun 09:00"),
        ("quiet-quarter", "2027-Q3", "Mon 16 Aug 09:00"),
        ("quiet-quarter", "2027-Q4", "Mon 15 Nov 09:00"),
    ]


@given(st.integers(2026, 2035), st.integers(1, 12))
def test_a_year_s_notices_are_told_apart_and_in_time(year: int, month: int) -> None:
    planned = for_year(year, Charter(review_month=month), CLOCK)
    assert len({(each.kind, each.occasion) for each in planned}) == len(planned) == 9
    assert all(each.due_at < each.best_before for each in planned)
    (review,) = [each for each in planned if each.kind is NoticeKind.REVIEW]
    ahead = [each for each in planned if each.kind is NoticeKind.REVIEW_AHEAD]
    assert review.due_at.month == month
    assert all(timedelta() < review.due_at - each.due_at <= timedelta(days=35) for each in ahead)


def test_a_charter_without_quarters_has_no_quiet_ones() -> None:
    planned = for_year(2027, Charter(every_quarter=False), CLOCK)
    assert NoticeKind.QUIET_QUARTER not in {each.kind for each in planned}


def test_an_action_is_recalled_a_week_ahead_and_once_when_late() -> None:
    due, late = for_action(date(2027, 5, 14), CLOCK)
    assert (due.kind, shown(due)) == (NoticeKind.ACTION_DUE, "Fri 07 May 09:00")
    assert (late.kind, shown(late)) == (NoticeKind.ACTION_LATE, "Mon 17 May 09:00")
    assert due.best_before == late.due_at


def test_dues_are_recalled_once_two_weeks_on() -> None:
    (dues,) = for_dues(datetime(2027, 3, 19, 23, 30, tzinfo=UTC), CLOCK)
    assert shown(dues) == "Fri 02 Apr 09:00"


def test_what_has_just_happened_is_told_now() -> None:
    later = EARLY + timedelta(days=2)
    assert at_once(NoticeKind.MOVED, now=EARLY, best_before=later) == Planned(NoticeKind.MOVED, EARLY, later)


def test_every_kind_has_recipients_and_a_reason() -> None:
    assert all(kind.why.endswith(".") for kind in NoticeKind)
    assert {kind.recipients for kind in NoticeKind} == set(Recipients)
    assert {kind for kind in NoticeKind if kind.essential} == {NoticeKind.MOVED, NoticeKind.CANCELLED}
