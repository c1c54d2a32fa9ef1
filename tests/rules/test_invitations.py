"""When SEQUENCE rises for one person, and when their answer lapses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.invitations import (
    Entry,
    Invitation,
    Part,
    Partstat,
    answered,
    next_sequence,
    parts_changed,
    partstat_now,
    sequence_of,
    with_entry,
)
from rules.meetings import Mode, Plan

PLAN = Plan(
    starts_at=datetime(2027, 5, 13, 9, 30, tzinfo=UTC),
    ends_at=datetime(2027, 5, 13, 14, 30, tzinfo=UTC),
    zone="Europe/London",
    mode=Mode.FACE_TO_FACE,
    venue="Tŷ Hywel",
    address="Cardiff",
)


@pytest.mark.parametrize(
    ("change", "parts", "rises"),
    [
        ({"starts_at": PLAN.starts_at + timedelta(hours=1)}, {Part.TIME}, True),
        ({"ends_at": PLAN.ends_at + timedelta(minutes=15)}, {Part.TIME}, True),
        ({"venue": "City Hall"}, {Part.PLACE}, True),
        ({"address": "Swansea"}, {Part.PLACE}, True),
        ({"mode": Mode.VIRTUAL}, {Part.PLACE}, True),
        ({"join_link": "https://meet.example/2"}, {Part.PLACE}, True),
        ({"theme": "Listening"}, {Part.WORDING}, False),
        ({"access": "Lift at the back"}, {Part.WORDING}, False),
        ({"capacity": 12}, set(), False),
        ({"zone": "Europe/Dublin"}, set(), False),
        ({"venue": "City Hall", "theme": "Listening"}, {Part.PLACE, Part.WORDING}, True),
    ],
)
def test_sequence_rises_with_time_and_place_but_not_with_wording(change, parts, rises):
    changed = parts_changed(PLAN, replace(PLAN, **change))
    assert changed == parts
    assert next_sequence(4, changed) == (5 if rises else 4)


def test_cancelling_a_meeting_raises_its_sequence():
    assert next_sequence(0, {Part.STATUS}) == 1


def test_withdrawing_and_asking_again_each_outrank_what_went_before():
    asked = with_entry(None, Entry.INVITED)
    withdrawn = with_entry(asked, Entry.WITHDRAWN)
    again = with_entry(withdrawn, Entry.INVITED)
    assert [sequence_of(2, each) for each in (asked, withdrawn, again)] == [2, 3, 4]


def test_a_hold_that_becomes_a_place_is_a_change_of_status():
    held = with_entry(None, Entry.HELD)
    assert with_entry(held, Entry.INVITED).own == 1


def test_the_same_entry_again_changes_nothing():
    asked = answered(with_entry(None, Entry.INVITED), Partstat.ACCEPTED, PLAN)
    assert with_entry(asked, Entry.INVITED) is asked


def test_answer_stands_while_the_time_does():
    accepted = answered(Invitation(Entry.INVITED), Partstat.ACCEPTED, PLAN)
    assert partstat_now(accepted, replace(PLAN, venue="City Hall")) is Partstat.ACCEPTED


def test_answer_lapses_when_the_meeting_is_rescheduled():
    accepted = answered(Invitation(Entry.INVITED), Partstat.ACCEPTED, PLAN)
    moved = replace(
        PLAN, starts_at=PLAN.starts_at + timedelta(days=7), ends_at=PLAN.ends_at + timedelta(days=7)
    )
    assert partstat_now(accepted, moved) is Partstat.NEEDS_ACTION


def test_whoever_is_asked_anew_has_not_answered():
    declined = answered(Invitation(Entry.INVITED), Partstat.DECLINED, PLAN)
    again = with_entry(with_entry(declined, Entry.WITHDRAWN), Entry.INVITED)
    assert partstat_now(again, PLAN) is Partstat.NEEDS_ACTION
