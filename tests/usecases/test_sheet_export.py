"""What leaves the bot as CSV opens as text: no cell runs as a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usecases.sheet_export import as_csv, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+44", "-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1"])
def test_text_that_would_run_is_disarmed(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Ann", "a=b", "", "1-2", -500, 0, None])
def test_other_values_are_left_alone(value: object) -> None:
    assert safe_cell(value) == value


def test_a_file_opens_in_excel_as_it_was_written() -> None:
    content = as_csv(["name", "pence"], [["Siân, GP", -500], ['=HYPERLINK("x")', 5000]])

    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["name", "pence"],
        ["Siân, GP", "-500"],
        ['\'=HYPERLINK("x")', "5000"],
    ]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_no_text_can_begin_a_cell_with_a_sign_of_a_formula(text: str) -> None:
    content = as_csv(["name"], [[text]]).decode("utf-8-sig")

    _, row = csv.reader(io.StringIO(content, newline=""))

    assert not "".join(row).strip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))
