"""The words that answer a letter: one of them alone is understood, and anything that says more is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.learning_replies import OF_AUDIENCE, Command, Verb, understood


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("PAUSE", Verb.PAUSE),
        ("Pause, please.", Verb.PAUSE),
        ("  *pause* ", Verb.PAUSE),
        ("Go on", Verb.GO_ON),
        ("Talk, thank you", Verb.TALK),
        ("TALK, REVIEWER", Verb.TALK_REVIEWER),
        ("Can’t come.", Verb.HARD),
        ("cannot come", Verb.HARD),
        ("can't come", Verb.HARD),
        ("Methu dod", Verb.HARD),
        ("not taking part", Verb.LEAVE),
        ("Cymraeg, diolch", Verb.WELSH),
    ],
)
def test_word_is_understood_however_it_is_typed(line: str, verb: Verb) -> None:
    assert understood(line, "practitioner") == Command(verb)


@pytest.mark.parametrize(
    ("line", "numbers"),
    [("READY 1 3", (1, 3)), ("ready 1, 3 and 5", (1, 3, 5)), ("Barod: 2", (2,)), ("ready", ())],
)
def test_numbers_follow_the_word(line: str, numbers: tuple[int, ...]) -> None:
    assert understood(line, "practitioner") == Command(Verb.READY, numbers)


def test_all_stands_for_every_line() -> None:
    told = understood("Told all", "panel-member")
    assert told == Command(Verb.TOLD, everything=True)
    assert told.picks(("a", "b")) == ("a", "b")
    assert Command(Verb.TOLD, (2, 7, 0)).picks(("a", "b")) == ("b",)


@pytest.mark.parametrize(
    "line",
    [
        "Can't come. My father has died.",
        "Please pause my messages until Monday",
        "I would like to talk",
        "talk to Mair",
        "not now",
        "ready or not",
        "pause 2",
        "ready 1000000",
        "",
        "told 1",  # a panel member's word
        "Dear colleague",
    ],
)
def test_what_says_more_is_for_a_person_to_read(line: str) -> None:
    assert understood(line, "practitioner") is None


def test_nobody_of_another_audience_is_understood() -> None:
    assert understood("pause", "business-unit") is None


@given(st.text(max_size=80))
def test_any_line_is_read_without_a_fault_and_understood_only_with_a_known_word(line: str) -> None:
    for audience, known in OF_AUDIENCE.items():
        found = understood(line, audience)
        assert found is None or found.verb in known.values()
