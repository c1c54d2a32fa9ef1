"""The pages behind personal links: everything that a button in Slack does, for people without Slack."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from handlers.links import Links, Target
from handlers.mail.learning import letter
from handlers.texts.library import SAMPLES
from handlers.web import learning
from rules.learning_support import Preparation
from rules.refusals import Unknown
from sandbox.running import running
from storage.learning import SupportRequest
from storage.people import Person
from storage.transaction import Store, Tx
from tests.usecases.learning_world import TEAM, Clock, Holder, World
from usecases import learning_people, learning_support
from usecases.callers import Caller
from usecases.learning_notes import Note
from usecases.learning_people import Somebody

LINKS = Links("https://sig.example.org", "a secret that is long enough for a test")


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    clock = Clock()
    world = World(Store.open(sqlite_url, clock=clock), clock)
    await world.convene()
    yield world
    world.store.close()


@pytest.fixture
async def mari(world: World) -> Target:
    part = await world.add("Mari", email="mari@example.org")

    def known(tx: Tx) -> str:
        return tx.session.exec(select(Person.id).where(Person.email == "mari@example.org")).one()

    return Target("practitioner", part, await world.store.look(known))


@dataclass
class Browser:
    """Somebody who opens a link and presses its buttons; each answer is (status, text)."""

    url: str
    session: aiohttp.ClientSession

    async def opens(self, target: Target | str) -> tuple[int, str]:
        async with self.session.get(self.url + path(target)) as answer:
            return answer.status, await answer.text()

    async def presses(self, target: Target, act: str, **typed: Any) -> tuple[int, str]:
        async with self.session.post(self.url + path(target), data={"act": act, **typed}) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def browser(world: World) -> AsyncIterator[Browser]:
    app = Starlette(routes=list(learning.routes(world.store, LINKS)))
    async with running(app) as url, aiohttp.ClientSession() as session:
        yield Browser(url, session)


def path(target: Target | str) -> str:
    return target if isinstance(target, str) else LINKS.url(target).removeprefix("https://sig.example.org")


async def test_practitioner_prepares_asks_and_pauses_on_their_page(
    world: World, mari: Target, browser: Browser
) -> None:
    assert "sees what you tick" in (await browser.opens(mari))[1]
    await browser.presses(mari, "prepare", ticks="records")
    assert "Thank you for asking" in (await browser.presses(mari, "talk", reviewer="yes"))[1]
    assert "Go on with the letters" in (await browser.presses(mari, "pause"))[1]
    own = await world.store.look(
        learning_support.own, caller=Holder(mari.person_id), practitioner_id=mari.subject_id
    )
    assert (own.ticks, own.asked, own.paused) == ({Preparation.RECORDS}, True, True)


async def test_opening_a_page_changes_nothing_because_mail_scanners_do(
    world: World, mari: Target, browser: Browser
) -> None:
    before = [row.model_dump() for row in await world.notices()], await world.audit()
    for target in (mari, await panel_page(world)):
        assert (await browser.opens(target))[0] == 200
    assert ([row.model_dump() for row in await world.notices()], await world.audit()) == before


async def test_page_is_gone_once_they_have_withdrawn(mari: Target, browser: Browser) -> None:
    assert "You will get no more messages" in (await browser.presses(mari, "leave"))[1]
    assert (await browser.opens(mari))[0] == 404


async def test_identifier_is_refused_on_a_page_and_not_echoed(mari: Target, browser: Browser) -> None:
    status, text = await browser.presses(mari, "needs", language="en", needs="for 999 215 8107")
    assert status == 422
    assert "999" not in text
    assert "Back to your page" in text


@pytest.mark.parametrize("token", ["nonsense", "WyJhIl0.abc"])
async def test_link_that_we_did_not_make_leads_nowhere(browser: Browser, token: str) -> None:
    assert (await browser.opens(f"/l/{token}"))[0] == 404


async def test_link_of_another_kind_leads_nowhere(mari: Target, browser: Browser) -> None:
    assert (await browser.opens(replace(mari, page="view")))[0] == 404


async def test_link_of_one_person_does_not_open_anothers_part(mari: Target, browser: Browser) -> None:
    assert (await browser.opens(replace(mari, person_id="somebody else")))[0] == 404


async def test_panel_member_without_slack_sees_the_list_only_after_a_press_and_it_is_audited(
    world: World, browser: Browser
) -> None:
    await world.add("Sam", told=False)
    panel = await panel_page(world)
    assert "not told yet" not in (await browser.opens(panel))[1]
    assert "not told yet" in (await browser.presses(panel, "list"))[1]
    assert "list of a panel member viewed" in await world.audit()
    assert "has been told" in (await browser.presses(panel, "told", part=world.practitioners["Sam"]))[1]
    assert await world.due("Sam") != []


async def test_panel_member_says_for_each_person_that_they_are_in_touch(
    world: World, browser: Browser
) -> None:
    panel = await panel_page(world)
    for name in ("Sam", "Eira"):
        part = await world.add(name)
        asker = Caller(TEAM, f"U{name.upper()}", name)
        await world.do(learning_support.ask_to_talk, asker, practitioner_id=part)
    assert "I am in touch" not in (await browser.opens(panel))[1]
    assert (await browser.presses(panel, "list"))[1].count("I am in touch with ") == 2


async def test_reviewer_without_slack_sees_how_things_stand_and_who_agreed_that_they_may_know(
    world: World, browser: Browser
) -> None:
    sam, eira = await world.add("Sam"), await world.add("Eira")
    for part, name, agreed in ((sam, "Sam", True), (eira, "Eira", False)):
        asker = Caller(TEAM, f"U{name.upper()}", name)
        await world.do(learning_support.ask_to_talk, asker, practitioner_id=part, reviewer_too=agreed)
    page = await reviewer_page(world)
    assert "would like to talk" not in (await browser.opens(page))[1]
    world.clock.to(4, 2, 9)
    shown = (await browser.opens(page))[1]
    assert "2 invited" in shown
    assert "1 would like to talk, and agreed that you may know" in shown
    assert "Wednesday 5 May 2027, 10:00 (UK time): A meeting that you have been told about" in shown
    assert (await browser.presses(page, "list"))[1].count("I am in touch with ") == 1
    assert "list of those who would like to talk viewed" in await world.audit()
    [request] = await world.store.look(
        lambda tx: tx.session.exec(select(SupportRequest.id).where(SupportRequest.reviewer_too)).all()
    )
    assert "Nobody is waiting to talk" in (await browser.presses(page, "answer", part=request))[1]


async def test_page_of_the_reviewer_is_gone_once_somebody_else_leads(world: World, browser: Browser) -> None:
    page = await reviewer_page(world)
    assert (await browser.opens(page))[0] == 200
    await world.do(learning_people.name_reviewer, event_id=world.event_id, somebody=Somebody("UALUN"))
    assert (await browser.opens(page))[0] == 404


async def test_panel_member_without_slack_reads_what_goes_out_next(world: World, browser: Browser) -> None:
    shown = (await browser.opens(await panel_page(world)))[1]
    assert "Wednesday 19 May 2027, 10:00 (UK time): Before the meeting" in shown
    assert "You may like some quiet time" in shown


async def reviewer_page(world: World) -> Target:
    def huw(tx: Tx) -> str:
        return tx.session.exec(select(Person.id).where(Person.slack_id == "UREV")).one()

    return Target("reviewer", world.event_id, await world.store.look(huw))


async def panel_page(world: World) -> Target:
    def mair(tx: Tx) -> str:
        return tx.session.exec(select(Person.id).where(Person.slack_id == "UMAIR")).one()

    return Target("panel-member", world.panel["UMAIR"], await world.store.look(mair))


def test_letter_has_a_neutral_subject_and_one_link_of_its_own() -> None:
    note = Note("practitioner/purpose", "en", SAMPLES, "part", person_id="person")
    written = letter(note, LINKS)
    assert written.subject == "A meeting that you have been told about"
    assert "learning event" not in written.opening[0]
    [[url]] = [fact.lines for fact in written.facts]
    assert LINKS.read(url.rpartition("/")[2]) == Target("practitioner", "part", "person")


def test_link_with_a_letter_changed_is_refused() -> None:
    token = LINKS.url(Target("practitioner", "part", "person")).rpartition("/")[2]
    with pytest.raises(Unknown, match="not complete"):
        LINKS.read(token[:-2] + ("aa" if token[-2:] != "aa" else "bb"))
