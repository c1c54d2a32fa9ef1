"""A list of people from a spreadsheet: every row understood, or reported with its line and the reason."""

import re
from dataclasses import dataclass
from datetime import date

from rules.email_addresses import is_address
from rules.nations import Nation
from rules.professions import ROLES
from rules.refusals import Refusal
from rules.typed_times import date_from
from usecases.guardrail import is_suspicious
from usecases.sheet_export import as_csv
from usecases.sheet_files import Line, lines

COLUMNS = (
    "name",
    "email",
    "profession",
    "organisation",
    "nation",
    "membership_number",
    "member_from",
    "member_until",
)
_REQUIRED = ("name", "email")
_LONGEST = {"name": 120, "email": 254, "organisation": 120, "membership_number": 40}

_ALSO_CALLED = {
    "fullname": "name",
    "emailaddress": "email",
    "role": "profession",
    "professionalrole": "profession",
    "organization": "organisation",
    "employer": "organisation",
    "agency": "organisation",
    "country": "nation",
    "membershipno": "membership_number",
    "membernumber": "membership_number",
    "memberno": "membership_number",
    "membersince": "member_from",
    "memberto": "member_until",
    "membershipexpires": "member_until",
}

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|#+)")
_NOTHING = {"-", "–", "—"}
_EXAMPLE = (
    "Alex Example",
    "alex.example@example.org",
    "Paediatrician",
    "Example NHS Trust",
    "Wales",
    "A1234",
    "2026-09-01",
    "2027-08-31",
)


@dataclass(frozen=True)
class PersonRow:
    """What one row says of a person; an empty cell says nothing, and never erases what is known.

    `role` is a key of `rules.professions.ROLES`; the address is in lower case; a member from a day, perhaps
    until a last day.
    """

    line: int
    name: str
    email: str
    role: str | None = None
    organisation: str = ""
    nation: Nation | None = None
    membership_number: str = ""
    member_from: date | None = None
    member_until: date | None = None


@dataclass(frozen=True)
class BadRow:
    """A row that can't be taken, and why, in words that do not repeat what it says."""

    line: int
    reason: str


@dataclass(frozen=True)
class Sheet:
    """A whole list: the rows that are right and those that are not, each in the order of the file."""

    rows: tuple[PersonRow, ...]
    bad: tuple[BadRow, ...]


def _key(text: str) -> str:
    """A word without its case, spaces and signs."""
    return "".join(character for character in text.casefold() if character.isalnum())


_COLUMN_NAMES = {_key(name): name for name in COLUMNS} | _ALSO_CALLED
_ROLES = {_key(word): key for key, role in ROLES.items() for word in (key, role.label)}
_NATIONS = {_key(nation): nation for nation in Nation} | {
    "ni": Nation.NORTHERN_IRELAND,
    "nireland": Nation.NORTHERN_IRELAND,
}


class _Bad(Exception):
    """Why a row can't be taken."""


def read(content: bytes) -> Sheet:
    """Understand an uploaded CSV file or Excel workbook.

    Refuses a file that can't be read at all, is empty, or whose first row does not name the columns.
    """
    found = lines(content)
    headings = next(found, None)
    if headings is None:
        raise Refusal("There is nothing in this file. The template shows how the list should look.")
    columns = _columns(headings)
    rows: list[PersonRow] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    for line in found:
        try:
            row = _row(line, columns)
            _refuse_repetition(row, seen)
        except _Bad as reason:
            bad.append(BadRow(line.number, str(reason)))
        else:
            rows.append(row)
    return Sheet(tuple(row for row in rows if row.email != _EXAMPLE[1]), tuple(bad))


def template() -> bytes:
    """A CSV file to fill in: the columns, and one made-up person, who is passed over when it comes back."""
    return as_csv(COLUMNS, [_EXAMPLE])


