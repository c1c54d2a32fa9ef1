"""The words of the accounts: what is owed for which meeting, and one account to change."""

from collections.abc import Sequence

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Choice, Confirm, Message, Modal, View
from rules import moments, money
from rules.pricing import Standing
from usecases.accounts import Account

ROWS = 40
_STANDINGS = {
    Standing.MEMBER: "member on the day",
    Standing.EXPIRING: "membership ends before the day",
    Standing.NON_MEMBER: "not a member on the day",
    Standing.UNKNOWN: "membership not confirmed",
}


def summary(group_id: str, accounts: Sequence[Account], *, keeps: bool) -> Message:
    """What is owed in all and for each meeting; the treasurer's buttons."""
    if not accounts:
        return Message("Nobody has booked a place yet, so there are no accounts.")
    owed = sum(max(0, one.owed_pence) for one in accounts)
    owing = sum(max(0, -one.owed_pence) for one in accounts)
    ready = [one for one in accounts if one.settles_at is not None]
    head = f"{money.pounds(owed)} is owed to the group"
    head += f", and {money.pounds(owing)} by it." if owing else "."
    lines = [_meeting_line(rows) for rows in by_meeting(accounts)]
    blocks = [kit.section(f"*{head}*"), *kit.sections(lines)]
    if ready:
        blocks += [kit.section(_ready(ready)), *kit.sections(_settling(one) for one in ready[:ROWS])]
    blocks.append(kit.actions(*_buttons(group_id, accounts, settling=bool(ready) and keeps, keeps=keeps)))
    return Message("\n".join([head, *lines, *([_ready(ready)] if ready else [])]), tuple(blocks))


def settled(rows: Sequence[Account]) -> Message:
    """What settling came to."""
    if not rows:
        return Message("There was nothing to settle: every price that is certain is settled already.")
    lines = [_settling(one) for one in rows]
    text = f"Settled {len(rows)} {'price' if len(rows) == 1 else 'prices'}. Each person is told."
    return Message("\n".join([text, *lines]), (kit.section(text), *kit.sections(lines[:ROWS])))


def of_meeting(accounts: Sequence[Account], page: int) -> View:
    """The accounts of one meeting, each with a button; forty at a time."""
    first = page * ROWS
    shown = accounts[first : first + ROWS]
    blocks: list[Block] = [kit.section(f"*{_when(accounts[0])}*")]
    blocks += [
        kit.section(
            f"{kit.escape(one.name)} – {_state(one)}",
            accessory=kit.button(
                "Open", "account", f"{one.meeting_id} {one.person_id}", says=f"Open the account of {one.name}"
            ),
        )
        for one in shown
    ]
    turning = []
    if page > 0:
        turning.append(kit.button("Earlier names", "dues-page-0", f"{accounts[0].meeting_id} {page - 1}"))
    if first + ROWS < len(accounts):
        turning.append(kit.button("More names", "dues-page-1", f"{accounts[0].meeting_id} {page + 1}"))
    if turning:
        blocks.append(kit.actions(*turning))
    return Modal("dues", "Accounts", blocks).view()


def account_form(one: Account) -> View:
    """One account: what it is made of, and what can be recorded."""
    choices = []
    if one.owed_pence > 0:
        choices.append(Choice("payment", "Record a payment"))
    if one.owed_pence < 0:
        choices.append(Choice("refund", "Record a refund"))
    if not one.waived_because:
        choices.append(Choice("waive", "Waive the price"))
    about = f"{one.meeting_id} {one.person_id} {one.revision}"
    facts = [
        f"*{kit.escape(one.name)}*, {_when(one)}",
        f"{_standing(one)}; price {_price(one)}; charged {money.pounds(one.charged_pence)}, paid {money.pounds(one.paid_pence)}, {_owed(one)}.",
    ]
    if one.waived_because:
        facts.append(f"The price was waived: {kit.escape(one.waived_because)}.")
    if not choices:
        return Modal("account-shown", "Account", [kit.section("\n".join(facts))]).view()
    blocks = [
        kit.section("\n".join(facts)),
        inputs.field_of("What happened?", inputs.radios("act", choices, chosen=choices[0].value)),
        inputs.field_of(
            "Amount in pounds",
            inputs.text_input("amount", value=f"{abs(one.owed_pence) / 100:.2f}" if one.owed_pence else ""),
            optional=True,
            hint="For a payment or refund.",
        ),
        inputs.field_of(
            "Reason",
            inputs.text_input("because", longest=200),
            optional=True,
            hint="For a waiver: speaker, bursary, support worker. It is kept with your name.",
        ),
    ]
    return Modal("account", "Account", blocks, submit="Save", close="Back", about=about).view()


def saved(one: Account) -> Message:
    """An account after a change."""
    return Message(f"Saved. {kit.escape(one.name)}: {_state(one)}.")


def exported() -> str:
    """What comes with the file."""
    return "The ledger: each line is one entry, and the entries of a booking sum to what is owed."


def by_meeting(accounts: Sequence[Account]) -> list[list[Account]]:
    """The accounts gathered by meeting, in their order."""
    gathered: dict[str, list[Account]] = {}
    for one in accounts:
        gathered.setdefault(one.meeting_id, []).append(one)
    return list(gathered.values())


def _buttons(group_id: str, accounts: Sequence[Account], *, settling: bool, keeps: bool) -> list[Block]:
    menu = [Choice(rows[0].meeting_id, _when(rows[0])) for rows in by_meeting(accounts)]
    buttons = (
        [inputs.select("dues-of-meeting", menu, placeholder="Open a meeting's accounts")] if keeps else []
    )
    if settling:
        confirm = Confirm(
            "Settle these prices?",
            "Each listed price is recorded as shown, and each person is told what they owe or that it is free.",
            "Settle them",
        )
        buttons.append(
            kit.button("Settle confirmed prices", "settle-dues", group_id, style="primary", confirm=confirm)
        )
    buttons.append(kit.button("Export the ledger", "export-dues", group_id))
    return buttons


def _meeting_line(rows: Sequence[Account]) -> str:
    owed = sum(max(0, one.owed_pence) for one in rows)
    paid = sum(one.paid_pence for one in rows)
    booked = sum(one.booked for one in rows)
    places = "1 place" if booked == 1 else f"{booked} places"
    return f"• {_when(rows[0])}: {places}, {money.pounds(owed)} owed, {money.pounds(paid)} paid"


def _ready(ready: Sequence[Account]) -> str:
    prices = "1 price" if len(ready) == 1 else f"{len(ready)} prices"
    return f"{prices} can be settled, because the membership is certain now:"


def _settling(one: Account) -> str:
    before = "not settled" if one.price_pence is None else money.price(one.price_pence)
    after = money.price(one.settles_at or 0)
    return f"• {kit.escape(one.name)}, {_when(one)}: {before} → {after} ({_standing(one)})"


def _state(one: Account) -> str:
    parts = [_price(one), _owed(one)]
    if not one.booked:
        parts.insert(0, "no longer booked")
    return ", ".join(parts)


def _price(one: Account) -> str:
    if one.waived_because:
        return "waived"
    return "not settled" if one.price_pence is None else money.price(one.price_pence)


def _owed(one: Account) -> str:
    if one.owed_pence > 0:
        return f"{money.pounds(one.owed_pence)} owed"
    return f"{money.pounds(-one.owed_pence)} to be returned" if one.owed_pence < 0 else "nothing owed"


def _standing(one: Account) -> str:
    return _STANDINGS[one.standing_now]


def _when(one: Account) -> str:
    return moments.plain_day(moments.local(one.starts_at, one.zone).date())
