"""Regimes: the four nations' own, complete, sourced and editable."""

import json
from datetime import date

import pytest

from rules.nations import Nation
from rules.refusals import Refusal, Unknown
from rules.regimes import Regime
from usecases import regimes

MINIMAL = """
[here]
name = "Here"
nation = "wales"
review = "review"
body = "the Board"
decides = "the Board"
recipient = "Welsh Government"
published_on = "the website"
sources = [{ about = "all", source = "a guide", checked = 2026-11-23 }]
"""


def test_all_four_nations_ship_and_wales_has_two_regimes() -> None:
    assert {regime.nation for regime in regimes.shipped().values()} == set(Nation)
    assert [key for key, regime in regimes.shipped().items() if regime.nation is Nation.WALES] == [
        "wales-cpr",
        "wales-susr",
    ]


@pytest.mark.parametrize("key", sorted(regimes.shipped()))
def test_every_regime_says_where_its_facts_come_from(key: str) -> None:
    regime = regimes.named(key)
    assert all(
        source.source and source.about and source.checked <= date(2026, 11, 23) for source in regime.sources
    )


def test_welsh_report_is_published_for_twelve_weeks_and_copied_to_welsh_government() -> None:
    wales = regimes.named("wales-cpr")
    assert (wales.publication_weeks, wales.recipient) == (12, "Welsh Government")


@pytest.mark.parametrize("key", sorted(regimes.shipped()))
def test_regime_survives_being_stored(key: str) -> None:
    regime = regimes.named(key)
    assert Regime.from_data(json.loads(json.dumps(regime.to_data()))) == regime


def test_edited_regime_differs_only_where_it_was_edited() -> None:
    edited = regimes.named("scotland").with_changes(publication_weeks=6)
    assert edited.publication_ends(date(2027, 1, 4)) == date(2027, 2, 15)
    assert edited.with_changes(publication_weeks=None) == regimes.named("scotland")


@pytest.mark.parametrize(
    ("found", "written", "says"),
    [
        ('nation = "wales"', 'nation = "atlantis"', "Compare it"),
        ('body = "the Board"\n', "", "Compare it"),
        ('review = "review"', 'review = "review"\ncolour = "red"', "no “colour”"),
        ('review = "review"', 'review = "review"\nnotice_days = -1', "count forwards"),
        (
            'sources = [{ about = "all", source = "a guide", checked = 2026-11-23 }]',
            "sources = []",
            "Say where",
        ),
    ],
)
def test_incomplete_regime_is_refused(found: str, written: str, says: str) -> None:
    assert regimes.parse(MINIMAL)["here"].stages.held == "Event held"
    with pytest.raises(Refusal, match=says):
        regimes.parse(MINIMAL.replace(found, written))


def test_unknown_regime_is_refused() -> None:
    with pytest.raises(Unknown, match="Choose one"):
        regimes.named("utopia")
