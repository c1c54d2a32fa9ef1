"""The charter as people type it: what is read, what is refused, and that nothing is left out of the form."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.charter import Charter
from rules.charter_fields import SETTINGS, as_typed, read
from rules.refusals import Refusal

# Settings that have a form of their own, or that the terms of reference fix
ELSEWHERE = {"quorum", "refunds", "nations", "review_month", "programme_weeks"}


def test_every_setting_of_the_charter_can_be_changed_somewhere() -> None:
    assert {one.name for one in fields(Charter)} == {one.name for one in SETTINGS} | ELSEWHERE


def test_form_sent_back_untouched_changes_nothing() -> None:
    assert read(Charter(), {one.name: as_typed(one, Charter()) for one in SETTINGS}) == Charter()


@given(st.integers(0, 99_999))
def test_price_in_pounds_is_kept_in_pence(pence: int) -> None:
    typed = f" £{pence // 100}.{pence % 100:02} "
    assert read(Charter(), {"non_member_pence": typed}).non_member_pence == pence


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("non_member_pence", "fifty", "from 0 to 1000"),
        ("non_member_pence", "-1", "from 0 to 1000"),
        ("non_member_pence", "NaN", "from 0 to 1000"),
        ("non_member_pence", "12.345", "from 0 to 1000"),
        ("card_days", "1e9", "from 0 to 365"),
        ("card_days", "", "from 0 to 365"),
        ("start", "25:00", "."),
        ("end", "09:00", "ends after it begins"),
        ("how_to_pay", "   ", "1 to 500 characters"),
    ],
)
def test_setting_that_cannot_be_is_refused_by_its_name(name: str, typed: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        read(Charter(), {name: typed})
    assert refused.value.field == name


def test_year_without_meetings_is_refused() -> None:
    with pytest.raises(Refusal, match="at least once a year"):
        read(Charter(), {"virtual_meetings": "0", "face_to_face_meetings": "0"})
