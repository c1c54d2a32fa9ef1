"""The path of messages: what a practitioner gets, when, and never several at once."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rules.learning_path import DEFAULT, Due, Message, panel_plan, plan
from rules.moments import local
from rules.working_hours import ONE_ZONE

STARTS_AT = datetime(2027, 5, 26, 9, tzinfo=UTC)  # a Wednesday
LONG_BEFORE = STARTS_AT - timedelta(days=60)
BANK_HOLIDAYS = frozenset({date(2027, 5, 3), date(2027, 5, 31)})


def days(dues: tuple[Due, ...]) -> list[tuple[Message, str]]:
    return [(due.message, f"{local(due.due_at, ONE_ZONE):%d %b %H:%M}") for due in dues]


def test_path_has_the_four_default_messages_at_ten_in_the_morning() -> None:
    assert days(plan(starts_at=STARTS_AT, since=LONG_BEFORE)) == [
        (Message.PURPOSE, "05 May 10:00"),
        (Message.PREPARE, "19 May 10:00"),
        (Message.PRACTICAL, "25 May 10:00"),
        (Message.AFTERWARDS, "28 May 10:00"),
    ]


def test_path_with_everything_switched_on_has_six_messages() -> None:
    wanted = {*DEFAULT, Message.AGENDA, Message.CHECK_IN}
    planned = [due.message for due in plan(starts_at=STARTS_AT, since=LONG_BEFORE, wanted=wanted)]
    assert planned == [message for message in Message if message is not Message.COMBINED]


def test_bank_holiday_and_weekend_move_a_message_away_from_the_event() -> None:
    monday = STARTS_AT - timedelta(days=2)
    assert days(plan(starts_at=monday, since=LONG_BEFORE, closed=BANK_HOLIDAYS)) == [
        (Message.PURPOSE, "30 Apr 10:00"),  # 3 May is a bank holiday, before it a weekend
        (Message.PREPARE, "17 May 10:00"),
        (Message.PRACTICAL, "21 May 10:00"),
        (Message.AFTERWARDS, "26 May 10:00"),
    ]


def test_someone_told_a_day_late_gets_the_first_message_at_once() -> None:
    since = datetime(2027, 5, 6, 13, 30, tzinfo=UTC)
    first, second, *_ = plan(starts_at=STARTS_AT, since=since)
    assert (first.message, first.due_at) == (Message.PURPOSE, since)
    assert second.message is Message.PREPARE


def test_someone_added_late_gets_one_combined_message() -> None:
    planned = plan(starts_at=STARTS_AT, since=datetime(2027, 5, 21, 20, tzinfo=UTC))
    assert days(planned) == [(Message.COMBINED, "24 May 09:00"), (Message.AFTERWARDS, "28 May 10:00")]


def test_someone_told_on_the_evening_before_gets_nothing_before_the_event() -> None:
    planned = plan(starts_at=STARTS_AT, since=datetime(2027, 5, 25, 17, 30, tzinfo=UTC))
    assert [due.message for due in planned] == [Message.AFTERWARDS]


def test_pause_over_a_message_is_made_up_once_and_nothing_is_repeated() -> None:
    resumed = datetime(2027, 5, 20, 9, tzinfo=UTC)
    planned = plan(starts_at=STARTS_AT, since=resumed, sent={Message.PURPOSE})
    assert days(planned)[:2] == [(Message.PREPARE, "20 May 10:00"), (Message.PRACTICAL, "25 May 10:00")]


def test_message_after_the_event_waits_for_the_end_of_a_pause_but_not_for_ever() -> None:
    soon = datetime(2027, 6, 1, 9, tzinfo=UTC)
    assert [due.due_at for due in plan(starts_at=STARTS_AT, since=soon)] == [soon]
    assert plan(starts_at=STARTS_AT, since=STARTS_AT + timedelta(days=30)) == ()


def test_combined_message_knows_what_it_stands_for() -> None:
    combined, _ = plan(starts_at=STARTS_AT, since=datetime(2027, 5, 21, 20, tzinfo=UTC))
    assert combined.covers == (Message.PURPOSE, Message.PREPARE, Message.PRACTICAL)


def test_panel_member_is_prompted_before_and_after() -> None:
    prompts = panel_plan(starts_at=STARTS_AT, since=LONG_BEFORE)
    assert [(name, f"{local(due_at, ONE_ZONE):%d %b %H:%M}") for name, due_at in prompts] == [
        ("before", "12 May 10:00"),
        ("after", "27 May 10:00"),
    ]


def test_panel_member_named_late_is_prompted_in_working_hours_and_not_on_the_day() -> None:
    late = datetime(2027, 5, 21, 20, tzinfo=UTC)
    assert panel_plan(starts_at=STARTS_AT, since=late)[0] == ("before", datetime(2027, 5, 24, 8, tzinfo=UTC))
    assert [name for name, _ in panel_plan(starts_at=STARTS_AT, since=STARTS_AT)] == ["after"]


@given(
    starts_at=st.datetimes(datetime(2026, 6, 1), datetime(2029, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- made aware
    told_before=st.timedeltas(timedelta(days=-20), timedelta(days=60)),
    wanted=st.sets(st.sampled_from([message for message in Message if message is not Message.COMBINED])),
    sent=st.sets(st.sampled_from([Message.PURPOSE, Message.PREPARE])),
)
def test_path_is_in_order_in_working_hours_and_never_before_they_were_told(
    starts_at: datetime, told_before: timedelta, wanted: set[Message], sent: set[Message]
) -> None:
    since = starts_at - told_before
    planned = plan(starts_at=starts_at, since=since, wanted=wanted, sent=sent, closed=BANK_HOLIDAYS)
    for due in planned:
        here = local(due.due_at, ONE_ZONE)
        assert since <= due.due_at < due.best_before
        assert here.weekday() < 5
        assert 9 <= here.hour < 17
        assert here.date() not in BANK_HOLIDAYS
        assert due.message not in sent
    assert all(second.due_at - first.due_at > timedelta(hours=20) for first, second in pairwise(planned))
