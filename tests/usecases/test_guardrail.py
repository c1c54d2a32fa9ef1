"""The guardrail as the bot uses it, and its figures on the set that was written first."""

import traceback
from pathlib import Path

import pytest

from rules.identifiers import Kind
from rules.refusals import Refusal
from usecases import guardrail

MEASURED_SET = Path(__file__).parent.parent / "data" / "identifiers.tsv"
NUMBER = "999 215 8107"
LEAKY = f"themes from {NUMBER}"


@pytest.fixture(scope="module")
def figures() -> guardrail.Figures:
    with MEASURED_SET.open(encoding="utf-8") as lines:
        return guardrail.measure(lines)


def test_measured_set_is_large_enough_to_mean_something(figures: guardrail.Figures) -> None:
    assert figures.identifiers >= 300
    assert figures.harmless >= 200
    assert {kind for kind, _, _ in figures.by_kind} == {*Kind, "pass"}


def test_identifiers_let_through_are_at_most_one_in_a_hundred(figures: guardrail.Figures) -> None:
    assert figures.miss_rate <= 0.01, figures.missed


def test_harmless_lines_refused_are_at_most_one_in_a_hundred(figures: guardrail.Figures) -> None:
    assert figures.false_alarm_rate <= 0.01, figures.refused


def test_figures_notice_a_guardrail_that_lets_everything_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guardrail, "is_suspicious", lambda _: None)
    figures = guardrail.measure(["# a comment", f"nhs\t{NUMBER}", "pass\t14 May"])
    assert (figures.miss_rate, figures.false_alarm_rate) == (1.0, 0.0)


def test_report_gives_both_rates_and_never_a_text(figures: guardrail.Figures) -> None:
    report = guardrail.report(figures)
    assert f"of {figures.identifiers} identifiers" in report
    assert NUMBER not in report


def test_refusal_says_what_to_do_and_never_quotes_the_text() -> None:
    with pytest.raises(Refusal) as caught:
        guardrail.refuse_identifiers(LEAKY, field="theme")
    assert caught.value.field == "theme"
    assert "please take it out" in caught.value.sentence
    shown = "".join(traceback.format_exception(caught.value))
    assert NUMBER not in shown
    assert LEAKY not in shown


def test_harmless_text_is_let_through() -> None:
    guardrail.refuse_identifiers("Professional curiosity, 14 May 2027, 10.30–12.30")
    assert guardrail.is_suspicious("") is None
