"""Where no mail server is set up: who is told in Slack, what is withheld, and what officers are asked to do."""

import pytest

from storage.notices import Preference
from storage.people import Person
from storage.transaction import Tx
from tests.handlers.delivering import SAYING, World, delivering
from usecases.kinds import Kind

IN_SLACK = {"say": Kind(SAYING["say"].load, in_slack=True)}


async def _change(world: World, person: Person, **facts: object) -> None:
    def change(tx: Tx) -> None:
        row = tx.session.get_one(Person, person.id)
        for name, value in facts.items():
            setattr(row, name, value)
        tx.session.add(row)

    await world.store.perform(change)


async def test_whoever_prefers_letters_is_told_in_slack(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        iona = await world.person("Iona Macrae")
        await world.store.perform(lambda tx: tx.session.add(Preference(person_id=iona.id, by_letter=True)))
        await world.tell_person(iona, "hello")
        await world.deliver()
        assert "hello" in world.slack.person("Iona").reads()


@pytest.mark.parametrize(
    ("known", "in_slack", "becomes", "because"),
    [
        ({"slack_id": None}, True, "dropped", "no Slack account, and no mail server"),
        ({"slack_id": None}, False, "dead", "Tell the person yourself and skip this"),
        ({"slack_id": None, "email": None}, True, "dropped", "neither a Slack account nor"),
        ({"slack_id": None, "email": None}, False, "dropped", "neither a Slack account nor"),
    ],
    ids=["for Slack", "a letter", "forgotten, for Slack", "forgotten, a letter"],
)
async def test_what_no_officer_can_mend_is_withheld_with_its_reason(
    sqlite_url: str, known: dict[str, None], in_slack: bool, becomes: str, because: str
) -> None:
    async with delivering(sqlite_url, kinds=IN_SLACK if in_slack else SAYING) as world:
        iona = await world.person("Iona Macrae")
        await _change(world, iona, **known)
        await world.tell_person(iona, "hello")
        await world.deliver()
        row = await world.row("hello")
        assert row["state"] == becomes
        assert because in row["outcome"]
