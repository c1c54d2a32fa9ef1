"""Places: nobody overtakes those who wait, and there are never more places than there are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meetings import State
from rules.refusals import Refusal
from rules.rsvp import Answer, Place, Room, booking_closes, offer_lapses, place_for, refuse_if_settled

NOW = datetime(2027, 5, 1, 12, 0, tzinfo=UTC)


@given(st.integers(1, 20), st.lists(st.sampled_from(Answer), max_size=60))
def test_places_given_never_exceed_the_capacity(capacity: int, answers: list[Answer]) -> None:
    held: list[Place] = []
    for answer in answers:
        taken, waiting = held.count(Place.BOOKED), held.count(Place.WAITING)
        held.append(place_for(answer, Place.NONE, Room(capacity, taken, waiting)))
    attending = answers.count(Answer.ATTENDING)
    assert held.count(Place.BOOKED) == min(capacity, attending)
    assert held.count(Place.WAITING) == max(0, attending - capacity)


def test_free_place_is_not_given_past_those_who_wait() -> None:
    assert place_for(Answer.ATTENDING, Place.NONE, Room(10, 9, waiting=1)) is Place.WAITING


def test_maybe_holds_no_place() -> None:
    assert place_for(Answer.MAYBE, Place.BOOKED, Room(10, 1, 0)) is Place.NONE


def test_offer_is_taken_by_attending() -> None:
    assert place_for(Answer.ATTENDING, Place.OFFERED, Room(10, 10, 3)) is Place.BOOKED


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.CANCELLED, "was cancelled (snow)"),
        (State.DRAFT, "is not published yet"),
        (State.CLOSED, "is over"),
    ],
)
def test_answer_to_a_meeting_that_takes_none_says_why(state: State, words: str) -> None:
    with pytest.raises(Refusal, match=words.replace("(", r"\(").replace(")", r"\)")):
        refuse_if_settled(state, ends_at=NOW + timedelta(days=1), because="snow", now=NOW)


def test_offer_never_outlives_the_booking_and_is_not_made_after_it() -> None:
    closes_at = booking_closes(NOW + timedelta(hours=60), 24, limited=True)
    assert closes_at == NOW + timedelta(hours=36)
    assert offer_lapses(NOW, 48, closes_at) == closes_at
    assert offer_lapses(NOW, 12, closes_at) == NOW + timedelta(hours=12)
    assert offer_lapses(closes_at, 48, closes_at) is None
