"""Guests: the price by the rule, one answer for every address, and the letter that says it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from handlers.mail import people as letters
from rules.offices import Office
from rules.refusals import NotAllowed, Refusal, Unknown
from rules.rsvp import Answer, Place
from storage import booking, people
from storage.answers import AnswerRow
from storage.groups import Belonging, GroupMember
from storage.leases import Taken
from storage.notices import Notice
from storage.people import Person
from tests.usecases.world import TEAM, World, a_world
from usecases import guest_letters, guests, rsvp
from usecases.callers import Caller
from usecases.guest_letters import GuestTold
from usecases.guests import Booked
from usecases.told import Withheld


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with a_world(database_url) as world:
        world.person("Ana", member=(date(2026, 1, 1), None), email="ana@example.org")
        yield world


def book(world: World, meeting_id: str, email: str = "kim@example.com", *, host: str = "Ana") -> Booked:
    return guests.book(
        world.tx,
        caller=world.caller(host),
        meeting_id=meeting_id,
        name="Kim Vale",
        email=email,
        organisation="Example Council",
        role="police",
    )


def person(world: World, email: str = "kim@example.com") -> Person:
    found = people.by_email(world.tx, TEAM, email)
    assert found is not None
    return found


def row(world: World, meeting_id: str, person_id: str) -> AnswerRow | None:
    return world.tx.session.get(AnswerRow, (meeting_id, person_id), populate_existing=True)


def told(world: World, kind: str = "guest") -> list[Notice]:
    return list(world.tx.session.exec(select(Notice).where(Notice.kind == kind)))


def letter(world: World) -> GuestTold:
    """The newest letter to a guest, as it would be sent now."""
    notice = told(world)[-1]
    known = {name: getattr(notice, name) for name in Taken.__dataclass_fields__ if hasattr(notice, name)}
    return guest_letters.told(world.tx, _taken(known))


def _taken(known: dict[str, object]) -> Taken:
    empty: dict[str, object] = dict.fromkeys(Taken.__dataclass_fields__)
    return Taken(**{**empty, **known})  # type: ignore[arg-type]  # what the loader doesn't read is left out


def test_guest_without_a_known_standing_pays_what_the_rule_says(world: World) -> None:
    meeting = world.meeting()
    booked = book(world, meeting.id)

    kim = person(world)
    answer = row(world, meeting.id, kim.id)
    assert answer is not None
    assert (answer.place, answer.guest_of, answer.price_pence) == (Place.BOOKED, world.people["Ana"].id, None)
    assert (kim.name, kim.organisation, kim.role) == ("Kim Vale", "Example Council", "police")
    assert (booked.member_pence, booked.non_member_pence) == (0, 5000)
    said = letters.guest(letter(world))
    assert said.subject.startswith("You have a place: Practice Learning Reviews, Wed 12 May")
    assert said.facts[-1].lines == (
        "Free if your membership is confirmed for 12 May; otherwise £50. Nothing is owed yet.",
    )


def test_guest_who_is_known_not_to_be_a_member_owes_fifty_pounds(world: World) -> None:
    meeting = world.meeting()
    world.tx.session.add(
        Person(
            team_id=TEAM,
            email="kim@example.com",
            name="Kimberley Vale",
            declared_non_member=date(2027, 1, 1),
            first_seen_at=world.tx.now,
        )
    )
    world.tx.session.flush()
    book(world, meeting.id)

    kim = person(world)
    assert kim.name == "Kimberley Vale"  # whoever books does not rename people
    assert booking.owed(world.tx, meeting_id=meeting.id, person_id=kim.id) == 5000
    assert any("You owe £50." in line for line in letters.guest(letter(world)).facts[-1].lines)


def test_what_the_host_is_told_says_nothing_of_the_address(world: World) -> None:
    meeting = world.meeting()
    world.tx.session.add(
        Person(team_id=TEAM, email="known@example.com", name="Other Name", first_seen_at=world.tx.now)
    )
    world.person("Tom", email="tom@example.org")
    world.tx.session.flush()

    replies = [
        book(world, meeting.id, email)
        for email in ("new@example.com", "known@example.com", "known@example.com", "tom@example.org")
    ]

    assert replies == [replies[0]] * 4


def test_someone_in_slack_keeps_their_own_answer(world: World) -> None:
    meeting = world.meeting()
    tom = world.person("Tom", email="tom@example.org")
    rsvp.answer(world.tx, caller=tom, meeting_id=meeting.id, answer=Answer.APOLOGIES)

    book(world, meeting.id, "TOM@example.org")

    answer = row(world, meeting.id, world.people["Tom"].id)
    assert answer is not None
    assert (answer.answer, answer.guest_of) == (Answer.APOLOGIES, None)
    assert [notice.person_id for notice in told(world, "guest-invited")] == [world.people["Tom"].id]
    assert told(world) == []


def test_guest_at_a_full_meeting_waits_and_their_letter_says_so(world: World) -> None:
    meeting = world.meeting(capacity=1)
    rsvp.answer(world.tx, caller=world.caller("Ana"), meeting_id=meeting.id, answer=Answer.ATTENDING)
    book(world, meeting.id)

    said = letters.guest(letter(world))
    assert said.subject.startswith("On the waiting list")
    assert "as number 1" in said.opening[0]


def test_withdrawn_guest_is_told_and_their_place_is_free(world: World) -> None:
    meeting = world.meeting(capacity=1)
    book(world, meeting.id)
    kim = person(world)
    guests.withdraw(world.tx, caller=world.caller("Ana"), meeting_id=meeting.id, person_id=kim.id)

    answer = row(world, meeting.id, kim.id)
    assert answer is not None
    assert answer.place is Place.NONE
    assert len(told(world)) == 2
    assert letters.guest(letter(world)).subject.startswith("Your place was given back")
    assert guests.mine(world.tx, caller=world.caller("Ana"), group_id=world.group.id) == ()
    with pytest.raises(Unknown, match="not booked any more"):
        guests.withdraw(world.tx, caller=world.caller("Ana"), meeting_id=meeting.id, person_id=kim.id)


def test_letter_is_not_sent_once_the_guest_answers_for_themselves(world: World) -> None:
    meeting = world.meeting()
    book(world, meeting.id)
    rsvp.answer_for(world.tx, meeting_id=meeting.id, person_id=person(world).id, answer=Answer.APOLOGIES)

    with pytest.raises(Withheld):
        letter(world)


def test_only_the_host_or_an_officer_withdraws_a_guest(world: World) -> None:
    meeting = world.meeting()
    book(world, meeting.id)
    bob = world.person("Bob", member=(date(2026, 1, 1), None))
    chair = world.officer("Cid", Office.CHAIR)

    with pytest.raises(NotAllowed, match="Only whoever booked a guest"):
        guests.withdraw(world.tx, caller=bob, meeting_id=meeting.id, person_id=person(world).id)
    assert len(guests.mine(world.tx, caller=chair, group_id=world.group.id)) == 1
    assert guests.mine(world.tx, caller=bob, group_id=world.group.id) == ()
    guests.withdraw(world.tx, caller=chair, meeting_id=meeting.id, person_id=person(world).id)


@pytest.mark.parametrize("state", [Belonging.ASKED, Belonging.LEFT, None])
def test_whoever_does_not_belong_brings_nobody(world: World, state: Belonging | None) -> None:
    meeting, bob = world.meeting(), world.person("Bob")
    if state is not None:
        world.tx.session.add(
            GroupMember(
                group_id=world.group.id, person_id=world.people["Bob"].id, state=state, asked_at=world.tx.now
            )
        )
        world.tx.session.flush()

    with pytest.raises(NotAllowed, match="/sig join"):
        book(world, meeting.id, host="Bob")
    with pytest.raises(NotAllowed, match="/sig join"):
        guests.choices(world.tx, caller=replace(bob, slack_id="U-NEVER-SEEN"), group_id=world.group.id)


def test_booking_closes_for_guests_as_for_everybody(world: World) -> None:
    meeting = world.meeting(capacity=10)
    world.tx.now = datetime(2027, 5, 12, 8, 0, tzinfo=UTC)

    with pytest.raises(Refusal, match="Booking for this meeting has closed"):
        book(world, meeting.id)


def test_text_that_may_identify_a_child_and_wrong_addresses_are_refused(world: World) -> None:
    meeting = world.meeting()

    with pytest.raises(Refusal, match="has not been kept") as refused:
        guests.book(
            world.tx,
            caller=world.caller("Ana"),
            meeting_id=meeting.id,
            name="mother of 943 476 5919",
            email="kim@example.com",
            organisation="",
            role=None,
        )
    assert refused.value.field == "name"
    with pytest.raises(Refusal, match="does not look like an e-mail address"):
        book(world, meeting.id, "kim at example")


def test_meeting_of_another_workspace_is_not_there(world: World) -> None:
    meeting = world.meeting()

    with pytest.raises(Unknown):
        guests.book(
            world.tx,
            caller=Caller("TELSEWHERE", "U0001"),
            meeting_id=meeting.id,
            name="Kim",
            email="kim@example.com",
            organisation="",
            role=None,
        )
