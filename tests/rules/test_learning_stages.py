"""Stages of a learning event: one after the other, each with undo, and the publication clock."""

from datetime import date

import pytest

from rules import learning_stages as stages
from rules.learning_stages import Reached, Stage
from rules.refusals import Refusal
from rules.regimes import Regime
from usecases import regimes

TODAY = date(2027, 12, 31)
WALES = regimes.named("wales-cpr")
CONVENED = (Reached(Stage.CONVENED, date(2027, 4, 1), "unit"),)
STEPS = [
    (Stage.HELD, date(2027, 5, 26)),
    (Stage.DRAFTED, date(2027, 6, 30)),
    (Stage.AGREED, date(2027, 7, 14)),
    (Stage.SENT, date(2027, 7, 15)),
    (Stage.PUBLISHED, date(2027, 7, 29)),
    (Stage.TAKEN_DOWN, date(2027, 10, 21)),
]


def reach(
    history: tuple[Reached, ...], stage: Stage, on: date, regime: Regime = WALES
) -> tuple[Reached, ...]:
    return stages.reach(history, stage, on=on, recorded_by="unit", regime=regime, today=TODAY)


def history_until(last: Stage, regime: Regime = WALES) -> tuple[Reached, ...]:
    history = CONVENED
    for stage, on in STEPS:
        if history[-1].stage is last:
            break
        history = reach(history, stage, on, regime)
    return history


def test_event_goes_through_every_stage_to_its_end() -> None:
    history = history_until(Stage.TAKEN_DOWN)
    assert [step.stage for step in history] == list(Stage)[:7]
    assert stages.possible_next(Stage.TAKEN_DOWN, WALES) == ()
    assert stages.erased_on(stages.closed_on(history) or TODAY) == date(2027, 11, 20)


def test_step_that_is_not_next_is_refused() -> None:
    with pytest.raises(Refusal, match="not the next step"):
        reach(CONVENED, Stage.PUBLISHED, date(2027, 5, 1))


@pytest.mark.parametrize(
    ("on", "says"), [(date(2027, 3, 31), "1 April"), (date(2028, 1, 1), "once it has happened")]
)
def test_day_before_the_last_step_or_in_the_future_is_refused(on: date, says: str) -> None:
    with pytest.raises(Refusal, match=says) as caught:
        reach(CONVENED, Stage.HELD, on)
    assert caught.value.field == "on"


def test_every_step_can_be_taken_back_but_the_first() -> None:
    history = history_until(Stage.TAKEN_DOWN)
    while len(history) > 1:
        shorter = stages.undo(history)
        assert reach(shorter, history[-1].stage, history[-1].on) == history
        history = shorter
    with pytest.raises(Refusal, match="cancelled instead"):
        stages.undo(history)


def test_report_is_published_only_after_the_recipient_has_had_its_notice() -> None:
    with pytest.raises(Refusal, match="29 July"):
        reach(history_until(Stage.SENT), Stage.PUBLISHED, date(2027, 7, 28))


def test_english_notice_counts_working_days_over_a_bank_holiday() -> None:
    england = regimes.named("england")
    closed = {date(2027, 8, 30)}
    assert stages.earliest_publication(date(2027, 8, 25), england) == date(2027, 9, 3)
    assert stages.earliest_publication(date(2027, 8, 25), england, closed) == date(2027, 9, 6)


def test_report_stays_up_for_the_minimum_and_alerts_come_before_its_end() -> None:
    published = date(2027, 7, 29)
    assert WALES.publication_ends(published) == date(2027, 10, 21)
    assert stages.takedown_alerts(published, WALES) == (date(2027, 10, 7), date(2027, 10, 19))
    with pytest.raises(Refusal, match="12 weeks"):
        reach(history_until(Stage.PUBLISHED), Stage.TAKEN_DOWN, date(2027, 10, 20))


def test_report_without_a_minimum_comes_down_any_day_and_needs_no_alert() -> None:
    scotland = regimes.named("scotland")
    published = history_until(Stage.PUBLISHED, scotland)
    assert stages.takedown_alerts(published[-1].on, scotland) == ()
    assert reach(published, Stage.TAKEN_DOWN, published[-1].on, scotland)[-1].stage is Stage.TAKEN_DOWN


def test_event_closes_without_publication_only_where_the_regime_allows_it() -> None:
    scotland = regimes.named("scotland")
    sent = history_until(Stage.SENT, scotland)
    closed = reach(sent, Stage.CLOSED, date(2027, 8, 1), scotland)
    assert stages.closed_on(closed) == date(2027, 8, 1)
    with pytest.raises(Refusal):
        reach(history_until(Stage.SENT), Stage.CLOSED, date(2027, 8, 1))


def test_expected_stage_is_late_from_the_day_after_until_it_is_reached() -> None:
    expected = {Stage.HELD: date(2027, 5, 26), Stage.DRAFTED: date(2027, 6, 30)}
    history = history_until(Stage.HELD)
    assert stages.late(history, expected, today=date(2027, 6, 30)) == ()
    assert stages.late(history, expected, today=date(2027, 7, 1)) == (Stage.DRAFTED,)


def test_event_is_open_until_its_end_and_a_cancelled_one_is_over() -> None:
    assert stages.closed_on(history_until(Stage.PUBLISHED)) is None
    assert stages.closed_on(CONVENED, cancelled_on=TODAY) == TODAY


def test_stage_has_its_regimes_own_name() -> None:
    assert stages.name(Stage.SENT, WALES) == "Copy sent to Welsh Government"
    assert stages.name(Stage.TAKEN_DOWN, WALES) == "Taken down"
    assert stages.day_of(history_until(Stage.HELD), Stage.HELD) == date(2027, 5, 26)
