"""Steps that several journeys begin with, taken through Slack's surfaces."""

from bot.assembly import Convenor
from sandbox import Slack
from sandbox.driver import Person
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL
from usecases.callers import Caller, person_of

GROUP = "Practice Learning Reviews"


async def set_up_group(slack: Slack) -> Person:
    """Owen, an admin, sets the group up in its channel and is its secretary."""
    owen = slack.person("Owen")
    await owen.types("/sig setup", in_=CHANNEL)
    await owen.fills("Name of the group", GROUP)
    await owen.chooses("Nation of its secretariat", "Wales")
    await owen.submits()
    await owen.awaits("is now the home of", in_=CHANNEL)
    await owen.closes(everything=True)
    return owen


async def name_officer(slack: Slack, office: str, name: str) -> None:
    """The secretary names somebody; `office` is the label of the form."""
    owen = slack.person("Owen")
    await owen.types("/sig officers name", in_=CHANNEL)
    await owen.chooses(office, name)
    await owen.submits()
    await owen.closes(everything=True)


async def join_group(slack: Slack, name: str) -> None:
    """Somebody asks to join, and the secretary approves it."""
    person, owen = slack.person(name), slack.person("Owen")
    await person.types("/sig join", in_=CHANNEL)
    await owen.clicks("Approve", in_="@app", on=person.user.real_name)
    await person.awaits("Welcome: you belong", in_="@app")


async def publish_year(slack: Slack, year: int = 2027) -> Person:
    """The group is set up, and the secretary plans and publishes a year as it is proposed."""
    owen = await set_up_group(slack)
    await owen.types(f"/sig programme plan {year}", in_=CHANNEL)
    await owen.clicks(f"Publish {year}")
    await owen.awaits(f"{year} is published.")
    await owen.closes(everything=True)
    return owen


async def opens_at_desk(slack: Slack, choice: str, *, on: str, who: str = "Owen", year: int = 2027) -> Person:
    """An officer opens one of the forms of the meeting on this day."""
    officer = slack.person(who)
    await officer.types(f"/sig meetings {year}", in_=CHANNEL)
    await officer.awaits(f"Meetings of {year}")
    await officer.clicks(choice, on=on)
    return officer


async def change_meeting(slack: Slack, on: str, **facts: str) -> str:
    """The secretary changes the meeting on this day; `facts` are what is filled in, by label."""
    owen = await opens_at_desk(slack, "Change or move", on=on)
    for label, value in facts.items():
        await owen.fills(label.replace("_", " "), value)
    await owen.submits()
    seen = await owen.awaits("Saved:")
    await owen.closes(everything=True)
    return seen


async def answers_next(slack: Slack, name: str, label: str) -> Person:
    """Somebody answers the group's next meeting."""
    person = slack.person(name)
    await person.types("/sig next", in_=CHANNEL)
    await person.clicks(label)
    return person


def time_passes(convenor: Convenor) -> None:
    """The clock was moved: whatever is due by now is said."""
    convenor.delivery.heartbeat.wake(convenor.store.clock())


async def is_no_member(convenor: Convenor, slack: Slack, name: str) -> None:
    """What the secretary knows of somebody whom the bot has met: they are not a member."""
    await convenor.store.perform(
        _declare, team_id=slack.workspace.team_id, slack_id=slack.workspace.user(name).id
    )


def _declare(tx: Tx, *, team_id: str, slack_id: str) -> None:
    person = person_of(tx, Caller(team_id, slack_id))
    person.declared_non_member = tx.now.date()
    tx.session.add(person)
