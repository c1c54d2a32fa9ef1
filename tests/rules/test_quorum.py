"""The quorum rule as data: what it keeps, what it refuses, how a sliding quorum is fixed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import quorum
from rules.charter import Charter
from rules.professions import ROLES, SECTORS
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
    settle,
)
from rules.refusals import Refusal

KEYS = sorted({*SECTORS, *ROLES})


@st.composite
def from_these(draw: st.DrawFn) -> FromThese:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
    return FromThese(tuple(keys), draw(st.integers(1, len(keys))), draw(st.booleans()))


def leaves() -> st.SearchStrategy[Rule]:
    return st.one_of(
        st.builds(Headcount, st.integers(1, 12)),
        st.builds(Sectors, st.integers(1, 6), st.booleans()),
        st.builds(RoleCap, st.integers(1, 100), st.booleans()),
        from_these(),
    )


def trees(leaf: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda kind, parts: kind(tuple(parts)),
            st.sampled_from([AllOf, AnyOf]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=5,
    )


sliding = st.one_of(
    st.builds(Share, st.integers(1, 100), st.sampled_from(Size), st.integers(1, 9)),
    st.just(Tiers((Step(10, 3), Step(30, 6)), 9, Size.EXPECTED)),
)


sliding_rules = trees(st.one_of(leaves(), sliding))


@given(sliding_rules)
def test_rule_through_json_is_the_same(rule: Rule) -> None:
    assert quorum.from_data(json.loads(json.dumps(quorum.to_data(rule)))) == rule


def test_charter_through_json_keeps_its_quorum() -> None:
    charter = Charter(quorum=AllOf((Headcount(5), each_of("police", "health"))))
    assert Charter.from_data(json.loads(json.dumps(charter.to_data()))) == charter


def test_charter_without_a_quorum_has_the_default_of_the_terms() -> None:
    assert Charter.from_data({}).quorum == AllOf((Headcount(8), Sectors(3), RoleCap(50)))


@pytest.mark.parametrize(
    ("membership", "expected", "needed"), [(0, 0, 4), (12, 0, 4), (13, 0, 5), (60, 0, 20), (61, 0, 21)]
)
def test_share_of_the_membership_is_rounded_up_and_has_a_floor(
    membership: int, expected: int, needed: int
) -> None:
    rule = Share(33, Size.MEMBERSHIP, floor=4)
    assert settle(rule, membership=membership, expected=expected) == Headcount(needed)


@pytest.mark.parametrize(("expected", "needed"), [(0, 3), (10, 3), (11, 6), (30, 6), (31, 9), (900, 9)])
def test_tiers_by_the_number_expected(expected: int, needed: int) -> None:
    rule = AllOf((Tiers((Step(10, 3), Step(30, 6)), 9, Size.EXPECTED), Sectors(2)))
    assert settle(rule, membership=5, expected=expected) == AllOf((Headcount(needed), Sectors(2)))


@given(trees(st.one_of(leaves(), sliding)), st.integers(0, 500), st.integers(0, 500))
def test_settled_rule_no_longer_slides(rule: Rule, membership: int, expected: int) -> None:
    settled = settle(rule, membership=membership, expected=expected)
    assert settle(settled, membership=expected + 7, expected=membership + 90) == settled


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "headcount", "members": 0},
        {"kind": "sectors", "at_least": 99},
        {"kind": "role-cap", "percent": 0},
        {"kind": "role-cap", "percent": 101},
        {"kind": "from-these", "keys": ["police"], "at_least": 2},
        {"kind": "from-these", "keys": ["police", "police"], "at_least": 1},
        {"kind": "from-these", "keys": ["magician"], "at_least": 1},
        {"kind": "all-of", "parts": []},
        {
            "kind": "tiers",
            "steps": [{"up_to": 9, "members": 3}, {"up_to": 4, "members": 5}],
            "beyond": 6,
            "of": "expected",
        },
    ],
)
def test_rule_that_makes_no_sense_is_refused_in_a_sentence(data: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        quorum.from_data(data)
    assert refused.value.sentence.endswith(".")
