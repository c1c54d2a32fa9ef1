"""One person's data: all of it exported, and erased everywhere but where money and minutes rest on it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import select

from rules.learning_support import Preparation
from rules.ledger import EntryKind
from rules.meetings import Kind, Mode
from rules.nations import Nation
from rules.refusals import Refusal, Unknown
from storage.ledger import LedgerEntry
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.transaction import Store, Tx
from tests.usecases.learning_world import Clock, World
from usecases import groups, learning_support, person_data
from usecases.callers import Caller

SAM = Caller("T1", "USAM")
OWEN = Caller("T1", "UOWEN", "Owen")


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """Sam takes part in a learning event, is a member, owes money, and was written to."""
    clock = Clock()
    world = World(Store.open(database_url, clock=clock), clock)
    await world.convene()
    sam = await world.add("Sam")
    await world.do(learning_support.tick, SAM, practitioner_id=sam, ticked=frozenset({Preparation.RECORDS}))
    await world.store.perform(
        groups.set_up,
        caller=OWEN,
        channel_id="C1",
        is_admin=True,
        name="Reviews",
        nation=Nation.WALES,
        zone="Europe/London",
    )
    await world.store.perform(_facts_about_sam)
    clock.to(5, 5, 10)
    await world.deliver()
    yield world
    world.store.close()


def _facts_about_sam(tx: Tx) -> None:
    sam = tx.session.exec(select(Person).where(Person.slack_id == "USAM")).one()
    sam.name, sam.email = "Sam Rowntree", "sam@example.org"
    group = groups.here(tx, caller=OWEN, channel_id="C1")
    meeting = Meeting(
        group_id=group.id,
        kind=Kind.ORDINARY,
        mode=Mode.VIRTUAL,
        zone="Europe/London",
        starts_at=tx.now,
        ends_at=tx.now,
        created_at=tx.now,
        revised_at=tx.now,
    )
    tx.session.add_all([sam, meeting])
    tx.session.flush()
    tx.session.add(
        Membership(person_id=sam.id, starts_on=tx.now.date(), confirmed_by=sam.id, confirmed_at=tx.now)
    )
    tx.session.add(
        LedgerEntry(
            group_id=group.id,
            meeting_id=meeting.id,
            person_id=sam.id,
            kind=EntryKind.CHARGE,
            pence=5000,
            recorded_at=tx.now,
        )
    )


def _exported(tx: Tx, words: str = "USAM") -> dict[str, Any]:
    return person_data.export(tx, person_id=person_data.find(tx, words=words))


def _erased(tx: Tx) -> person_data.Erasure:
    return person_data.erase(tx, person_id=person_data.find(tx, words="sam@example.org"))


async def test_export_holds_everything_about_a_person(world: World) -> None:
    found = await world.store.look(_exported)
    assert found["people"][0]["name"] == "Sam Rowntree"
    assert found["ledger"][0]["pence"] == 5000
    assert found["learning_events"][0]["ticked"] == ["records"]
    assert {"memberships", "notices"} <= found.keys()


async def test_export_holds_the_part_of_a_panel_member_and_of_a_reviewer(world: World) -> None:
    [panel] = (await world.store.look(_exported, words="UMAIR"))["learning_events"]
    [leads] = (await world.store.look(_exported, words="UREV"))["learning_events"]
    assert (panel["panel_member_of"], leads["leads_it"]) == ("Health Board", True)
    acts = [each["verb"] for each in (await world.store.look(_exported, words="UMAIR"))["acts"]]
    assert acts == ["practitioner told by their panel member"]


async def test_erased_person_is_gone_but_what_they_owed_still_adds_up(world: World) -> None:
    standing = [row for row in await world.notices() if row.remote and row.person_id]
    mine = [
        row for row in standing if row.person_id == await world.store.look(person_data.find, words="USAM")
    ]
    erasure = await world.store.perform(_erased)
    assert erasure.kept == ("what was owed and paid, for six years and the current one",)

    def left(tx: Tx) -> tuple[list[str], int]:
        names = list(tx.session.exec(select(Person.name)))
        return names, tx.session.exec(select(LedgerEntry.pence)).one()

    names, pence = await world.store.look(left)
    assert "Sam Rowntree" not in names
    assert pence == 5000
    taken_back = [row for row in await world.notices() if row.kind == "learning-gone"]
    assert len(taken_back) == len(mine) > 0
    assert "person erased" in await world.audit()


async def test_whoever_others_rest_on_is_refused_in_words_that_do_not_tell_what_they_are(
    world: World,
) -> None:
    """A panel member, the reviewer and an only secretary: whoever runs the server reads the same."""
    said = set()
    for words in ("UMAIR", "UREV", "UOWEN"):
        person_id = await world.store.look(person_data.find, words=words)
        with pytest.raises(Refusal, match="somebody else named in their place") as refused:
            await world.store.perform(person_data.erase, person_id=person_id)
        said.add(refused.value.sentence)
    assert len(said) == 1
    assert "learning" not in said.pop()


async def test_person_known_only_by_letter_is_erased_without_a_trace(world: World) -> None:
    await world.add("Mari", email="mari@example.org")
    person_id = await world.store.look(person_data.find, words="mari@example.org")
    assert (await world.store.perform(person_data.erase, person_id=person_id)).kept == ()
    with pytest.raises(Unknown):
        await world.store.look(person_data.find, words="mari@example.org")


async def test_unknown_person_is_answered_with_what_to_give(world: World) -> None:
    with pytest.raises(Unknown, match="e-mail address"):
        await world.store.look(person_data.find, words="nobody@example.org")
