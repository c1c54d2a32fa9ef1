"""Steps that several journeys begin with, taken through Slack's surfaces."""

from sandbox import Slack
from sandbox.driver import Person
from tests.journeys.conftest import CHANNEL

GROUP = "Practice Learning Reviews"


async def set_up_group(slack: Slack) -> Person:
    """Owen, an admin, sets the group up in its channel and is its secretary."""
    owen = slack.person("Owen")
    await owen.types("/sig setup", in_=CHANNEL)
    await owen.fills("Name of the group", GROUP)
    await owen.chooses("Nation of its secretariat", "Wales")
    await owen.submits()
    await owen.closes(everything=True)
    return owen


async def name_officer(slack: Slack, office: str, name: str) -> None:
    """The secretary names somebody; `office` is the label of the form."""
    owen = slack.person("Owen")
    await owen.types("/sig officers name", in_=CHANNEL)
    await owen.chooses(office, name)
    await owen.submits()
    await owen.closes(everything=True)


async def publish_year(slack: Slack, year: int = 2027) -> Person:
    """The group is set up, and the secretary plans and publishes a year as it is proposed."""
    owen = await set_up_group(slack)
    await owen.types(f"/sig programme plan {year}", in_=CHANNEL)
    await owen.clicks(f"Publish {year}")
    await owen.awaits(f"{year} is published.")
    await owen.closes(everything=True)
    return owen
