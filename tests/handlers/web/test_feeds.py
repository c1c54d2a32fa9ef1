"""Feeds as calendar programs fetch them: public and private, whole or not at all."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from handlers.web import feeds, stopping
from rules.charter import Charter
from rules.invitations import Choice
from rules.meetings import Kind, Mode, State
from rules.nations import Nation
from rules.rsvp import Answer
from sandbox.running import running
from storage.calendars import CalendarChoice
from storage.groups import CharterVersion, Group
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Store, Tx
from tests.handlers.calendar.readers import read_the_same_by_all
from usecases import calendars, rsvp
from usecases.callers import Caller
from usecases.feeds import NO_SUCH_FEED

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
ANA = Caller("T1", "U1", "Ana")
URL = "https://sig.example"
LINK = "https://meet.example/secret"


def plant(tx: Tx) -> dict[str, str]:
    """A group with four meetings: one virtual, one cancelled, one draft, one long over."""
    person = Person(team_id="T1", slack_id="U1", name="Ana", email="ana@example.org", first_seen_at=NOW)
    tx.session.add(person)
    tx.session.flush()
    group = Group(
        team_id="T1",
        channel_id="C1",
        name="Case Reviews",
        nation=Nation.WALES,
        set_up_by=person.id,
        set_up_at=NOW,
    )
    tx.session.add(group)
    tx.session.flush()
    tx.session.add(
        CharterVersion(
            group_id=group.id, version=1, settings=Charter().to_data(), author_id=person.id, since=NOW
        )
    )
    ids = {"group": group.id}
    for name, days, state in (
        *(("virtual", 30, State.PUBLISHED), ("off", 60, State.CANCELLED)),
        *(("draft", 90, State.DRAFT), ("old", -500, State.CLOSED)),
    ):
        meeting = Meeting(
            group_id=group.id,
            kind=Kind.ORDINARY,
            state=state,
            mode=Mode.VIRTUAL,
            starts_at=NOW + timedelta(days=days),
            ends_at=NOW + timedelta(days=days, hours=2),
            zone="Europe/London",
            theme=name,
            join_link=LINK,
            created_at=NOW,
            revised_at=NOW,
            published_at=None if state is State.DRAFT else NOW,
        )
        tx.session.add(meeting)
        ids[name] = meeting.id
    return ids


class Site:
    """The feeds served over HTTP, and the database behind them."""

    def __init__(self, store: Store, ids: dict[str, str], url: str, client: aiohttp.ClientSession) -> None:
        self.store, self.ids, self._url, self._client = store, ids, url, client
        self.public = feeds.group_path(ids["group"])

    async def get(self, path: str, verb: str = "GET", **headers: str) -> tuple[int, Any, bytes]:
        """Status, headers and body."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._client.request(verb, self._url + path, headers=sent) as answer:
            return answer.status, answer.headers, await answer.read()

    async def private(self) -> str:
        """The path of Ana's own feed."""
        chosen = await self.store.perform(calendars.choose, caller=ANA, choice=Choice.FEED)
        return feeds.private_path(chosen.feed_token)


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    store = Store.open(database_url, clock=lambda: NOW)
    ids = await store.perform(plant)
    app = Starlette(routes=[*feeds.routes(store, URL), *stopping.routes(store)])
    async with running(app) as url, aiohttp.ClientSession() as client:
        yield Site(store, ids, url, client)
    store.close()


def themes(body: bytes) -> set[str]:
    return {entry.summary.rpartition(": ")[2] for entry in read_the_same_by_all(body).entries}


async def test_public_feed_holds_what_was_published_and_no_join_link(site: Site) -> None:
    status, headers, body = await site.get(site.public)
    assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert themes(body) == {"virtual", "off"}
    assert LINK.encode() not in body
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"].startswith("public")
    (off,) = [entry for entry in read_the_same_by_all(body).entries if entry.status == "CANCELLED"]
    assert off.summary == "Cancelled: Case Reviews: off"


