"""A list of people: what is understood, and what is reported with its line and reason, without quoting it."""

from datetime import date

import pytest

from rules.nations import Nation
from rules.professions import ROLES
from rules.refusals import Refusal
from usecases import people_sheet
from usecases.people_sheet import BadRow, PersonRow

HEADINGS = "name,email,profession,organisation,nation,membership_number,member_from,member_until"


def read(*rows: str, headings: str = HEADINGS) -> people_sheet.Sheet:
    return people_sheet.read("\n".join([headings, *rows]).encode())


def reason(row: str, headings: str = HEADINGS) -> str:
    sheet = read("Right,right@example.org", row, headings=headings)
    assert [good.line for good in sheet.rows] == [2]
    (bad,) = sheet.bad
    assert bad.line == 3
    return bad.reason


def refusal(headings: str) -> str:
    with pytest.raises(Refusal) as caught:
        read("Ann,ann@example.org", headings=headings)
    return caught.value.sentence


def test_a_full_row_is_understood() -> None:
    sheet = read(
        "Siân Price,Sian@Example.org,health visitor or school nurse,Trust,ni,A 12,1 May 2026,31/05/2027"
    )

    assert sheet.bad == ()
    assert sheet.rows == (
        PersonRow(
            line=2,
            name="Siân Price",
            email="sian@example.org",
            role="health-visitor",
            organisation="Trust",
            nation=Nation.NORTHERN_IRELAND,
            membership_number="A 12",
            member_from=date(2026, 5, 1),
            member_until=date(2027, 5, 31),
        ),
    )


def test_only_name_and_address_are_needed() -> None:
    assert read("Ann,ann@example.org", headings="name,email").rows == (
        PersonRow(line=2, name="Ann", email="ann@example.org"),
    )


def test_an_empty_cell_or_a_dash_says_nothing() -> None:
    (row,) = read("Ann,ann@example.org,-,,–,,,").rows

    assert (row.role, row.nation, row.member_from) == (None, None, None)


def test_headings_are_recognised_in_any_order_case_and_common_wording() -> None:
    (row,) = read("M1,Police,ann@example.org,Ann", headings="Membership No.,ROLE,E-mail,Full name,").rows

    assert (row.name, row.email, row.role, row.membership_number) == (
        "Ann",
        "ann@example.org",
        "police",
        "M1",
    )


@pytest.mark.parametrize("role", ROLES)
def test_every_profession_is_recognised_by_its_key_and_its_label(role: str) -> None:
    sheet = read(f"A,a@example.org,{role}", f"B,b@example.org,{ROLES[role].label.upper()}")

    assert [row.role for row in sheet.rows] == [role, role]


def test_the_template_comes_back_without_its_example() -> None:
    assert people_sheet.read(people_sheet.template()) == people_sheet.Sheet((), ())


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",a@example.org", "name is empty"),
        ("Ann,", "email is empty"),
        ("Ann", "email is empty"),
        ("Ann,ann at example.org", "email is not an e-mail address"),
        ("Ann,ann@example", "email is not an e-mail address"),
        ("Ann,<ann@example.org>", "email is not an e-mail address"),
        ("Ann,a@example.org,wizard", "profession has to be one of"),
        ("Ann,a@example.org,,,France", "nation has to be one of"),
        ("Ann,a@example.org,,,,,31 June 2027", "member_from"),
        ("Ann,a@example.org,,,,,14 May", "with its year"),
        ("Ann,a@example.org,,,,,,2027-05-14", "member_until needs member_from"),
        ("Ann,a@example.org,,,,,2027-05-14,2027-05-13", "member_until is before member_from"),
        (f"{'x' * 121},a@example.org", "longer than 120"),
        ("Ann,a@example.org,,,,,,,surplus", "more cells than columns"),
        ("Ann\x07,a@example.org", "can't be shown"),
        ("Ann,a@example.org,,#REF!", "spreadsheet's error"),
        ("Ann 943 476 5919,a@example.org", "not kept"),
        ('"Ann" Lee,a@example.org', "quotation mark"),
    ],
)
def test_a_bad_row_is_reported_with_its_line_and_reason(row: str, why: str) -> None:
    assert why in reason(row)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝"])
@pytest.mark.parametrize("column", ["name", "email", "organisation", "membership_number"])
def test_what_begins_like_a_formula_is_refused(start: str, column: str) -> None:
    cells = {"name": "Ann", "email": "a@example.org", "organisation": "", "membership_number": ""}
    cells[column] = f"{start}cmd|x!A1"

    assert f"{column} begins like a formula" in reason(",".join(cells.values()), headings=",".join(cells))


def test_reasons_never_quote_the_row() -> None:
    secret = "Hunter2"
    rows = [
        f"={secret},a@example.org",
        f"Ann,{secret}",
        f"Ann,b@example.org,{secret}",
        f"Ann,c@example.org,,,{secret}",
        f"Ann,d@example.org,,,,,{secret} 2027",
    ]
    sheet = read(*rows)

    assert len(sheet.bad) == len(rows)
    assert secret.lower() not in " ".join(bad.reason for bad in sheet.bad).lower()


def test_the_same_person_twice_is_reported_with_the_first_line() -> None:
    sheet = read("Ann,ann@example.org,,,,M1", "Anne,ANN@example.org", "Bob,bob@example.org,,,,m-1")

    assert [row.line for row in sheet.rows] == [2]
    assert sheet.bad == (
        BadRow(3, "the same e-mail address is in line 2"),
        BadRow(4, "the same membership number is in line 2"),
    )


@pytest.mark.parametrize(
    "headings",
    ["name", "email", "Ann Lee,ann@example.org", "name,email,shoe size", "name,,email,x", "", "1,2,3"],
)
def test_wrong_columns_are_refused_with_the_right_ones_and_without_quoting(headings: str) -> None:
    sentence = refusal(headings or ",,")

    assert "first row has to name the columns" in sentence
    assert "ann@example.org" not in sentence
    assert "Ann Lee" not in sentence


def test_a_column_that_is_not_known_is_pointed_at() -> None:
    assert "Column 3 is none of them" in refusal("name,email,shoe size")


def test_a_column_named_twice_is_refused() -> None:
    assert "same heading" in refusal("name,email,e-mail")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="nothing in this file"):
        people_sheet.read(content)


def test_fifty_thousand_people_are_read() -> None:
    sheet = read(*(f"Ann,ann{n}@example.org" for n in range(50_000)))

    assert len(sheet.rows) == 50_000
    assert sheet.rows[-1].line == 50_001
