"""What a rule means, as the charter's preview says it."""

import pytest

from rules.quorum import DEFAULT, AnyOf, FromThese, Headcount, Rule, Share, Size, Step, Tiers, each_of
from rules.quorum_words import in_words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            DEFAULT,
            (
                "Quorate with at least 8 members present. For professional diversity: members from at least"
                " 3 sectors and no single role above half of the members present; otherwise the chair records"
                " whether the attendance reflects it."
            ),
        ),
        (Headcount(1), "Quorate with at least 1 member present."),
        (
            AnyOf((Headcount(12), each_of("police", "nurse", hard=True))),
            "Quorate with either at least 12 members present or someone from the police and a nurse.",
        ),
        (
            FromThese(("police", "gp", "lay"), 2, hard=True),
            "Quorate with two of someone from the police, a GP or a lay member.",
        ),
        (
            Share(25, Size.MEMBERSHIP, floor=4),
            "Quorate with at least 25 % of the group’s members, and never fewer than 4.",
        ),
        (
            Tiers((Step(10, 3), Step(30, 6)), 9, Size.EXPECTED),
            (
                "Quorate with 3 members for up to 10 of those expected, 6 members for up to 30 of"
                " those expected and 9 members beyond that."
            ),
        ),
    ],
)
def test_rule_in_words(rule: Rule, words: str) -> None:
    assert in_words(rule) == words
