"""What counts as moving a meeting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.meetings import Mode, Plan
from rules.moving import is_moved, is_rescheduled
from rules.nations import Nation

STARTS = datetime(2027, 5, 12, 9, 30, tzinfo=UTC)
ANNOUNCED = Plan(STARTS, STARTS + timedelta(hours=5), "Europe/London", Mode.FACE_TO_FACE, Nation.WALES)
PLACED = replace(ANNOUNCED, venue="City Hall", address="Cathays Park, Cardiff")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PLACED, replace(PLACED, starts_at=STARTS - timedelta(minutes=30))),
        (PLACED, replace(PLACED, ends_at=PLACED.ends_at + timedelta(minutes=30))),
        (PLACED, replace(PLACED, venue="Temple of Peace")),
        (PLACED, replace(PLACED, address="Bute Street, Cardiff")),
        (ANNOUNCED, replace(ANNOUNCED, mode=Mode.VIRTUAL, nation=None)),
    ],
)
def test_meeting_is_moved_when_people_would_miss_it(before: Plan, after: Plan) -> None:
    assert is_moved(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ANNOUNCED, PLACED),
        (PLACED, replace(PLACED, theme="Neglect")),
        (PLACED, replace(PLACED, access="Step-free")),
        (PLACED, replace(PLACED, join_link="https://meet.example/sig")),
        (PLACED, replace(PLACED, capacity=20)),
    ],
)
def test_meeting_is_not_moved_by_what_changes_nobodys_journey(before: Plan, after: Plan) -> None:
    assert not is_moved(before, after)


def test_new_place_at_the_same_time_is_no_new_date() -> None:
    assert not is_rescheduled(PLACED, replace(PLACED, venue="Temple of Peace"))
    assert is_rescheduled(PLACED, replace(PLACED, starts_at=STARTS - timedelta(minutes=30)))
