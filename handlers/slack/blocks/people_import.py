"""The words of importing a list of people: the form, the dry run with every bad row, and what was done."""

from collections.abc import Sequence

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Message, Modal, View
from usecases.people_import import Change, Outcome
from usecases.people_sheet import COLUMNS, BadRow, Sheet

ROWS_SHOWN = 50
CHANGES_SHOWN = 20


def form(group_id: str) -> View:
    """Where the file is chosen."""
    blocks: list[Block] = [
        kit.section(
            f"A CSV file or an Excel workbook whose first row names the columns: {', '.join(COLUMNS)}. Only name and "
            "email are needed. You are shown first what would change; nothing is imported before you say so."
        ),
        kit.actions(kit.button("Download the template", "people-template", group_id)),
        inputs.field_of("The list", inputs.file_input("file", ["csv", "xlsx"])),
        kit.context(
            "People are recognised by their e-mail address. An empty cell erases nothing, and the same list twice "
            "changes nothing."
        ),
    ]
    return Modal(
        "import-people", "Import people", blocks, submit="Check", close="Cancel", about=group_id
    ).view()


def dry_run(group_id: str, file_id: str, sheet: Sheet, outcome: Outcome) -> View:
    """What importing would change; while a row is wrong there is no button to do it."""
    about = f"{group_id} {file_id}"
    if sheet.bad:
        rows = "One row needs" if len(sheet.bad) == 1 else f"{len(sheet.bad):,} rows need"
        blocks = [
            kit.section(
                f"*{rows} mending first, so nothing was imported.* The other {len(sheet.rows):,} can be read. Mend the "
                "list and import it again."
            ),
            *kit.sections(f"• {_bad_line(row)}" for row in sheet.bad[:ROWS_SHOWN]),
            *_all_of_them(about, len(sheet.bad)),
        ]
        return Modal("imported", "Not imported", blocks, clears=True).view()
    if not outcome.changes:
        text = f"Nothing would change: all {outcome.unchanged:,} people are known as the list says."
        return Modal("imported", "Nothing to import", [kit.section(text)], clears=True).view()
    blocks = [
        kit.section(f"*{_numbers(outcome)}*\nNothing is imported yet."),
        *kit.sections(f"• {_change(one)}" for one in outcome.changes[:CHANGES_SHOWN]),
        *_more(len(outcome.changes) - CHANGES_SHOWN),
    ]
    return Modal(
        "import-checked", "Import people", blocks, submit="Import", close="Cancel", about=about
    ).view()


def imported(outcome: Outcome) -> Message:
    """What was done."""
    return Message(
        f"Imported: {_numbers(outcome)} No price was changed; the treasurer settles those that are certain now. The "
        "file is still in Slack: please delete it there when you no longer need it."
    )


def bad_rows(rows: Sequence[BadRow]) -> list[tuple[object, ...]]:
    """Every bad row for the file of them."""
    return [(row.line, row.reason) for row in rows]


def _numbers(outcome: Outcome) -> str:
    return f"{outcome.new:,} new, {outcome.changed:,} changed, {outcome.unchanged:,} as they were."


def _bad_line(row: BadRow) -> str:
    return f"Line {row.line:,}: {kit.escape(row.reason)}."


def _change(change: Change) -> str:
    what = "somebody new" if change.new else f"{', '.join(change.columns)} will be as the list says"
    return f"Line {change.line:,}: {what}."


def _more(count: int) -> list[Block]:
    return [kit.context(f"…and {count:,} more.")] if count > 0 else []


def _all_of_them(about: str, count: int) -> list[Block]:
    if count <= ROWS_SHOWN:
        return []
    return [
        kit.context(f"…and {count - ROWS_SHOWN:,} more."),
        kit.actions(kit.button("Download all of them", "bad-rows", about)),
    ]
