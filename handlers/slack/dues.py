"""The treasurer's accounts: what is owed, recorded, waived, settled and exported."""

from decimal import Decimal

from handlers.slack.blocks import dues as words
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Redraw, Reply, Say, Upload
from handlers.slack.visit import Visit
from rules.offices import Act
from rules.refusals import Refusal
from usecases import accounts, dues


async def typed_dues(visit: Visit) -> Reply:
    """`/sig dues`"""
    group = await visit.group()
    found = await visit.look(accounts.accounts, group_id=group.id)
    return Say(words.summary(group.id, found, keeps=group.may(Act.KEEP_ACCOUNTS)))


async def clicked_dues(visit: Visit) -> Reply:
    """*Accounts*, on the Home tab."""
    [visit.group_id] = visit.ids(1)
    return await typed_dues(visit)


@opens_modal
async def chose_meeting(visit: Visit) -> Reply:
    """A meeting in the menu below the summary."""
    [meeting_id] = visit.ids(1)
    return Open(words.of_meeting(await visit.look(accounts.of_meeting, meeting_id=meeting_id), 0))


async def turned_page(visit: Visit) -> Reply:
    """*More names* or *Earlier names*."""
    meeting_id, page = visit.ids(2)
    return Redraw(words.of_meeting(await visit.look(accounts.of_meeting, meeting_id=meeting_id), int(page)))


@opens_modal
async def opened_account(visit: Visit) -> Reply:
    """*Open*, beside a name."""
    meeting_id, person_id = visit.ids(2)
    return Open(
        words.account_form(await visit.look(accounts.account, meeting_id=meeting_id, person_id=person_id))
    )


async def submitted_account(visit: Visit) -> Reply:
    """A payment, a refund or a waiver."""
    meeting_id, person_id, revision = visit.ids(3)
    row = {"meeting_id": meeting_id, "person_id": person_id, "revision": int(revision)}
    act = visit.typed("act")
    if act == "waive":
        changed = await visit.perform(dues.waive, because=visit.typed("because"), **row)
    elif act == "refund":
        changed = await visit.perform(dues.record_refund, pence=_pence(visit.typed("amount")), **row)
    else:
        changed = await visit.perform(dues.record_payment, pence=_pence(visit.typed("amount")), **row)
    return Say(words.saved(changed))


async def clicked_settle(visit: Visit) -> Reply:
    """*Settle confirmed prices*"""
    [group_id] = visit.ids(1)
    return Say(words.settled(await visit.perform(dues.settle, group_id=group_id)))


async def clicked_export(visit: Visit) -> Reply:
    """*Export the ledger*"""
    [group_id] = visit.ids(1)
    content = await visit.look(accounts.export, group_id=group_id)
    return Upload("ledger.csv", "The ledger", content, words.exported())


def _pence(typed: str) -> int:
    """Pounds as people type them: "50", "£50", "12.50"."""
    try:
        pence = Decimal(typed.strip().removeprefix("£").replace(",", "")) * 100
    except ArithmeticError:  # what is no number, and a number beyond all money
        raise Refusal("Please give the amount in pounds, for example 50 or 12.50.", field="amount") from None
    if not pence.is_finite() or pence != pence.to_integral_value():
        raise Refusal("Please give whole pence, for example 12.50.", field="amount")
    return int(pence)


COMMANDS = {"dues": typed_dues, "accounts": typed_dues}
CLICKS = {
    "dues": clicked_dues,
    "dues-of-meeting": chose_meeting,
    "dues-page": turned_page,
    "account": opened_account,
    "settle-dues": clicked_settle,
    "export-dues": clicked_export,
}
SUBMISSIONS = {"account": submitted_account}
