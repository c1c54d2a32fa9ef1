"""Meetings in Ana's own calendar: by invitation, by feed, by file; and her answers from there."""

from collections.abc import AsyncIterator
from email.message import EmailMessage

import aiohttp
import pytest
from sqlmodel import select

from bot.assembly import Convenor
from bot.settings import MailServer
from handlers.web.feeds import private_path
from sandbox import Slack, Workspace
from storage.groups import Belonging, Group, GroupMember
from storage.people import Person
from storage.transaction import Tx
from tests.handlers.calendar.readers import Entry, read_the_same_by_all
from tests.handlers.mail import dovecot
from tests.handlers.mail.letters_in import GUEST, SERVER, UID, google
from tests.journeys.conftest import CHANNEL, PUBLIC_URL, Clock, settings_for
from tests.journeys.letterbox import Letterbox, assembled_with_mail
from tests.journeys.stage import a_meeting
from tests.journeys.steps import time_passes
from usecases import calendars
from usecases.callers import Caller


@pytest.fixture
async def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
async def site(
    slack: Slack, workspace: Workspace, database_url: str, clock: Clock, letterbox: Letterbox
) -> AsyncIterator[tuple[Convenor, str]]:
    settings = settings_for(workspace, slack, database_url)
    async with assembled_with_mail(settings, letterbox, workspace, clock) as site:
        yield site


def _belongs(tx: Tx, *, slack_id: str) -> None:
    """Somebody is a member of the group."""
    person = tx.session.exec(select(Person).where(Person.slack_id == slack_id)).one()
    group = tx.session.exec(select(Group)).one()
    tx.session.add(
        GroupMember(group_id=group.id, person_id=person.id, state=Belonging.BELONGS, asked_at=tx.now)
    )


def calendar_in(letter: EmailMessage) -> tuple[str, Entry]:
    part = next(each for each in letter.walk() if each.get_content_type() == "text/calendar")
    reading = read_the_same_by_all(part.get_payload(decode=True))
    return reading.method, reading.entries[0]


async def attends(slack: Slack, name: str = "Ana") -> None:
    person = slack.person(name)
    await person.types("/sig next", in_=CHANNEL)
    await person.clicks("Attend")


async def test_invitation_follows_answers_and_stops_with_one_click(
    slack: Slack, workspace: Workspace, site: tuple[Convenor, str], letterbox: Letterbox
) -> None:
    convenor, url = site
    await a_meeting(convenor, workspace)
    ana = slack.person("Ana")
    await attends(slack)
    await ana.types("/sig calendar settings", in_=CHANNEL)
    await ana.clicks("Invitations by e-mail")
    assert ana.sees("Invitations go to")
    (asked,) = await letterbox.has(1)
    method, entry = calendar_in(asked)
    assert (method, entry.attendees[0][1]) == ("REQUEST", "ACCEPTED")
    assert asked["From"].addresses[0].display_name == "Practice Learning Reviews"

    await ana.types("/sig apologies", in_=CHANNEL)
    method, gone = calendar_in((await letterbox.has(2))[1])
    assert (method, gone.uid, gone.sequence > entry.sequence) == ("CANCEL", entry.uid, True)

    page = asked["List-Unsubscribe"].partition("<")[2].partition(">")[0].removeprefix(PUBLIC_URL)
    one_click = {"List-Unsubscribe": "One-Click"}
    async with aiohttp.ClientSession() as client, client.post(url + page, data=one_click) as answer:
        assert answer.status == 200
    await ana.types("/sig attend", in_=CHANNEL)
    await ana.types("/sig calendar settings", in_=CHANNEL)
    assert ana.sees("Choose one way")
    assert len(letterbox.letters) == 2


async def test_members_who_chose_letters_are_invited_with_the_card(
    slack: Slack, workspace: Workspace, site: tuple[Convenor, str], letterbox: Letterbox, clock: Clock
) -> None:
    convenor, _ = site
    await a_meeting(convenor, workspace)
    for name in ("Ana", "Huw"):
        await slack.person(name).types("/sig next", in_=CHANNEL)
        await convenor.store.perform(_belongs, slack_id=workspace.user(name).id)
    ana = slack.person("Ana")
    await ana.types("/sig calendar settings", in_=CHANNEL)
    await ana.clicks("Invitations by e-mail")
    clock.to(2027, 4, 15, 10)
    time_passes(convenor)
    (asked,) = await letterbox.has(1)
    assert calendar_in(asked)[1].attendees[0][1] == "NEEDS-ACTION"


async def test_feed_has_an_address_that_can_be_replaced(
    slack: Slack, workspace: Workspace, site: tuple[Convenor, str]
) -> None:
    convenor, url = site
    await a_meeting(convenor, workspace)
    await attends(slack)
    ana = slack.person("Ana")

    async def address() -> str:
        caller = Caller(workspace.team_id, workspace.user("Ana").id)
        path = private_path((await convenor.store.look(calendars.chosen, caller=caller)).feed_token)
        await ana.awaits(f"webcal://sig.example.org{path}")
        return path

    await ana.types("/sig calendar settings", in_=CHANNEL)
    await ana.clicks("Subscribe to a feed")
    first = await address()
    async with aiohttp.ClientSession() as client:
        async with client.get(url + first) as answer:
            (entry,) = read_the_same_by_all(await answer.read()).entries
            assert entry.location == "City Hall, Cardiff"
        await ana.clicks("New address")
        second = await address()
        assert second != first
        for path, status in ((first, 404), (second, 200)):
            async with client.get(url + path) as answer:
                assert answer.status == status


async def test_file_of_my_meetings_holds_those_i_answered(
    slack: Slack, workspace: Workspace, site: tuple[Convenor, str]
) -> None:
    convenor, _ = site
    await a_meeting(convenor, workspace)
    ana = slack.person("Ana")
    await ana.types("/sig calendar mine", in_=CHANNEL)
    assert ana.sees("You have answered no meeting yet.")
    await attends(slack)
    await ana.types("/sig calendar mine", in_=CHANNEL)
    await ana.awaits("my-meetings.ics", in_="@app")


@pytest.mark.skipif(dovecot.absent(), reason="no Dovecot here: install the package dovecot-imapd")
async def test_answer_given_in_the_calendar_counts_here(
    slack: Slack, workspace: Workspace, database_url: str, clock: Clock, letterbox: Letterbox
) -> None:
    settings = settings_for(workspace, slack, database_url)
    with dovecot.running() as mailbox:
        imap = MailServer(mailbox.host, mailbox.port, False, None, mailbox.username, mailbox.password)
        more = {"imap_url": imap, "authserv_id": SERVER}
        async with assembled_with_mail(settings, letterbox, workspace, clock, **more) as (convenor, _):
            await a_meeting(convenor, workspace)
            ana = slack.person("Ana")
            await ana.types("/sig calendar settings", in_=CHANNEL)
            await ana.clicks("Invitations by e-mail")
            await ana.types("/sig maybe", in_=CHANNEL)
            (asked,) = await letterbox.has(1)
            _, entry = calendar_in(asked)
            guest = entry.attendees[0][0]
            reply = (
                google("ACCEPTED")
                .replace(GUEST.encode(), guest.encode())
                .replace(UID.encode(), entry.uid.encode())
            )
            mailbox.deliver(reply.replace(b"cardiff.example", guest.rpartition("@")[2].encode()))
            _, receipt = await letterbox.has(2)
            assert "you have a place" in receipt.get_body(("plain",)).get_content()
            await ana.types("/sig next", in_=CHANNEL)
            await ana.awaits("You attend.")
