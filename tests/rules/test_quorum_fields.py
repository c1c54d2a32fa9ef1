"""The rule as a form's fields: untouched it stays what it was, and a change changes that and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.quorum import (
    AllOf,
    AnyOf,
    FromThese,
    Headcount,
    RoleCap,
    Rule,
    Sectors,
    Share,
    Size,
    Step,
    Tiers,
    each_of,
)
from rules.quorum_fields import fields_of, read
from rules.refusals import Refusal
from tests.rules.test_quorum import sliding_rules

SLIDING = Tiers((Step(20, 5), Step(60, 8)), 12, Size.EXPECTED)
NESTED = AllOf(
    (SLIDING, Sectors(2), AnyOf((each_of("police"), each_of("gp", "nurse"))), Sectors(4, hard=True))
)


@given(sliding_rules)
def test_form_sent_back_untouched_keeps_the_very_same_rule(rule: Rule) -> None:
    assert read(rule, fields_of(rule).typed) == rule


@given(sliding_rules, st.integers(1, 9))
def test_one_field_changed_leaves_everything_else_as_it_was(rule: Rule, share: int) -> None:
    before = fields_of(rule)
    after = fields_of(read(rule, {**before.typed, "cap": str(share)}))
    assert after.kept == before.kept
    assert after.typed == {**before.typed, "cap": str(share)}


def test_what_has_no_field_is_named_and_goes_only_when_it_is_unticked() -> None:
    fields = fields_of(NESTED)
    assert fields.kept == NESTED.parts[2:]
    assert fields.typed["kept"] == "0 1"
    assert read(NESTED, {**fields.typed, "kept": "1"}) == AllOf((SLIDING, Sectors(2), Sectors(4, hard=True)))


def test_steps_are_typed_a_line_each() -> None:
    typed = {"count": "steps", "steps": "Up to  20:5\n\n60: 8\nmore:12 ", "of": "expected"}
    assert read(Headcount(8), typed) == AllOf((SLIDING,))
    assert fields_of(SLIDING).typed["steps"] == "up to 20: 5\nup to 60: 8\nmore: 12"


def test_share_may_be_of_those_who_said_that_they_attend() -> None:
    typed = {"count": "share", "members": "25 %", "floor": "3", "of": "expected"}
    assert read(Headcount(8), typed) == AllOf((Share(25, Size.EXPECTED, 3),))


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
        ({"members": "8", "these": "police", "of_these": "3"}, "of_these"),
        ({"count": "steps"}, "steps"),
        ({"count": "steps", "steps": "up to 20: 5"}, "steps"),
        ({"count": "steps", "steps": "many: 5\nmore: 8"}, "steps"),
        ({"count": "steps", "steps": "up to 20: 5\nup to 10: 6\nmore: 8"}, "steps"),
        ({"count": "steps", "steps": "up to 20: 0\nmore: 8"}, "steps"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(typed: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(AllOf((Headcount(8), RoleCap(50), FromThese(("gp",), 1, hard=True))), typed)
    assert refused.value.field == field
