"""The form of the quorum rule: what is shown is what is in force, and what is typed is what is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.blocks import quorum_rule
from handlers.slack.blocks.quorum_rule import as_rule, as_typed, form, preview, read
from rules.professions import SECTORS
from rules.quorum import DEFAULT, AllOf, AnyOf, FromThese, Headcount, RoleCap, Rule, Sectors, Share, Size
from rules.refusals import Refusal
from usecases.quorum_rule import InForce, Preview

optional = st.one_of(st.none(), st.integers(1, 9))


@st.composite
def shown_rules(draw: st.DrawFn) -> Rule:
    """Any rule that the form can express."""
    count = st.builds(Headcount, st.integers(1, 99))
    share = st.builds(Share, st.integers(1, 100), st.just(Size.MEMBERSHIP), st.integers(1, 20))
    parts: list[Rule] = [draw(st.one_of(count, share))]
    if draw(st.booleans()):
        parts.append(Sectors(draw(st.integers(1, 5))))
    if draw(st.booleans()):
        parts.append(RoleCap(draw(st.integers(1, 100))))
    if draw(st.booleans()):
        keys = draw(st.lists(st.sampled_from(sorted(SECTORS)), min_size=1, max_size=4, unique=True))
        parts.append(FromThese(tuple(keys), draw(st.integers(1, len(keys))), hard=True))
    rule = AllOf(tuple(parts))
    return AnyOf((rule, Headcount(draw(st.integers(1, 99))))) if draw(st.booleans()) else rule


@given(shown_rules())
def test_form_shows_the_rule_and_sends_it_back_unchanged(rule: Rule) -> None:
    typed, these = as_typed(rule)
    assert as_rule(typed, list(these)) == rule


def test_form_of_the_default_names_it_in_words() -> None:
    view = form(InForce("group", 3, DEFAULT))
    assert view["blocks"][0]["text"]["text"].startswith(
        "In force (version 3): Quorate with at least 8 members present."
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "members"),
        ({"members": "none"}, "members"),
        ({"members": "0"}, "members"),
        ({"count": "share", "members": "120"}, "members"),
        ({"members": "8", "sectors": "44"}, "sectors"),
        ({"members": "8", "cap": "0"}, "cap"),
        ({"members": "8", "instead": "-2"}, "instead"),
        ({"members": "8", "of_these": "3"}, "of_these"),
    ],
)
def test_number_that_makes_no_sense_is_refused_beside_its_field(typed: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        as_rule(typed, ["police"] if field == "of_these" else [])
    assert refused.value.field == field


@given(shown_rules())
def test_preview_carries_the_rule_to_its_button(rule: Rule) -> None:
    view = preview("group", rule, Preview("words", 0, (), ()))
    assert len(view["private_metadata"]) < 3000
    assert read(view["private_metadata"]) == ("group", rule)


def test_preview_names_the_meetings_it_would_have_changed() -> None:
    view = preview("group", DEFAULT, Preview("words", 5, ("3 March 2027",), ("14 May 2027", "2 July 2027")))
    assert view["blocks"][1]["text"]["text"] == (
        "Never quorate by it: 3 March 2027. The chair would have had to judge diversity: 14 May 2027 and 2 July 2027."
    )
    unchanged = quorum_rule.preview("group", DEFAULT, Preview("words", 5, (), ()))
    assert unchanged["blocks"][1]["text"]["text"] == "All 5 past meetings would have been quorate by it."