def _columns(headings: Line) -> tuple[str, ...]:
    """The column that each heading means. Headings are never quoted: they may be the first person."""
    filled = max((place for place, cell in enumerate(headings.cells, 1) if cell), default=0)
    names = tuple(_COLUMN_NAMES.get(_key(cell), "") for cell in headings.cells[:filled])
    wrong = [place for place, name in enumerate(names, 1) if not name]
    missing = [name for name in _REQUIRED if name not in names]
    if headings.fault or wrong or missing:
        which = f"Column {wrong[0]} is none of them. " if wrong and len(wrong) < len(names) else ""
        raise Refusal(
            f"The first row has to name the columns: {', '.join(COLUMNS)}. Only name and email are needed. "
            f"{which}The template has them all."
        )
    if len(set(names)) < len(names):
        raise Refusal("Two columns have the same heading. Please leave one of them out.")
    return names


def _row(line: Line, columns: tuple[str, ...]) -> PersonRow:
    if line.fault:
        raise _Bad(line.fault)
    if any(line.cells[len(columns) :]):
        raise _Bad("there are more cells than columns; is there a comma in a name? Put such a cell in quotes")
    cells = {name: _cell(name, text) for name, text in zip(columns, line.cells, strict=False)}
    row = PersonRow(
        line=line.number,
        name=_needed("name", cells),
        email=_email(_needed("email", cells)),
        role=_role(cells.get("profession", "")),
        organisation=cells.get("organisation", ""),
        nation=_nation(cells.get("nation", "")),
        membership_number=cells.get("membership_number", ""),
        member_from=_day("member_from", cells),
        member_until=_day("member_until", cells),
    )
    _refuse_impossible_membership(row)
    return row


def _cell(name: str, text: str) -> str:
    text = " ".join(text.split())  # line breaks and hard spaces come with copying
    if text in _NOTHING:
        return ""
    if _FORMULA.match(text):
        raise _Bad(f"{name} begins like a formula; copy the column and paste it as values")
    if _ERROR.match(text):
        raise _Bad(f"{name} holds a spreadsheet's error instead of a value")
    if not text.isprintable():
        raise _Bad(f"{name} holds a sign that can't be shown")
    if len(text) > _LONGEST.get(name, 60):
        raise _Bad(f"{name} is longer than {_LONGEST.get(name, 60)} characters")
    if name in {"name", "organisation"} and is_suspicious(text):
        raise _Bad(f"{name} seems to hold a personal number, a postcode or a date of birth; it is not kept")
    return text


def _needed(name: str, cells: dict[str, str]) -> str:
    if not cells.get(name):
        raise _Bad(f"{name} is empty")
    return cells[name]


def _email(text: str) -> str:
    if not is_address(text):
        raise _Bad("email is not an e-mail address")
    return text.lower()


def _role(text: str) -> str | None:
    if not text:
        return None
    try:
        return _ROLES[_key(text)]
    except KeyError:
        choices = "; ".join(role.label for role in ROLES.values())
        raise _Bad(f"profession has to be one of: {choices}") from None


def _nation(text: str) -> Nation | None:
    if not text:
        return None
    try:
        return _NATIONS[_key(text)]
    except KeyError:
        choices = ", ".join(nation.label for nation in Nation)
        raise _Bad(f"nation has to be one of: {choices}") from None


def _day(name: str, cells: dict[str, str]) -> date | None:
    text = cells.get(name, "")
    if not text:
        return None
    if not re.search(r"\d{4}", text):  # a membership is kept for years: none is guessed
        raise _Bad(f"{name} has to be a date with its year, like 2027-05-14 or 14/05/2027")
    try:
        return date_from(text, today=date.min)
    except Refusal as refusal:
        raise _Bad(f"{name}: {refusal.sentence}") from None


def _refuse_impossible_membership(row: PersonRow) -> None:
    if row.member_until is None:
        return
    if row.member_from is None:
        raise _Bad("member_until needs member_from beside it")
    if row.member_until < row.member_from:
        raise _Bad("member_until is before member_from")


def _refuse_repetition(row: PersonRow, seen: dict[str, int]) -> None:
    """The same address, or the same membership number, twice in one list."""
    for what, mark in (("e-mail address", row.email), ("membership number", _key(row.membership_number))):
        first = seen.setdefault(f"{what} {mark}", row.line) if mark else row.line
        if first != row.line:
            raise _Bad(f"the same {what} is in line {first}")
