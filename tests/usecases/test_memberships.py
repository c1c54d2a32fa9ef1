"""Memberships: the newest word counts, mistakes are taken back, and no price changes by itself."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import select

from rules.offices import Office
from rules.pricing import Period, Standing
from rules.refusals import NotAllowed, Refusal, Unknown
from rules.rsvp import Answer
from storage.answers import AnswerRow
from storage.audit import AuditLine
from storage.notices import Notice
from storage.people import Person
from tests.usecases.world import World, a_world
from usecases import dues, memberships, register, rsvp
from usecases.memberships import MembershipShown

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with a_world(database_url) as world:
        world.officer("Sara Lloyd", Office.SECRETARY)
        world.person("Ana")
        yield world


def confirm(world: World, starts_on: date = FIRST, ends_on: date | None = LAST) -> MembershipShown:
    return memberships.confirm(
        world.tx,
        caller=world.caller("Sara Lloyd"),
        group_id=world.group.id,
        person_id=world.people["Ana"].id,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def acts(world: World) -> list[str]:
    return [line.verb for line in world.tx.session.exec(select(AuditLine).order_by(AuditLine.at))]


def test_confirming_leaves_the_price_to_the_treasurer(world: World) -> None:
    treasurer, meeting = world.officer("Tia", Office.TREASURER), world.meeting()
    rsvp.answer(world.tx, caller=world.caller("Ana"), meeting_id=meeting.id, answer=Answer.ATTENDING)

    shown = confirm(world)

    row = world.tx.session.get_one(AnswerRow, (meeting.id, world.people["Ana"].id))
    assert (shown.standing, shown.to_settle, row.price_pence) == (Standing.MEMBER, 1, None)
    [settled] = dues.settle(world.tx, caller=treasurer, group_id=world.group.id)
    assert settled.settles_at == 0
    assert confirm(world).to_settle == 0


def test_confirming_again_has_the_last_word(world: World) -> None:
    confirm(world)
    shown = confirm(world, ends_on=date(2026, 12, 31))

    assert shown.periods == (Period(FIRST, date(2026, 12, 31)),)
    assert shown.standing is Standing.NON_MEMBER  # today is 1 February 2027


def test_mistake_is_taken_back_and_recorded(world: World) -> None:
    confirm(world)
    facts = {
        "caller": world.caller("Sara Lloyd"),
        "group_id": world.group.id,
        "person_id": world.people["Ana"].id,
        "starts_on": FIRST,
    }
    shown = memberships.take_back(world.tx, **facts)

    assert (shown.periods, shown.standing) == ((), Standing.UNKNOWN)
    assert acts(world) == ["membership confirmed", "membership taken back"]
    with pytest.raises(Refusal, match="not there any more"):
        memberships.take_back(world.tx, **facts)


def test_no_member_from_today_on_was_one_until_yesterday(world: World) -> None:
    confirm(world)
    confirm(world, date(2027, 9, 1), date(2028, 8, 31))
    shown = memberships.declare_non_member(
        world.tx,
        caller=world.caller("Sara Lloyd"),
        group_id=world.group.id,
        person_id=world.people["Ana"].id,
    )

    assert shown.periods == (Period(FIRST, date(2027, 1, 31)),)
    assert (shown.standing, shown.declared_non_member) == (Standing.NON_MEMBER, date(2027, 2, 1))
    assert confirm(world).declared_non_member is None


def test_each_change_is_told_to_the_person_it_is_about(world: World) -> None:
    confirm(world)
    confirm(world, ends_on=None)

    told = world.tx.session.exec(select(Notice).where(Notice.kind == "membership")).all()
    assert [notice.person_id for notice in told] == [world.people["Ana"].id] * 2


def test_only_the_secretary_confirms_and_only_people_of_the_workspace(world: World) -> None:
    chair = world.officer("Cid", Office.CHAIR)
    stranger = Person(team_id="TELSEWHERE", name="Stranger", first_seen_at=world.tx.now)
    world.tx.session.add(stranger)
    world.tx.session.flush()

    with pytest.raises(NotAllowed, match="Only the secretary"):
        memberships.of_person(
            world.tx, caller=chair, group_id=world.group.id, person_id=world.people["Ana"].id
        )
    with pytest.raises(Unknown):
        memberships.of_person(
            world.tx,
            caller=world.caller("Sara Lloyd"),
            group_id=world.group.id,
            person_id=stranger.id,
        )


def test_register_puts_claims_first_and_finds_by_name_address_and_number(world: World) -> None:
    meeting = world.meeting()
    world.person("Zoe", membership_number="A_77", email="zoe@example.org")
    world.person("Passer-by")
    for name in ("Ana", "Zoe"):
        rsvp.answer(world.tx, caller=world.caller(name), meeting_id=meeting.id, answer=Answer.MAYBE)

    caller = world.caller("Sara Lloyd")
    shown = register.register(world.tx, caller=caller, group_id=world.group.id)
    assert [one.name for one in shown.entries] == ["Ana", "Sara Lloyd", "Zoe"]
    assert [one.name for one in shown.unknown] == ["Zoe", "Ana", "Sara Lloyd"]
    for text in ("zoe", "ZOE@EXAMPLE", "a_77"):
        found = register.find(world.tx, caller=caller, group_id=world.group.id, text=text)
        assert [one.name for one in found] == ["Zoe"]
    assert register.find(world.tx, caller=caller, group_id=world.group.id, text="A%7") == ()
