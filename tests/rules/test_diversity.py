"""The chair's word on diversity: it speaks of the people in the room, and lapses with them."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.attendance import Sitting, Stay, course
from rules.diversity import Word, is_quorate, moments, speak, stands
from rules.quorum import AllOf, Headcount, RoleCap, Sectors
from rules.quorum_count import Present
from rules.quorum_verdict import evaluate
from rules.refusals import Refusal

TEN = datetime(2027, 5, 14, 10, 0, tzinfo=UTC)
RULE = AllOf((Headcount(4), Sectors(3), RoleCap(50)))


def room(**counts: int) -> list[Present]:
    return [Present(f"{role}{n}", role) for role, count in counts.items() for n in range(count)]


def word(people: list[Present], *, reflects: bool, minute: int = 0) -> Word:
    return speak(
        evaluate(RULE, people),
        reflects=reflects,
        reason="Two nations are here",
        chair_id="chair",
        at=TEN + timedelta(minutes=minute),
    )


def test_without_a_word_the_rule_decides() -> None:
    assert is_quorate(evaluate(RULE, room(nurse=2, police=1, lay=1)), None)
    assert not is_quorate(evaluate(RULE, room(nurse=2, police=2)), None)


def test_the_word_stands_for_the_room_it_was_given_for() -> None:
    said = word(room(nurse=3, police=2), reflects=True)
    assert is_quorate(evaluate(RULE, room(nurse=3, police=2)), said)
    assert is_quorate(evaluate(RULE, room(nurse=3, police=3)), said)


def test_the_word_lapses_when_the_mix_gets_worse() -> None:
    said = word(room(nurse=3, police=2), reflects=True)
    assert not stands(said, evaluate(RULE, room(nurse=5)))
    assert not is_quorate(evaluate(RULE, room(nurse=5)), said)


def test_the_word_never_makes_up_for_too_few() -> None:
    said = word(room(nurse=3), reflects=True)
    assert not is_quorate(evaluate(RULE, room(nurse=3)), said)


def test_the_chair_may_say_that_it_does_not_reflect_diversity() -> None:
    people = room(nurse=2, police=1, lay=1)
    assert not is_quorate(evaluate(RULE, people), word(people, reflects=False))
    few = room(nurse=2, police=2)
    assert is_quorate(evaluate(RULE, [*few, *room(lay=1)]), word(few, reflects=False))


def test_a_word_against_the_rule_needs_a_reason() -> None:
    with pytest.raises(Refusal):
        speak(evaluate(RULE, room(nurse=4)), reflects=True, reason=" ", chair_id="chair", at=TEN)


def test_moments_follow_arrivals_words_and_departures() -> None:
    at = [TEN + timedelta(minutes=minute) for minute in range(60)]
    nurses = [Stay(person, at[0]) for person in room(nurse=2)]
    police = [Stay(person, at[10], at[40]) for person in room(police=2)]
    said = word(room(nurse=2, police=2), reflects=True, minute=20)
    points = course(RULE, [*nurses, *police], [Sitting(at[0])])
    assert [(moment.at, moment.quorate) for moment in moments(points, [said])] == [
        (at[20], True),
        (at[40], False),
    ]
