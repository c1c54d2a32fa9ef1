"""Importing a list of people in Slack: the file, the dry run, and then the import.

Between the steps nothing is kept on our side: each fetches the file from Slack again, by its id.
"""

import asyncio

from handlers.slack.blocks import people_import as words
from handlers.slack.door import opens_modal
from handlers.slack.downloads import fetch
from handlers.slack.replies import Redraw, Reply, Say, Upload
from handlers.slack.visit import Visit
from rules.offices import Act, require
from rules.refusals import Refusal
from usecases import people_import, people_sheet
from usecases.people_sheet import Sheet
from usecases.sheet_export import as_csv
from usecases.sheet_files import MAX_BYTES

KEEP_IT = "Fill in one row for each person; leave out what you do not know."


@opens_modal
async def asked_to_import(visit: Visit) -> Reply:
    """`/sig people import`"""
    group = await visit.group()
    require(group.offices, Act.CONFIRM_MEMBERS)
    return Redraw(words.form(group.id))


@opens_modal
async def clicked_import(visit: Visit) -> Reply:
    """*Import a list*, on the list of people."""
    [visit.group_id] = visit.ids(1)
    return await asked_to_import(visit)


async def typed_template(_visit: Visit) -> Reply:
    """`/sig people template`, or *Download the template*."""
    return Upload("people.csv", "List of people", people_sheet.template(), KEEP_IT)


async def submitted_file(visit: Visit) -> Reply:
    """*Check*: what the file would change, or every row that is wrong."""
    [file_id] = visit.chosen("file") or [""]
    if not file_id:
        raise Refusal("Please choose the list first.", field="file")
    sheet = await _sheet(visit, file_id)
    outcome = await visit.look(people_import.preview_for, group_id=visit.about, sheet=sheet)
    return Redraw(words.dry_run(visit.about, file_id, sheet, outcome))


async def submitted_import(visit: Visit) -> Reply:
    """*Import*, below the dry run."""
    group_id, file_id = visit.ids(2)
    sheet = await _sheet(visit, file_id)
    return Say(
        words.imported(await visit.perform(people_import.import_sheet, group_id=group_id, sheet=sheet))
    )


async def clicked_bad_rows(visit: Visit) -> Reply:
    """*Download all of them*: the rows that are wrong, as a file."""
    group_id, file_id = visit.ids(2)
    visit.group_id = group_id
    require((await visit.group()).offices, Act.CONFIRM_MEMBERS)
    sheet = await _sheet(visit, file_id)
    content = as_csv(("line", "reason"), words.bad_rows(sheet.bad))
    return Upload("rows-to-mend.csv", "Rows to mend", content, "Mend these rows, then import the list again.")


async def _sheet(visit: Visit, file_id: str) -> Sheet:
    """The list, read beside the event loop: fifty thousand rows take seconds."""
    content = await fetch(visit.client, file_id, most_bytes=MAX_BYTES)
    return await asyncio.to_thread(people_sheet.read, content)


COMMANDS = {"people import": asked_to_import, "people template": typed_template}
CLICKS = {"import-people": clicked_import, "people-template": typed_template, "bad-rows": clicked_bad_rows}
SUBMISSIONS = {"import-people": submitted_file, "import-checked": submitted_import}