async def test_private_feed_holds_my_meetings_with_join_link_and_answer(site: Site) -> None:
    path = await site.private()
    assert themes((await site.get(path))[2]) == set()
    await site.store.perform(rsvp.answer, caller=ANA, meeting_id=site.ids["virtual"], answer=Answer.ATTENDING)
    _, headers, body = await site.get(path)
    (entry,) = read_the_same_by_all(body).entries
    assert (entry.url, entry.description.splitlines()[0]) == (LINK, "You are coming.")
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"
    await site.store.perform(rsvp.answer, caller=ANA, meeting_id=site.ids["virtual"], answer=Answer.APOLOGIES)
    assert themes((await site.get(path))[2]) == set()


async def test_both_feeds_give_a_meeting_the_same_uid(site: Site) -> None:
    path = await site.private()
    await site.store.perform(rsvp.answer, caller=ANA, meeting_id=site.ids["virtual"], answer=Answer.MAYBE)
    uids = [
        {entry.uid for entry in read_the_same_by_all((await site.get(each))[2]).entries}
        for each in (path, site.public)
    ]
    assert uids[0] < uids[1]


async def test_reader_who_has_it_gets_304_until_something_changes(site: Site) -> None:
    _, headers, body = await site.get(site.public)
    tag = headers["ETag"]
    assert not tag.startswith("W/")
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        status, again, nothing = await site.get(site.public, If_None_Match=known)
        assert (status, nothing, again["ETag"]) == (304, b"", tag)
    assert (await site.get(site.public, If_None_Match='"other"'))[2] == body

    def rename(tx: Tx) -> None:
        meeting = tx.session.get_one(Meeting, site.ids["virtual"])
        meeting.theme, meeting.revised_at = "renamed", NOW + timedelta(days=1)
        tx.session.add(meeting)

    await site.store.perform(rename)
    status, headers, _ = await site.get(site.public, If_None_Match=tag)
    assert (status, headers["ETag"] == tag) == (200, False)


async def test_tag_decides_before_the_date_does(site: Site) -> None:
    _, headers, _ = await site.get(site.public)
    later = format_datetime(NOW + timedelta(days=1), usegmt=True)
    earlier = format_datetime(NOW - timedelta(days=1), usegmt=True)
    get = site.get
    assert headers["Last-Modified"] == format_datetime(NOW, usegmt=True)
    assert (await get(site.public, If_Modified_Since=later))[0] == 304
    assert (await get(site.public, If_Modified_Since=earlier))[0] == 200
    assert (await get(site.public, If_Modified_Since="yesterday, I think"))[0] == 200
    assert (await get(site.public, If_Modified_Since=later, If_None_Match='"other"'))[0] == 200


async def test_head_tells_what_get_would(site: Site) -> None:
    _, headers, body = await site.get(site.public)
    status, told, nothing = await site.get(site.public, "HEAD")
    assert (status, nothing) == (200, b"")
    assert (told["ETag"], told["Content-Length"]) == (headers["ETag"], str(len(body)))


async def test_addresses_that_are_unknown_or_replaced_show_nothing(site: Site) -> None:
    old = await site.private()
    renewed = await site.store.perform(calendars.renew_feed, caller=ANA)
    assert (await site.get(feeds.private_path(renewed.feed_token)))[0] == 200
    for path in (old, feeds.private_path("unknown"), feeds.group_path("unknown")):
        status, _, body = await site.get(path)
        assert (status, body.decode()) == (404, NO_SUCH_FEED)


async def test_letters_stop_with_one_click_but_not_by_looking_at_the_page(site: Site) -> None:
    await site.store.perform(calendars.choose, caller=ANA, choice=Choice.INVITATIONS)

    def token(tx: Tx) -> str:
        return tx.session.exec(select(CalendarChoice)).one().stop_token

    page = f"/stop/{await site.store.look(token)}"
    status, _, body = await site.get(page)
    assert (status, b"<button" in body) == (200, True)
    assert (await site.store.look(calendars.chosen, caller=ANA)).choice is Choice.INVITATIONS
    status, _, body = await site.get(page, "POST")
    assert (status, b"You get no more invitations." in body) == (200, True)
    assert (await site.store.look(calendars.chosen, caller=ANA)).choice is Choice.NOTHING
    assert (await site.get("/stop/unknown", "POST"))[0] == 404
