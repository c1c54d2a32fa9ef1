"""The secretary confirms memberships with dates, takes them back, and nothing changes silently."""

import pytest

from sandbox import Slack
from tests.journeys.conftest import CHANNEL
from tests.journeys.steps import name_officer, publish_year, set_up_group

pytestmark = pytest.mark.usefixtures("convenor")


async def _claims(slack: Slack, name: str = "Sara") -> None:
    person = slack.person(name)
    await person.types("/sig details", in_=CHANNEL)
    await person.fills("Membership number of the association", "A1234")
    await person.submits()
    await person.closes(everything=True)


async def _confirms(slack: Slack, *, first: str = "2026-09-01", last: str = "2027-12-31") -> None:
    owen = slack.person("Owen")
    await owen.types("/sig people", in_=CHANNEL)
    await owen.clicks("Membership", on="@Sara Lloyd")
    await owen.fills("First day", first)
    await owen.fills("Last day", last)
    await owen.submits()


async def test_claim_is_confirmed_with_dates_and_the_price_waits_for_the_treasurer(slack: Slack) -> None:
    await publish_year(slack)
    await name_officer(slack, "Treasurer", "Ana Costa")
    sara, owen, ana = slack.person("Sara"), slack.person("Owen"), slack.person("Ana")
    await sara.types("/sig attend", in_=CHANNEL)
    await _claims(slack)
    await _confirms(slack)
    assert owen.sees("Sara Lloyd: member from Tuesday 1 September 2026 until Friday 31 December 2027.")
    assert owen.sees("The treasurer can settle one price now; none was changed.")
    await owen.closes(everything=True)
    await sara.awaits(
        "has confirmed your membership of the association from Tuesday 1 September 2026", in_="@app"
    )
    await sara.types("/sig me", in_=CHANNEL)
    await sara.awaits("You attend. Free if your membership is confirmed for")
    await ana.types("/sig dues", in_=CHANNEL)
    await ana.clicks("Settle confirmed prices", in_=CHANNEL)
    await ana.awaits("Settled 1 price.")
    await sara.types("/sig me", in_=CHANNEL)
    await sara.awaits("You attend. Free: you are a member of the association on")


async def test_membership_confirmed_by_mistake_is_taken_back(slack: Slack) -> None:
    await publish_year(slack)
    sara, owen = slack.person("Sara"), slack.person("Owen")
    await sara.types("/sig attend", in_=CHANNEL)
    await _claims(slack)
    await _confirms(slack)
    await owen.closes(everything=True)
    await owen.types("/sig people", in_=CHANNEL)
    await owen.fills("Find somebody", "sara")
    await owen.submits()
    await owen.clicks("Membership", on="@Sara Lloyd")
    await owen.clicks("Take back")
    assert "you are recorded as having done it" in owen.confirmed[0]
    await owen.awaits("That period is taken back, and they are told.")
    assert "Take back" not in owen.reads()
    await sara.awaits("has recorded no confirmed membership for you of the association", in_="@app")


async def test_someone_who_is_no_member_is_recorded_as_such(slack: Slack) -> None:
    await publish_year(slack)
    sara, owen = slack.person("Sara"), slack.person("Owen")
    await sara.types("/sig apologies", in_=CHANNEL)
    await owen.types("/sig people", in_=CHANNEL)
    await owen.clicks("Membership", on="@Sara Lloyd")
    await owen.chooses("Standing", "Not a member from today on")
    await owen.submits()
    assert owen.sees("Sara Lloyd: not a member.")
    await sara.types("/sig attend", in_=CHANNEL)
    await sara.awaits("£50: the price for non-members.")
    await sara.awaits("You owe £50.")


async def test_dates_the_wrong_way_round_are_refused_beside_the_input(slack: Slack) -> None:
    await publish_year(slack)
    sara, owen = slack.person("Sara"), slack.person("Owen")
    await sara.types("/sig maybe", in_=CHANNEL)
    await _confirms(slack, first="2027-09-01", last="2026-09-01")
    assert owen.sees("The last day is before the first. Please check the dates.")
    await owen.fills("First day", "")
    await owen.submits()
    assert owen.sees("Please give the first day of the membership.")


async def test_only_the_secretary_sees_the_people(slack: Slack) -> None:
    await set_up_group(slack)
    sara = slack.person("Sara")
    for words in ("/sig people", "/sig people import"):
        await sara.types(words, in_=CHANNEL)
        assert sara.sees_privately("Only the secretary can confirm memberships and import people.")
    assert sara.modal is None


async def test_nobody_found_is_said(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await owen.types("/sig people", in_=CHANNEL)
    await owen.fills("Find somebody", "x")
    await owen.submits()
    assert owen.sees("Please type at least two letters")
    await owen.fills("Find somebody", "Zebedee")
    await owen.submits()
    await owen.awaits("Nobody of that name, address or number.")
