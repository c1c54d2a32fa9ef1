"""Nine members and five guests who meet twice, for the journeys of a meeting that is held."""

from datetime import UTC, date, datetime

from bot.assembly import Convenor
from rules.meetings import Mode
from sandbox import Slack, Workspace
from storage.people import Membership, Person
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.stage import a_meeting
from tests.journeys.steps import name_officer

MEMBERS = {
    "Nora One": "nurse",
    "Nell Two": "nurse",
    "Nina Three": "nurse",
    "Nye Four": "nurse",
    "Gail Five": "gp",
    "Gwyn Six": "gp",
    "Pat Seven": "police",
    "Paul Eight": "police",
    "Edie Nine": "education",
}
GUESTS = ("Tom Reid", "Ana Costa", "Iona Macrae", "Huw Bevan", "Niamh Doherty")


async def two_meetings(slack: Slack, workspace: Workspace, convenor: Convenor, clock: Clock) -> str:
    """A meeting today and another in July (its id); Nora is chair, Niamh independent chair and a guest."""
    for name in MEMBERS:
        workspace.channel(CHANNEL).members.append(workspace.add_person(name).id)
    for name in (*MEMBERS, *GUESTS):
        await convenor.store.perform(
            _known,
            team_id=workspace.team_id,
            slack_id=workspace.user(name).id,
            name=name,
            role=MEMBERS.get(name, "lay"),
            member=name in MEMBERS,
        )
    clock.to(2027, 5, 1)
    today, july = datetime(2027, 5, 14, 9, 30, tzinfo=UTC), datetime(2027, 7, 13, 9, 30, tzinfo=UTC)
    for starts_at in (today, july):
        ends_at = starts_at.replace(hour=12)
        following = await a_meeting(
            convenor,
            workspace,
            starts_at=starts_at,
            ends_at=ends_at,
            mode=Mode.VIRTUAL,
            nation=None,
            venue="",
        )
    await name_officer(slack, "Chair", "Nora One")
    await name_officer(slack, "Independent chair of the association", "Niamh Doherty")
    await slack.person("Sara").types("/sig apologies", in_=CHANNEL)
    clock.to(2027, 5, 14, 9, 30)
    return following


async def card_shows(slack: Slack, clock: Clock, words: str) -> None:
    """Wait for the live card. It is redrawn at Slack's pace, so the clock has to go on meanwhile."""
    nora = slack.person("Nora")
    for _ in range(20):
        clock.forward(seconds=2)
        if await slack.workspace.bell.until(lambda: nora.sees(words, CHANNEL), seconds=2):
            return
    await nora.awaits(words, in_=CHANNEL)


def _known(tx: Tx, *, team_id: str, slack_id: str, name: str, role: str, member: bool) -> None:
    person = Person(team_id=team_id, slack_id=slack_id, name=name, role=role, first_seen_at=tx.now)
    tx.session.add(person)
    tx.session.flush()
    if member:
        tx.session.add(
            Membership(
                person_id=person.id, starts_on=date(2026, 1, 1), confirmed_by=person.id, confirmed_at=tx.now
            )
        )
