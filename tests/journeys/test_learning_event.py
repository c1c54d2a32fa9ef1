"""A learning event, told by those who live it: the unit, the panel, the practitioners."""

from datetime import UTC, datetime

import pytest

from bot.assembly import Convenor
from handlers import clock as clock_door
from sandbox import HOME, Slack
from sandbox.driver import Person
from tests.journeys.conftest import CHANNEL, Clock

pytestmark = pytest.mark.usefixtures("convenor")


async def fast_forward(convenor: Convenor, clock: Clock, *moment: int) -> None:
    """Go to a moment, stopping wherever something falls due, as the heartbeat would."""
    until = datetime(*moment, tzinfo=UTC)  # type: ignore[misc]  # year, month, day, hour…
    while (due := await clock_door.next_wake(convenor.store)) is not None and due <= until:
        clock.now = max(clock.now, due)
        await convenor.delivery.courier.until_idle()
    clock.now = until
    await convenor.delivery.courier.until_idle()


async def grant_unit(slack: Slack, name: str = "Sara Lloyd") -> Person:
    """Owen, an admin, has somebody run learning events; she says how people reach the unit."""
    owen = slack.person("Owen")
    await owen.types(f"/sig unit grant <@{slack.person(name).id}>", in_=CHANNEL)
    unit = slack.person(name)
    await unit.opens_home()
    await unit.clicks("About us", in_=HOME)
    await unit.fills("Name", "Cardiff and Vale unit")
    await unit.fills("How people reach you", "029 2018 0123, unit@example.org")
    await unit.submits()
    await unit.closes(everything=True)
    return unit


async def convene(unit: Person) -> None:
    await unit.opens_home()
    await unit.clicks("Convene an event", in_=HOME)
    await unit.chooses("Held under", "Wales: child practice review")
    await unit.fills("Day", "2027-05-26")
    await unit.fills("Place", "County Hall, Cardiff CF10 4UW")
    await unit.fills("Facilitator", "Gwen Sample")
    await unit.submits()
    await unit.closes(everything=True)


async def add_agency(unit: Person, agency: str, name: str) -> None:
    await unit.opens_home()
    await unit.clicks("People", in_=HOME)
    await unit.clicks("Add an agency")
    await unit.fills("Agency", agency)
    await unit.chooses("Somebody of this workspace", name)
    await unit.submits()
    await unit.closes(everything=True)


async def add_practitioner(panel: Person, name: str) -> None:
    await panel.opens_home()
    await panel.clicks("My practitioners", in_=HOME)
    await panel.clicks("Add somebody")
    await panel.chooses("Somebody of this workspace", name)
    await panel.submits()
    await panel.closes(everything=True)


async def test_practitioner_hears_first_from_a_person_and_then_from_the_bot(
    slack: Slack, convenor: Convenor, clock: Clock
) -> None:
    await fast_forward(convenor, clock, 2027, 4, 1, 9)
    unit = await grant_unit(slack)
    await convene(unit)
    await add_agency(unit, "Health Board", "Tom Reid")
    tom, ana = slack.person("Tom Reid"), slack.person("Ana Costa")
    await convenor.delivery.courier.until_idle()
    assert tom.sees_privately("You are the panel member of Health Board")
    await add_practitioner(tom, "Ana Costa")
    await fast_forward(convenor, clock, 2027, 5, 4, 9)
    assert ana.messages() == []
    await tom.opens_home()
    await tom.clicks("My practitioners", in_=HOME)
    await tom.clicks("I have told them")
    await tom.closes(everything=True)
    await fast_forward(convenor, clock, 2027, 5, 5, 10)
    assert ana.sees_privately("to understand what has happened")
    await ana.clicks("Talk to my panel member")
    await ana.submits()
    assert ana.sees("Thank you for asking; your message has arrived.")
    await ana.closes(everything=True)
    await convenor.delivery.courier.until_idle()
    assert tom.sees_privately("Ana Costa would like to talk to you")
    await tom.clicks("I am in touch")
    await convenor.delivery.courier.until_idle()
    assert ana.sees_privately("Your message has been seen")
