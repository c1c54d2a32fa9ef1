"""A whole year with sixty people of varied professions and standings, all of it through Slack's surfaces."""

from collections.abc import Sequence
from datetime import date

import pytest

from sandbox import Slack, Workspace
from sandbox.driver import Person
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.steps import set_up_group
from usecases.sample_year import SamplePerson, SampleStanding, read_sample
from usecases.sheet_export import as_csv

pytestmark = pytest.mark.usefixtures("convenor")

SAMPLE = read_sample(2027)
TODAY = date(2026, 11, 2)
OFFICES = {
    "Chair": "Samina Akhtar",
    "Deputy chair": "Gethin Llewelyn",
    "Secretary": "Eleanor Fairbrother",
    "Secretary's successor": "Callum MacAskill",
    "Treasurer": "Roisin McAteer",
    "Independent chair of the association": "Winston Walcott",
    "Chair of the association": "Miriam Rosenfeld",
}
# The year as it is proposed for Wales, and how each day is said
DAYS = {
    date(2027, 1, 21): "Thursday 21 January 2027",
    date(2027, 3, 10): "Wednesday 10 March 2027",
    date(2027, 4, 27): "Tuesday 27 April 2027",
    date(2027, 6, 9): "Wednesday 9 June 2027",
    date(2027, 7, 21): "Wednesday 21 July 2027",
    date(2027, 9, 8): "Wednesday 8 September 2027",
    date(2027, 10, 26): "Tuesday 26 October 2027",
    date(2027, 12, 9): "Thursday 9 December 2027",
}
MOVED, CANCELLED = "Wednesday 10 March 2027", "Wednesday 9 June 2027"
CERTAIN, LATER, NON_MEMBER = "Free: you are a member", "Free if your membership", "£50: the price for"


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    """The workspace with the sample's people in the channel."""
    for person in SAMPLE.people:
        user = workspace.add_person(person.name, email=person.email)
        workspace.channel(CHANNEL).members.append(user.id)
    return workspace


def _price(person: SamplePerson, day: date) -> str:
    """How the sentence of somebody's price begins, told from what the sample says of them."""

    def is_member(on: date) -> bool:
        if person.member_from is None or on < person.member_from:
            return False
        return person.member_until is None or on <= person.member_until

    if is_member(day):
        return CERTAIN
    if is_member(TODAY) or person.standing is SampleStanding.UNKNOWN:
        return LATER
    return NON_MEMBER


def _list() -> bytes:
    """The people as a secretary has them in a spreadsheet."""
    return as_csv(
        ("Name", "E-mail address", "Role", "Employer", "Nation", "Member no", "Member since", "Member to"),
        [
            (
                *(person.name, person.email, person.role, person.organisation, person.nation.label),
                *(person.membership_number, person.member_from or "", person.member_until or ""),
            )
            for person in SAMPLE.people
        ],
    )


async def test_a_year_with_sixty_people(slack: Slack, clock: Clock) -> None:
    eleanor = await _set_up(slack)
    await _import(eleanor)
    await _record_non_members(eleanor)
    await _publish(eleanor)

    booked = {day: list(SAMPLE.people[number::8]) for number, day in enumerate(DAYS)}
    for day, people in booked.items():
        for person in people:
            clock.forward(minutes=1)  # Slack lets an app ask about a hundred people a minute
            await _attends(slack, person, day)
    await _professions_are_known(eleanor, booked[date(2027, 1, 21)])
    await _is_owed(slack, _non_members(booked))

    await _moves(slack, eleanor, booked[date(2027, 3, 10)])
    cancelled = booked.pop(date(2027, 6, 9))
    await _cancels(slack, eleanor, cancelled)
    await _is_owed(slack, _non_members(booked))
    await _joins(slack, eleanor)
    await _calls_an_extraordinary_meeting(slack)


async def _set_up(slack: Slack) -> Person:
    """Owen sets the group up, names the officers and hands the secretary's office on."""
    owen = await set_up_group(slack)
    await owen.types("/sig officers name", in_=CHANNEL)
    for office, name in OFFICES.items():
        await owen.chooses(office, name)
    await owen.submits()
    await owen.awaits("Secretary: @Eleanor Fairbrother")
    return slack.person("Eleanor Fairbrother")


async def _import(eleanor: Person) -> None:
    await eleanor.types("/sig people import", in_=CHANNEL)
    await eleanor.uploads("The list", ("members.csv", _list()))
    await eleanor.submits()
    # The seven officers are known already, by their addresses
    await eleanor.awaits("53 new, 7 changed, 0 as they were.")
    await eleanor.submits()
    await eleanor.awaits("Imported: 53 new, 7 changed, 0 as they were.")
    await eleanor.closes(everything=True)


