"""The Independent Chair's link: signed, readable more than once, good for one view."""

from collections.abc import AsyncIterator
from functools import partial

import aiohttp
import pytest
from starlette.applications import Starlette

from handlers.links import Links, Target
from handlers.mail import consulting as letters
from handlers.web import consulting
from rules.quorum import Headcount
from rules.urgent import Step, View, Way
from sandbox.running import running
from storage.transaction import Store
from tests.usecases.gathering import Clock, Gathering, caller
from usecases import sittings, urgent
from usecases.urgent import Business

SECRET = "not a secret, but long enough for a test"


@pytest.fixture
async def gathering(sqlite_url: str) -> AsyncIterator[Gathering]:
    store = Store.open(sqlite_url, clock=Clock())
    gathering = Gathering(store, Clock())
    await gathering.begin(Headcount(3))
    await gathering.does("cora", sittings.open_meeting)
    yield gathering
    store.close()


@pytest.fixture
async def business(gathering: Gathering) -> Business:
    return await gathering.does("cora", urgent.propose, text="Answer <now>", reason="It closes")


@pytest.fixture
async def links(gathering: Gathering) -> AsyncIterator[Links]:
    unserved = Links("", SECRET)
    async with running(Starlette(routes=consulting.routes(gathering.store, unserved))) as url:
        yield Links(url, SECRET)


async def _sends(url: str, **typed: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, data=typed) as answer:
        return answer.status, await answer.text()


async def _opens(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def _now(gathering: Gathering, business: Business) -> Business:
    return await gathering.store.look(urgent.shown, caller=caller("cora"), urgent_id=business.id)


async def test_opening_the_link_shows_the_business_and_changes_nothing(
    gathering: Gathering, business: Business, links: Links
) -> None:
    for _ in range(2):
        status, said = await _opens(consulting.link(links, business))
        assert status == 200
        assert "Answer &lt;now&gt;" in said
    assert (await _now(gathering, business)).urgent.step is Step.CONSULTING


async def test_view_is_kept_once(gathering: Gathering, business: Business, links: Links) -> None:
    link = consulting.link(links, business)
    status, said = await _sends(link, view="does-not-support", words="Please wait")
    assert (status, "Your view is kept" in said) == (200, True)
    kept = (await _now(gathering, business)).urgent.consultation
    assert kept is not None
    assert (kept.view, kept.words, kept.way) == (View.DOES_NOT_SUPPORT, "Please wait", Way.LINK)

    status, said = await _sends(link, view="supports", words="")
    assert (status, "recorded already" in said) == (410, True)
    assert (await _opens(link))[0] == 410
    again = (await _now(gathering, business)).urgent.consultation
    assert again == kept


async def test_no_choice_is_asked_for_again_with_the_words_kept(
    gathering: Gathering, business: Business, links: Links
) -> None:
    status, said = await _sends(consulting.link(links, business), words="Please wait")
    assert status == 422
    assert "Please choose one of the three." in said
    assert "Please wait</textarea>" in said
    assert (await _now(gathering, business)).urgent.step is Step.CONSULTING


async def test_words_that_may_not_be_kept_are_never_shown_again_and_the_choice_stays(
    gathering: Gathering, business: Business, links: Links
) -> None:
    for view, chosen in (("supports", True), ("", False)):
        status, said = await _sends(
            consulting.link(links, business), view=view, words="As for 943 476 5919, wait"
        )
        assert status == 422
        assert "an NHS number" in said.partition('id="words-fault"')[2].partition("</p>")[0]
        assert ('value="supports" checked' in said) is chosen
        assert "943" not in said
    assert (await _now(gathering, business)).urgent.step is Step.CONSULTING


async def test_second_use_of_the_link_is_told_so_even_with_nothing_chosen(
    gathering: Gathering, business: Business, links: Links
) -> None:
    link = consulting.link(links, business)
    await _sends(link, view="supports", words="")
    status, said = await _sends(link, words="")
    assert (status, "nothing left to do" in said) == (410, True)


@pytest.mark.parametrize("spoil", [lambda link: link[:-2], lambda link: link + "x"])
async def test_link_that_was_not_signed_by_us_opens_nothing(
    business: Business, links: Links, spoil: object
) -> None:
    assert callable(spoil)
    assert (await _opens(spoil(consulting.link(links, business))))[0] == 404
    theirs = Links("https://sig.example", "another secret that is long enough too")
    token = consulting.link(theirs, business).rpartition("/")[2]
    ours = consulting.link(links, business).rpartition("/")[0]
    assert (await _sends(f"{ours}/{token}", view="supports"))[0] == 404


async def test_link_to_another_page_of_ours_gives_no_view(
    gathering: Gathering, business: Business, links: Links
) -> None:
    other = links.url(Target("somewhere", business.id, "iris"), under="view")
    assert (await _sends(other, view="supports"))[0] == 404
    assert (await _now(gathering, business)).urgent.step is Step.CONSULTING


async def test_letter_carries_the_link_and_without_an_address_says_to_ring(
    business: Business, links: Links
) -> None:
    with_link = letters.asked(partial(consulting.link, links))(business)
    assert consulting.link(links, business) in with_link.closing[0]
    without = letters.asked(None)(business)
    assert "ring the Chair" in without.closing[0]
