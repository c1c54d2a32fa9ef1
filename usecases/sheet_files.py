"""Uploaded spreadsheets as plain text cells: CSV in the encodings and shapes that people send, and Excel.

Nothing is evaluated and nothing is trusted: sizes are bounded before anything is unpacked, a formula
comes through as its text, and what can't be read is refused with what to do instead.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rules.refusals import Refusal

MAX_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 100_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 50
MAX_CELL = 2_000
# A workbook may say that its next row is the millionth; so far we follow it.
_LAST_LINE = 200_000

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Line:
    """One filled row: where it stands in the file, from 1, and its cells without surrounding spaces.

    `fault` says why the row could not be read, and then there are no cells.
    """

    number: int
    cells: tuple[str, ...]
    fault: str = ""


def lines(content: bytes) -> Iterator[Line]:
    """The filled rows of a CSV file or of an Excel workbook's first sheet; which it is, the content tells.

    Refuses what is too large, is no spreadsheet, or is one of a kind that can't be read.
    """
    if len(content) > MAX_BYTES:
        raise Refusal(f"This file is larger than {MAX_BYTES // 1_000_000} MB. Please send it in parts.")
    if content.startswith(_OLD_EXCEL):
        raise Refusal(
            "This is an old Excel file, or one protected by a password. In Excel, remove the password if "
            "there is one, choose Save As, and save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”."
        )
    rows = _excel(content) if content.startswith(_ZIP) else _csv(content)
    filled = (line for line in rows if line.fault or any(line.cells))
    for count, line in enumerate(filled):
        if count > MAX_ROWS:  # beside the row of headings
            raise Refusal(f"There are more than {MAX_ROWS:,} rows here. Please send the list in parts.")
        yield _within_limits(line)


def _within_limits(line: Line) -> Line:
    if len(line.cells) > MAX_COLUMNS:
        return Line(line.number, (), f"there are more than {MAX_COLUMNS} columns in this row")
    if any(len(cell) > MAX_CELL for cell in line.cells):
        return Line(line.number, (), "one of the cells is far too long")
    return line


# CSV


def _csv(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    if text[:4].lower() == "sep=" and text[5:6] in {"\r", "\n"}:  # Excel's own way to say it
        delimiter, text = text[4], " " + text[5:]  # the space keeps the line count right
    else:
        delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            yield Line(number, tuple(cell.strip() for cell in next(reader)))
        except StopIteration:
            return
        except csv.Error:
            yield Line(number, (), "a quotation mark in this row is not closed, or stands inside the text")


def _delimiter(text: str) -> str:
    """The sign that parts the headings."""
    headings = text.lstrip().partition("\n")[0].partition("\r")[0]
    return max(_DELIMITERS, key=headings.count)


def _decoded(content: bytes) -> str:
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content[:2]:  # UTF-16 without its mark, beginning with a letter of a heading
        encodings = ["utf-16-be" if content[0] == 0 else "utf-16-le"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refusal(
        "This does not seem to be a spreadsheet. Please send an Excel workbook (.xlsx), or a CSV file "
        "saved as “CSV UTF-8”."
    )


# Excel


def _excel(content: bytes) -> Iterator[Line]:
    # openpyxl takes a quarter of a second to import, and most runs never see a workbook
    from openpyxl import load_workbook

    _refuse_bombs(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > _LAST_LINE:
                raise Refusal(
                    "There are empty rows without end here. Please copy the people into a new workbook."
                )
            yield Line(number, tuple(_cell(value) for value in row))
    except Refusal:
        raise
    except Exception as error:  # a broken workbook raises whatever it breaks: XML, zip, key, value errors
        raise _unreadable() from error


def _refuse_bombs(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise _unreadable() from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Refusal("This is not an Excel workbook. Please save it as .xlsx or “CSV UTF-8”, and send that.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise Refusal("This workbook is too large when unpacked. Please copy the people into a new one.")


def _unreadable() -> Refusal:
    return Refusal(
        "This workbook can't be read. Please open it in Excel, save it as “CSV UTF-8”, and send that."
    )


def _cell(value: Any) -> str:
    """A cell as a person would have typed it: days as 2027-05-14, whole numbers without a point."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case str() | int() | float():
            return str(value).strip()
        case _:  # openpyxl has objects for some kinds of formula
            return "=…"
