"""Spreadsheets as people send them: encodings, delimiters, Excel's habits, and files meant to do harm."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from rules.refusals import Refusal
from usecases import sheet_files
from usecases.sheet_files import Line, lines

TEXT = "name,email\nSiân Ŵyn,sian@example.org\n"
PLAIN = "name,email\nSiân,sian@example.org\n"
ROWS = [Line(1, ("name", "email")), Line(2, ("Siân", "sian@example.org"))]


def workbook(*rows: list[Any]) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        list(lines(content))
    return caught.value.sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_in_every_form(encoding: str) -> None:
    assert list(lines(TEXT.encode(encoding)))[1].cells[0] == "Siân Ŵyn"


def test_what_old_windows_wrote_is_read() -> None:
    assert list(lines(PLAIN.encode("cp1252"))) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found_out(delimiter: str, ending: str) -> None:
    assert list(lines(PLAIN.replace(",", delimiter).replace("\n", ending).encode())) == ROWS


def test_excels_own_line_about_the_delimiter_is_understood() -> None:
    read = list(lines(b"sep=;\r\nname;email\r\nAnn, GP;ann@example.org\r\n"))

    assert read == [Line(2, ("name", "email")), Line(3, ("Ann, GP", "ann@example.org"))]


def test_line_numbers_are_those_of_the_file_across_blank_and_broken_lines() -> None:
    read = list(lines(b'name,email\n\n"Two\nlines",a@example.org\n,\nLast,b@example.org\n'))

    assert [(line.number, line.cells[0]) for line in read] == [(1, "name"), (3, "Two\nlines"), (6, "Last")]


def test_a_stray_quotation_mark_spoils_its_own_row_only() -> None:
    read = list(lines(b'name,email\n"Ann" Lee,a@example.org\nBob,b@example.org\n'))

    assert read[1].number == 2
    assert "quotation mark" in read[1].fault
    assert read[2] == Line(3, ("Bob", "b@example.org"))


def test_a_quotation_mark_that_never_closes_is_told_with_its_line() -> None:
    read = list(lines(b'name,email\nBob,b@example.org\n"Ann,a@example.org\nCid,c@example.org\n'))

    assert read[-1].number == 3
    assert "quotation mark" in read[-1].fault


def test_a_workbook_is_read_as_a_person_would_type_it() -> None:
    content = workbook(
        ["name", "email", "number", "from", "member"],
        [" Siân ", "sian@example.org", 1234.0, datetime.fromisoformat("2026-09-01T00:00"), True],
        [None, None, None, None, None],
        ["Ann", "ann@example.org", 12.5, date(2026, 9, 1), None],
    )

    assert list(lines(content)) == [
        Line(1, ("name", "email", "number", "from", "member")),
        Line(2, ("Siân", "sian@example.org", "1234", "2026-09-01", "True")),
        Line(4, ("Ann", "ann@example.org", "12.5", "2026-09-01")),
    ]


def test_formulas_in_a_workbook_are_text_and_never_values() -> None:
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["name", "email"])
    book.active.append(['=HYPERLINK("https://example.org")', "a@example.org"])
    book.active["A3"] = ArrayFormula("A3:A3", "=SUM(1,2)")
    book.save(content)

    read = list(lines(content.getvalue()))

    assert [line.cells[0][0] for line in read[1:]] == ["=", "="]


def test_a_workbook_that_lies_about_its_size_is_read_by_its_rows() -> None:
    content = rewritten(
        workbook(["name", "email"], ["Ann", "ann@example.org"]), 'ref="A1:B2"', 'ref="A1:XFD1048576"'
    )

    assert [len(line.cells) for line in lines(content)] == [2, 2]


def test_a_workbook_with_rows_without_end_is_refused() -> None:
    content = rewritten(workbook(["name"], ["Ann"]), '<row r="2"', '<row r="999999999999"')

    assert "empty rows without end" in refusal(content)


def test_xml_that_unfolds_without_end_is_refused() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'
    content = rewritten(workbook(["name"], ["Ann"]), "<worksheet", f"{doctype}<worksheet")

    assert "can't be read" in refusal(content)


def test_a_zip_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet_files, "MAX_UNPACKED_BYTES", 1_000_000)
    packed = io.BytesIO(workbook(["name"], ["Ann"]))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeroes", bytes(2_000_000))
    assert len(packed.getvalue()) < 20_000

    assert "too large when unpacked" in refusal(packed.getvalue())


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Excel file"),
        (b"PK\x03\x04 and then nothing", "can't be read"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "does not seem to be a spreadsheet"),
        (b"name,email\nA\x00nn,ann@example.org\n", "does not seem to be a spreadsheet"),
        (b"\xff\xfen\x00a\x00m", "does not seem to be a spreadsheet"),
        (b"x" * (sheet_files.MAX_BYTES + 1), "larger than 20 MB"),
    ],
    ids=["old-excel", "broken-zip", "picture", "nul", "half-utf-16", "large"],
)
def test_what_is_no_spreadsheet_is_refused_with_advice(content: bytes, advice: str) -> None:
    assert advice in refusal(content)


def test_another_office_file_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert "not an Excel workbook" in refusal(content.getvalue())


def test_a_workbook_cut_short_is_refused() -> None:
    content = rewritten(workbook(["name"], ["Ann"]), "</sheetData>", "")

    assert "can't be read" in refusal(content)


def test_rows_are_counted_beside_their_headings() -> None:
    most = "name,email\n" + "Ann,ann@example.org\n" * sheet_files.MAX_ROWS

    assert sum(1 for _ in lines(most.encode())) == sheet_files.MAX_ROWS + 1
    assert "50,000 rows" in refusal((most + "Bob,bob@example.org\n").encode())


def test_a_row_that_is_too_wide_or_too_long_is_a_fault_of_that_row() -> None:
    read = list(lines(f"name\n{',' * 60}x\n{'x' * 3000}\nAnn\n".encode()))

    assert [bool(line.fault) for line in read] == [False, True, True, False]


def rewritten(content: bytes, old: str, new: str) -> bytes:
    """The workbook with this text of its first sheet replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            copy.writestr(part.filename, data)
    return target.getvalue()
