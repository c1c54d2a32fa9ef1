"""The forecast: near the truth, honest about its range, and clear about whom to ask."""

from itertools import product
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.forecast import FIRST_GUESS, Habits, Outcome, forecast, learn
from rules.forecast_check import back_test, generated_history
from rules.quorum import DEFAULT, Headcount
from rules.quorum_count import Present, Standing
from rules.rsvp import Answer

YES, MAYBE, NO = Answer.ATTENDING, Answer.MAYBE, Answer.APOLOGIES
CALM = Habits(wobble=0.0)


def invited(**answers: Answer | None) -> list[tuple[Present, Answer | None]]:
    """Members by role and number with their answers, e.g. `invited(nurse1=YES, police1=MAYBE)`."""
    return [(Present(name, name.rstrip("0123456789")), answer) for name, answer in answers.items()]


@given(st.lists(st.sampled_from([YES, MAYBE, NO, None]), max_size=7))
def test_odds_are_those_of_counting_every_way_it_could_turn_out(answers: list[Answer | None]) -> None:
    made = forecast(Headcount(1), invited(**{f"nurse{n}": a for n, a in enumerate(answers)}), CALM)
    expected = [0.0] * (len(answers) + 1)
    for turn_out in product([True, False], repeat=len(answers)):
        chances = [
            FIRST_GUESS[a] if comes else 1 - FIRST_GUESS[a]
            for a, comes in zip(answers, turn_out, strict=True)
        ]
        expected[sum(turn_out)] += prod(chances)
    assert made.odds == pytest.approx(expected)
    assert made.chance_of(1) == pytest.approx(1 - expected[0])
    assert made.low <= made.high


@given(st.lists(st.sampled_from([YES, MAYBE, NO, None]), max_size=12), st.floats(0, 1))
def test_odds_add_up_however_much_meetings_differ(answers: list[Answer | None], wobble: float) -> None:
    people = invited(**{f"gp{n}": answer for n, answer in enumerate(answers)})
    made = forecast(Headcount(1), people, Habits(wobble=wobble))
    assert sum(made.odds) == pytest.approx(1)


def test_own_past_counts_for_more_the_more_there_is_of_it() -> None:
    careless = [[Outcome("ann", YES, came=False)]]
    chances = [learn(careless * meetings).chance("ann", YES) for meetings in (0, 1, 5, 20)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == FIRST_GUESS[YES]
    assert 0 < chances[-1] < 0.15


def test_meetings_that_differ_widen_the_range() -> None:
    people = [(f"p{n}", YES) for n in range(30)]
    even = [
        [Outcome(who, yes, came=n % 7 != meeting % 7) for n, (who, yes) in enumerate(people)]
        for meeting in range(8)
    ]
    uneven = [[Outcome(who, yes, came=meeting % 2 == 0) for who, yes in people] for meeting in range(8)]
    assert learn(even).wobble < 0.2
    assert learn(uneven).wobble > 0.8


def test_guests_are_not_forecast() -> None:
    guests = [(Present(f"g{n}", "police", Standing.GUEST), YES) for n in range(5)]
    assert forecast(DEFAULT, guests).odds == pytest.approx((1.0,))
    assert forecast(DEFAULT, []).sentence == "About 0 members likely (0)."


def test_sentence_names_the_sectors_from_which_probably_nobody_comes() -> None:
    nurses = {f"nurse{n}": YES for n in range(5)}
    made = forecast(DEFAULT, invited(**nurses, gp1=YES, police1=MAYBE, education1=None, legal1=YES), CALM)
    assert made.missing == ("education", "police")
    assert made.sentence == (
        "About 6 members likely (5 to 8); probably none from education and early years"
        " or from the police yet."
    )


def test_those_who_would_mend_it_are_named_and_nobody_who_sent_apologies() -> None:
    nurses = {f"nurse{n}": YES for n in range(7)}
    people = invited(**nurses, gp1=YES, gp2=YES, lay1=NO, police1=None, education1=MAYBE, legal1=YES)
    made = forecast(Headcount(10), people, CALM)
    assert [person.person_id for person in made.ask] == ["education1", "police1"]


def test_range_holds_four_truths_in_five_of_generated_histories() -> None:
    histories = [
        generated_history(Random(seed), people=people, meetings=12)
        for seed in range(16)
        for people in (15, 40)
    ]
    checked = back_test(histories)
    assert checked.forecasts == 16 * 2 * 8
    assert 0.74 <= checked.inside <= 0.88
    assert checked.width < 6
    assert checked.error < 0.9 * checked.naive_error