async def _record_non_members(eleanor: Person) -> None:
    """Whom the list has no dates for, although it is known that they are no members."""
    for person in SAMPLE.people:
        if person.standing is SampleStanding.NONE:
            await eleanor.types("/sig people", in_=CHANNEL)
            await eleanor.fills("Find somebody", person.email)
            await eleanor.submits()
            await eleanor.clicks("Membership", on=person.name)
            await eleanor.chooses("Standing", "Not a member from today on")
            await eleanor.submits()
            await eleanor.awaits(f"{person.name}: not a member.")
            await eleanor.closes(everything=True)


async def _publish(eleanor: Person) -> None:
    await eleanor.types("/sig programme plan 2027", in_=CHANNEL)
    seen = await eleanor.awaits("8 meetings are saved as drafts")
    assert [words for words in DAYS.values() if words not in seen] == []
    await eleanor.clicks("Publish 2027")
    await eleanor.awaits("2027 is published.")
    await eleanor.closes(everything=True)
    await eleanor.awaits("the programme for 2027", in_=CHANNEL)


async def _attends(slack: Slack, sample: SamplePerson, day: date) -> None:
    """From the post of the year: *Answer*, then *Attend*; the receipt has the price by the rule."""
    person = slack.person(sample.name)
    await person.clicks("Answer", in_=CHANNEL, on=DAYS[day])
    await person.clicks("Attend", in_=CHANNEL)
    await person.awaits(f"You have a place on {DAYS[day]}", in_=CHANNEL)
    seen = person.reads(CHANNEL)
    said = [words for words in (CERTAIN, LATER, NON_MEMBER) if words in seen]
    assert said == [_price(sample, day)], sample.name
    assert ("You owe £50." in seen) == (said == [NON_MEMBER])
    assert "What is your profession?" not in seen


def _non_members(booked: dict[date, list[SamplePerson]]) -> int:
    return sum(_price(person, day) == NON_MEMBER for day, people in booked.items() for person in people)


async def _is_owed(slack: Slack, non_members: int) -> None:
    """The ledger sums to £50 for each non-member."""
    assert non_members > 3
    treasurer = slack.person("Roisin McAteer")
    await treasurer.types("/sig dues", in_=CHANNEL)
    await treasurer.awaits(f"£{50 * non_members} is owed to the group", in_=CHANNEL)


async def _professions_are_known(eleanor: Person, people: Sequence[SamplePerson]) -> None:
    await eleanor.types("/sig answers", in_=CHANNEL)
    seen = await eleanor.awaits(f"{len(people)} coming (there are 40 places)")
    assert "not given" not in seen.partition("Professions:")[2].partition("\n")[0]
    assert [person.name for person in people if f"@{person.name} – " not in seen] == []


async def _moves(slack: Slack, eleanor: Person, people: Sequence[SamplePerson]) -> None:
    await eleanor.types("/sig meetings 2027", in_=CHANNEL)
    await eleanor.clicks("Change or move", on=MOVED)
    await eleanor.fills("Date", "2027-03-17")
    await eleanor.submits()
    await eleanor.awaits(f"The {len(people)} people who answered are told.")
    await eleanor.closes(everything=True)
    for person in people:
        await slack.person(person.name).awaits("It is now on Wednesday 17 March 2027", in_="@app")


async def _cancels(slack: Slack, eleanor: Person, people: Sequence[SamplePerson]) -> None:
    paying = sum(_price(person, date(2027, 6, 9)) == NON_MEMBER for person in people)
    await eleanor.types("/sig meetings 2027", in_=CHANNEL)
    await eleanor.clicks("Cancel with a reason", on=CANCELLED)
    await eleanor.fills("Reason", "The speaker is ill")
    await eleanor.submits()
    await eleanor.awaits(f"{len(people)} told")
    if paying:
        await eleanor.awaits(f"£{50 * paying} credited")
    await eleanor.closes(everything=True)
    for person in people:
        await slack.person(person.name).awaits("is cancelled. The speaker is ill.", in_="@app")


async def _joins(slack: Slack, eleanor: Person) -> None:
    tom = slack.person("Tom Reid")
    await tom.types("/sig join", in_=CHANNEL)
    await eleanor.clicks("Approve", in_="@app", on="Tom Reid")
    await tom.awaits("Welcome: you belong to", in_="@app")


async def _calls_an_extraordinary_meeting(slack: Slack) -> None:
    samina, tom = slack.person("Samina Akhtar"), slack.person("Tom Reid")
    await samina.types("/sig meeting call", in_=CHANNEL)
    await samina.fills("Date", "2026-11-17")
    await samina.fills("Theme", "New national guidance")
    await samina.submits()
    await samina.awaits("Called for Tuesday 17 November 2026")
    await tom.awaits("New national guidance. It is called for", in_=CHANNEL)
    await tom.types("/sig next", in_=CHANNEL)
    await tom.clicks("Attend", in_=CHANNEL, on="New national guidance")
    await tom.awaits("You have a place on Tuesday 17 November 2026", in_=CHANNEL)
