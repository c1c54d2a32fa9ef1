"""Importing people: a preview that writes nothing, all or nothing, and only what changed."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import select

from rules.nations import Nation
from rules.offices import Office
from rules.refusals import NotAllowed, Refusal
from storage import people
from storage.audit import AuditLine
from storage.people import Membership, Person
from tests.usecases.world import TEAM, World, a_world
from usecases import operators, people_import, people_sheet
from usecases.people_import import Change, Outcome
from usecases.people_sheet import Sheet

HEADINGS = "name,email,profession,organisation,nation,membership_number,member_from,member_until"
ANN = "Ann Lee,ann@example.org,midwife,Trust,wales,A1,2026-09-01,2027-08-31"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with a_world(database_url) as world:
        world.officer("Sara Lloyd", Office.SECRETARY)
        yield world


def sheet(*rows: str) -> Sheet:
    return people_sheet.read("\n".join([HEADINGS, *rows]).encode())


def imported(world: World, *rows: str) -> Outcome:
    outcome = people_import.import_sheet(
        world.tx, caller=world.caller("Sara Lloyd"), group_id=world.group.id, sheet=sheet(*rows)
    )
    world.tx.session.expire_all()
    return outcome


def person(world: World, email: str) -> Person:
    found = people.by_email(world.tx, TEAM, email)
    assert found is not None
    return found


def periods(world: World, email: str) -> list[tuple[date, date | None]]:
    found = people.memberships_of(world.tx, person(world, email).id)
    return [(one.starts_on, one.ends_on) for one in found]


def test_somebody_new_is_known_with_a_membership_that_the_secretary_confirmed(world: World) -> None:
    outcome = imported(world, ANN)

    ann = person(world, "ann@example.org")
    (membership,) = people.memberships_of(world.tx, ann.id)
    assert (outcome.new, outcome.changed, outcome.unchanged) == (1, 0, 0)
    assert (ann.name, ann.role, ann.organisation, ann.nation, ann.membership_number) == (
        "Ann Lee", "midwife", "Trust", Nation.WALES, "A1",
    )  # fmt: skip
    assert membership.confirmed_by == world.people["Sara Lloyd"].id
    assert (membership.starts_on, membership.ends_on) == (date(2026, 9, 1), date(2027, 8, 31))


def test_importing_again_changes_nothing(world: World) -> None:
    imported(world, ANN, "Bob,bob@example.org")
    (before,) = people.memberships_of(world.tx, person(world, "ann@example.org").id)
    before_id = before.id

    outcome = imported(world, ANN, "Bob,bob@example.org")

    assert (outcome.changes, outcome.unchanged) == ((), 2)
    assert [one.id for one in people.memberships_of(world.tx, person(world, "ann@example.org").id)] == [
        before_id
    ]


def test_only_what_changed_is_changed(world: World) -> None:
    imported(world, ANN, "Bob,bob@example.org,police")

    outcome = imported(world, ANN.replace("Trust", "Board"), "Bob,bob@example.org")

    assert outcome.changes == (Change(2, ("organisation",)),)
    assert person(world, "ann@example.org").organisation == "Board"
    assert person(world, "bob@example.org").role == "police"  # an empty cell erases nothing


def test_a_renewal_follows_the_period_before_it(world: World) -> None:
    imported(world, ANN)
    outcome = imported(world, "Ann Lee,ann@example.org,,,,,2027-09-01,2028-08-31")

    assert outcome.changes == (Change(2, ("member_from", "member_until")),)
    assert periods(world, "ann@example.org") == [
        (date(2026, 9, 1), date(2027, 8, 31)),
        (date(2027, 9, 1), date(2028, 8, 31)),
    ]


def test_a_membership_that_ends_sooner_is_shortened(world: World) -> None:
    imported(world, "Ann Lee,ann@example.org,,,,,2026-09-01,")
    imported(world, "Ann Lee,ann@example.org,,,,,2026-09-01,2026-12-31")

    assert periods(world, "ann@example.org") == [(date(2026, 9, 1), date(2026, 12, 31))]


def test_people_from_slack_are_recognised_by_their_address_and_keep_their_name(world: World) -> None:
    world.person("annlee", email="ann@example.org")

    outcome = imported(world, ANN)

    ann = person(world, "ann@example.org")
    assert outcome.changed == 1
    assert (ann.slack_id, ann.name, ann.role) == (world.people["annlee"].slack_id, "annlee", "midwife")


def test_people_of_another_workspace_are_others(world: World) -> None:
    world.tx.session.add(
        Person(team_id="TELSEWHERE", email="ann@example.org", name="Other Ann", first_seen_at=world.tx.now)
    )
    world.tx.session.flush()

    assert imported(world, ANN).new == 1
    assert imported(world, ANN).unchanged == 1


def test_a_preview_says_the_same_and_writes_nothing(world: World) -> None:
    imported(world, ANN)
    given = sheet(ANN.replace("2027-08-31", "2028-08-31"), "Bob,bob@example.org,police")

    outcome = people_import.preview(world.tx, team_id=TEAM, sheet=given)

    assert outcome.changes == (
        Change(2, ("member_from", "member_until")),
        Change(3, (), new=True),
    )
    assert people.by_email(world.tx, TEAM, "bob@example.org") is None
    assert periods(world, "ann@example.org") == [(date(2026, 9, 1), date(2027, 8, 31))]


def test_one_bad_row_keeps_the_whole_sheet_out(world: World) -> None:
    with pytest.raises(Refusal, match="nothing was imported"):
        imported(world, ANN, "Bob,not an address")

    assert people.by_email(world.tx, TEAM, "ann@example.org") is None


def test_only_the_secretary_can_import(world: World) -> None:
    chair = world.officer("Cid", Office.CHAIR)

    with pytest.raises(NotAllowed, match="secretary"):
        people_import.import_sheet(world.tx, caller=chair, group_id=world.group.id, sheet=sheet(ANN))


def test_an_import_is_noted_without_names(world: World) -> None:
    imported(world, ANN)

    (line,) = world.tx.session.exec(select(AuditLine)).all()
    assert (line.verb, line.actor_id, line.subject) == (
        "people imported", world.people["Sara Lloyd"].id, "",
    )  # fmt: skip


def test_fifty_thousand_people_are_imported_and_then_left_alone(world: World) -> None:
    rows = [f"Ann,ann{n}@example.org,police,,,A{n},2026-09-01,2027-08-31" for n in range(50_000)]

    assert imported(world, *rows).new == 50_000
    assert imported(world, *rows).unchanged == 50_000
    assert len(world.tx.session.exec(select(Membership.id)).all()) == 50_000


def test_the_operator_acts_for_the_secretary_of_the_only_group(world: World) -> None:
    behalf = operators.on_behalf(world.tx)

    assert (behalf.group_id, behalf.person_id) == (world.group.id, world.people["Sara Lloyd"].id)


def test_the_operator_has_to_choose_among_several_groups(world: World) -> None:
    facts = world.group.model_dump(exclude={"id", "name", "channel_id"})
    world.tx.session.add(type(world.group)(**facts, name="Another", channel_id="C0OTHER"))
    world.tx.session.flush()

    with pytest.raises(Refusal, match=r"Another \(.+\); Practice Learning Reviews"):
        operators.on_behalf(world.tx)
    with pytest.raises(Refusal, match="no group of that name"):
        operators.on_behalf(world.tx, group="Elsewhere")
    assert operators.on_behalf(world.tx, group="Another").group_name == "Another"


def test_without_a_secretary_the_operator_acts_for_whoever_set_the_group_up(database_url: str) -> None:
    with a_world(database_url) as world:
        assert operators.on_behalf(world.tx).person_id == world.people["Sara Lloyd"].id
        world.group.channel_id = None
        world.tx.session.flush()
        with pytest.raises(Refusal, match="/sig setup"):
            operators.on_behalf(world.tx)
