"""The secretary imports a list of people: a dry run first, every bad row with its reason, nothing by halves."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from sandbox import Slack, Workspace
from sandbox.driver import Person
from tests.journeys.conftest import CHANNEL
from tests.journeys.steps import publish_year, set_up_group

pytestmark = pytest.mark.usefixtures("convenor")

HEADINGS = "name,email,profession,organisation,nation,membership_number,member_from,member_until"
SARA = "Sara Lloyd,sara.lloyd@example.org,Midwife,Example Trust,Wales,A1,2026-09-01,2027-12-31"
TOM = "Tom Reid,tom.reid@example.org,Police,,Scotland,,,"


def _csv(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([HEADINGS, *rows]).encode(encoding)


def _workbook(*rows: tuple[object, ...]) -> bytes:
    workbook = Workbook()
    workbook.active.append(HEADINGS.split(","))
    for row in rows:
        workbook.active.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


async def _check(owen: Person, content: bytes, name: str = "members.csv") -> None:
    await owen.types("/sig people import", in_=CHANNEL)
    await owen.uploads("The list", (name, content))
    await owen.submits()


async def test_list_is_checked_first_and_then_imported(slack: Slack) -> None:
    owen = await publish_year(slack)
    await _check(owen, _csv(SARA, TOM))
    assert owen.sees("2 new, 0 changed, 0 as they were.")
    assert owen.sees("Nothing is imported yet.")
    await owen.submits()
    assert owen.sees("Imported: 2 new, 0 changed, 0 as they were.")
    await owen.closes(everything=True)
    sara = slack.person("Sara")
    await sara.types("/sig attend", in_=CHANNEL)
    await sara.awaits("Free: you are a member of the association on")
    assert not sara.sees("What is your profession?")


async def test_importing_again_changes_only_what_changed(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await _check(owen, _csv(SARA, TOM))
    await owen.submits()
    await owen.closes(everything=True)
    await _check(owen, _csv(SARA, TOM))
    assert owen.sees("Nothing would change: all 2 people are known as the list says.")
    await owen.closes(everything=True)
    await _check(owen, _csv(SARA.replace("2027-12-31", "2028-12-31"), TOM))
    assert owen.sees("Line 2: member_from, member_until will be as the list says.")
    assert owen.sees("0 new, 1 changed, 1 as they were.")


async def test_excel_workbook_is_imported_with_its_dates(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await _check(
        owen,
        _workbook(
            ("Ann Lee", "ann@example.org", "GP", "", "England", 1234, date(2026, 9, 1), date(2027, 8, 31))
        ),
        "members.xlsx",
    )
    await owen.submits()
    await owen.closes(everything=True)
    await owen.types("/sig people", in_=CHANNEL)
    await owen.fills("Find somebody", "1234")
    await owen.submits()
    await owen.clicks("Membership", on="Ann Lee")
    await owen.awaits("Confirmed from Tuesday 1 September 2026 until Tuesday 31 August 2027.")


async def test_every_bad_row_is_shown_with_its_line_and_nothing_is_imported(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await _check(
        owen,
        _csv(
            SARA,
            "Bob,nowhere,,,,,,",
            '"=HYPERLINK(""http://x"")",c@example.org,,,,,,',
            SARA,
            "Cy,cy@example.org,Wizard,,,,,",
        ),
    )
    assert owen.sees("4 rows need mending first, so nothing was imported.")
    assert owen.sees("Line 3: email is not an e-mail address.")
    assert owen.sees("Line 4: name begins like a formula")
    assert owen.sees("Line 5: the same e-mail address is in line 2.")
    assert owen.sees("Line 6: profession has to be one of")
    assert owen.modal is not None
    assert "submit" not in owen.modal.body
    await owen.closes(everything=True)
    await owen.types("/sig people", in_=CHANNEL)
    await owen.fills("Find somebody", "cy@example.org")
    await owen.submits()
    await owen.awaits("Nobody of that name")


async def test_bad_rows_that_do_not_fit_come_as_a_file(slack: Slack, workspace: Workspace) -> None:
    owen = await set_up_group(slack)
    await _check(owen, _csv(*(f"Person {number},nowhere,,,,,," for number in range(60))))
    assert owen.sees("60 rows need mending first")
    await owen.clicks("Download all of them")
    await owen.awaits("“Rows to mend” is in your direct messages with me.")
    [file] = [one for one in workspace.files.values() if one.name == "rows-to-mend.csv"]
    assert file.content.decode("utf-8-sig").count("email is not an e-mail address") == 60


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"first,second\nAnn,ann@example.org\n", "The first row has to name the columns"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "This does not seem to be a spreadsheet."),
        (b"\xd0\xcf\x11\xe0 old", "This is an old Excel file"),
        (
            _csv(*(f"P,p{n}@example.org,,,,,," for n in range(50_001))),
            "There are more than 50,000 rows here.",
        ),
        (_csv("José Peña,jose@example.org,,,,,,", encoding="cp1252"), "1 new, 0 changed, 0 as they were."),
        (_csv("José Peña,jose@example.org,,,,,,", encoding="utf-16"), "1 new, 0 changed, 0 as they were."),
    ],
    ids=["columns", "picture", "old-excel", "too-many", "windows", "utf-16"],
)
async def test_file_of_every_kind_gets_a_sentence(slack: Slack, content: bytes, sentence: str) -> None:
    owen = await set_up_group(slack)
    await _check(owen, content)
    await owen.awaits(sentence)


async def test_template_can_be_downloaded_filled_in_and_imported(slack: Slack, workspace: Workspace) -> None:
    owen = await set_up_group(slack)
    await owen.types("/sig people", in_=CHANNEL)
    await owen.clicks("Download the template")
    await owen.awaits("“List of people” is in your direct messages with me.")
    [template] = [one for one in workspace.files.values() if one.name == "people.csv"]
    await owen.closes(everything=True)
    await _check(owen, template.content + TOM.encode())
    await owen.awaits("1 new, 0 changed, 0 as they were.")


async def test_file_that_slack_does_not_hand_over_gets_a_sentence(slack: Slack, workspace: Workspace) -> None:
    owen = await set_up_group(slack)
    await owen.types("/sig people import", in_=CHANNEL)
    await owen.uploads("The list", ("members.csv", _csv(SARA)))
    workspace.files.clear()
    await owen.submits()
    await owen.awaits("Slack")
