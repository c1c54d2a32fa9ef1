"""The treasurer's year: who owes what, a payment, a waiver, and settling what has become certain."""

from datetime import date

import pytest

from bot.assembly import Convenor
from sandbox import Slack, Workspace
from storage.people import Membership, by_slack
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL
from tests.journeys.stage import a_meeting


def _known(tx: Tx, *, team_id: str, slack_id: str, member_until: date | None) -> None:
    """What the secretary knows: a membership until this day, or that there is none."""
    person = by_slack(tx, team_id, slack_id)
    assert person is not None
    if member_until is None:
        person.declared_non_member = date(2026, 10, 1)
        tx.session.add(person)
        return
    tx.session.add(
        Membership(
            person_id=person.id,
            starts_on=date(2026, 1, 1),
            ends_on=member_until,
            confirmed_by=person.id,
            confirmed_at=tx.now,
        )
    )


@pytest.fixture
async def treasury(slack: Slack, workspace: Workspace, convenor: Convenor) -> None:
    """Ana is not a member, Huw's membership ends too early, nobody knows about Niamh; Tom is treasurer."""
    await a_meeting(convenor, workspace)
    owen = slack.person("Owen")
    await owen.types("/sig officers name", in_=CHANNEL)
    await owen.chooses("Treasurer", "Tom Reid")
    await owen.submits()
    await owen.closes(everything=True)
    for name in ("Ana", "Huw", "Niamh"):
        await slack.person(name).types("/sig me", in_=CHANNEL)
    for name, until in (("Ana", None), ("Huw", date(2027, 3, 31))):
        await convenor.store.perform(
            _known, team_id=workspace.team_id, slack_id=workspace.user(name).id, member_until=until
        )


@pytest.mark.usefixtures("treasury")
async def test_treasurer_records_a_payment_and_waives_a_price(slack: Slack) -> None:
    ana, tom = slack.person("Ana"), slack.person("Tom")
    await ana.types("/sig attend", in_=CHANNEL)
    assert ana.sees_privately("£50: the price for non-members.")
    assert ana.sees_privately("You owe £50.")
    await tom.types("/sig dues", in_=CHANNEL)
    assert tom.sees_privately("£50 is owed to the group.")
    await tom.chooses("Open a meeting's accounts", "12 May")
    await tom.clicks("Open")
    await tom.awaits("What happened?")
    await tom.submits()
    assert tom.sees("Saved. Ana Costa: £50, nothing owed.")
    await tom.closes(everything=True)
    await tom.types("/sig dues", in_=CHANNEL)
    assert tom.sees_privately("£0 owed, £50 paid")


@pytest.mark.usefixtures("treasury")
async def test_uncertain_price_is_settled_by_the_treasurer_and_nobody_else(
    slack: Slack, workspace: Workspace, convenor: Convenor
) -> None:
    huw, tom = slack.person("Huw"), slack.person("Tom")
    await huw.types("/sig attend", in_=CHANNEL)
    assert huw.sees_privately("Free if your membership is confirmed for 12 May; otherwise £50.")
    await convenor.store.perform(
        _known,
        team_id=workspace.team_id,
        slack_id=workspace.user("Huw").id,
        member_until=date(2028, 3, 31),
    )
    await huw.types("/sig dues", in_=CHANNEL)
    assert huw.sees_privately("Only the chair, the deputy chair, the secretary or the treasurer can")
    await tom.types("/sig dues", in_=CHANNEL)
    assert tom.sees_privately("Huw Bevan, 12 May: not settled → Free (member on the day)")
    await tom.clicks("Settle confirmed prices")
    await tom.awaits("Settled 1 price. Each person is told.")
    await tom.types("/sig dues", in_=CHANNEL)
    assert tom.sees_privately("£0 is owed to the group.")


@pytest.mark.usefixtures("treasury")
async def test_payment_of_words_or_of_too_much_is_refused_beside_the_amount(slack: Slack) -> None:
    ana, tom = slack.person("Ana"), slack.person("Tom")
    await ana.types("/sig attend", in_=CHANNEL)
    await tom.types("/sig dues", in_=CHANNEL)
    await tom.chooses("Open a meeting's accounts", "12 May")
    await tom.clicks("Open")
    await tom.fills("Amount in pounds", "fifty")
    await tom.submits()
    assert tom.sees("Please give the amount in pounds, for example 50 or 12.50.")
    await tom.fills("Amount in pounds", "60")
    await tom.submits()
    assert tom.sees("at most £50")


@pytest.mark.usefixtures("treasury")
async def test_ledger_is_exported_safe_to_open_in_a_spreadsheet(slack: Slack, workspace: Workspace) -> None:
    ana, tom = slack.person("Ana"), slack.person("Tom")
    await ana.types("/sig attend", in_=CHANNEL)
    await tom.types("/sig dues", in_=CHANNEL)
    await tom.clicks("Export the ledger")
    await tom.awaits("“The ledger” is in your direct messages with me.")
    [file] = [one for one in workspace.files.values() if one.name == "ledger.csv"]
    lines = file.content.decode("utf-8-sig").splitlines()
    assert "Ana Costa" in lines[1]
    assert ",charge,50.00,,by the rule," in lines[1]
