"""A workspace in which a learning event can be lived through: people with and without Slack, and their letters."""

import asyncio
import io
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot import logs
from bot.assembly import Convenor, assembled
from bot.settings import Settings
from handlers import clock as clock_door
from handlers.texts import library
from sandbox import HOME, Command, Slack, Workspace, running, serve
from sandbox.driver import Person
from tests.handlers.mail import learning_letters_in as letters_in
from tests.handlers.mail.dovecot import Dovecot
from tests.handlers.mail.learning_letters_in import Answered
from tests.journeys.conftest import AT_ONCE, CHANNEL, Clock
from tests.mailbox import Mailbox, mailbox

UNIT, REVIEWER, TOM, IONA = "Sara Lloyd", "Huw Bevan", "Tom Reid", "Iona Macrae"
CARYS = ("Carys Ploverdale", "carys@example.org")
# Names that occur nowhere else, so that a leak can be found by looking for them.
IN_SLACK = (
    *("Ffion Quillfeather", "Rhys Thistlewood", "Dewi Marchbanks", "Elin Oxenholme"),
    *("Kofi Larkspurred", "Priya Wetherbyre", "Joan Tremaynard", "Megan Ashgrovers"),
)
BY_LETTER = {
    "Bryn Fallowfield": "bryn@example.org",
    "Nia Copperthwaite": "nia@example.org",
    "Olwen Saltmarsh": "olwen@example.org",
    "Idris Penhallow": "idris@example.org",
}
PLANTED = tuple(name.split()[1] for name in (*IN_SLACK, *BY_LETTER, CARYS[0]))
PUBLIC_URL = "https://sig.example.org"


@dataclass
class Stage:
    """Everything that a journey about a learning event holds in its hands."""

    slack: Slack
    workspace: Workspace
    convenor: Convenor
    clock: Clock
    mail: Mailbox
    web_url: str
    log: io.StringIO
    imap: Dovecot | None = None

    def person(self, name: str) -> Person:
        return self.slack.person(name)

    async def settle(self) -> None:
        await self.convenor.delivery.courier.until_idle()

    async def fast_forward(self, *moment: int) -> None:
        """Go to a moment, stopping wherever something falls due, as the heartbeat would."""
        until = datetime(*moment, tzinfo=UTC)  # type: ignore[misc]  # year, month, day, hour…
        while (due := await clock_door.next_wake(self.convenor.store)) is not None and due <= until:
            self.clock.now = max(self.clock.now, due)
            await self.settle()
            await clock_door.tick(self.convenor.store, tidying=True)
        self.clock.now = until
        await self.settle()

    def told_in_slack(self, name: str) -> list[str]:
        """The bot's messages to a person, as the names of their texts."""
        person = self.person(name)
        return [
            name_of(person.reader.message(message))
            for message in person.messages("@app")
            if message.user != person.id and not message.only_for
        ]

    def told_by_letter(self, address: str) -> list[str]:
        """The same of letters."""
        return [name_of(text) for text in self.mail.texts(address)]

    async def replies(self, address: str, words: str, **facts: Any) -> None:
        """Answer the newest letter to somebody, as Gmail writes it, and wait until the answer was taken."""
        await self.posts(letters_in.google(Answered.of(self.mail.of(address)[-1]), address, words, **facts))

    async def posts(self, raw: bytes) -> None:
        """Have a letter arrive in the mailbox that is read, and wait until nothing is left of it there."""
        assert self.imap is not None
        self.imap.deliver(raw)
        async with asyncio.timeout(60):
            while self.imap.flags():  # noqa: ASYNC110 -- a file goes, which tells nobody
                await asyncio.sleep(0.02)
        await self.settle()

    async def presses(self, address: str, act: str, **typed: str) -> str:
        """Open the newest link in somebody's letters and press a button there; what the page says."""
        [token] = re.findall(rf"{PUBLIC_URL}(/l/\S+)", self.mail.texts(address)[-1])
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.web_url + token, data={"act": act, **typed}) as answer,
        ):
            return await answer.text()


def name_of(text: str) -> str:
    """Which text of the library this is: the one whose longest fixed sentence stands in it."""
    flat = " ".join(text.split())
    for (language, name), each in library.library().items():
        fixed = max((" ".join(part.split()) for part in re.split(r"\{\w+\}", each.body)), key=len)
        if language == library.ENGLISH and not each.is_part and fixed in flat:
            return name
    return f"unknown: {flat[:60]}"


@asynccontextmanager
async def staged(
    database_url: str, *, public_url: str | None = PUBLIC_URL, imap: Dovecot | None = None
) -> AsyncIterator[Stage]:
    """The bot with a mail server and a public address (or a mailbox that is read), and everybody in a workspace."""
    clock = Clock(datetime(2027, 4, 1, 9, tzinfo=UTC))
    workspace = _workspace(clock)
    async with mailbox() as mail, serve(workspace, ack_seconds=60, patience=30) as slack:
        settings = Settings(
            _env_file=None,
            slack_bot_token=workspace.install().value,
            slack_signing_secret=workspace.app.signing_secret,
            slack_api_url=slack.api_url,
            database_url=database_url,
            smtp_url=mail.url,
            CONVENOR_SENDER="unit@sig.example.org",
            CONVENOR_PUBLIC_URL=public_url,
            imap_url=f"imap://{imap.username}:{imap.password}@{imap.host}:{imap.port}" if imap else None,
            CONVENOR_AUTHSERV_ID=letters_in.SERVER,
            CONVENOR_SECRET_KEY="a secret that is long enough to sign with",
        )
        with everything_logged() as log:
            async with (
                assembled(settings, clock=clock, pace=AT_ONCE) as convenor,
                running(convenor.web) as url,
            ):
                workspace.app.request_url = f"{url}/slack/events"
                yield Stage(slack, workspace, convenor, clock, mail, url, log, imap)


def _workspace(clock: Clock) -> Workspace:
    workspace = Workspace(clock=clock)
    workspace.app.commands = (Command("/sig"),)
    names = (UNIT, REVIEWER, TOM, IONA, *IN_SLACK)
    for name in names:
        workspace.add_person(name)
    workspace.add_person("Owen Pugh", admin=True)
    channel = workspace.add_channel(CHANNEL, members=["Owen Pugh", *names])
    channel.members.append(workspace.bot.id)
    return workspace


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """All that is logged at DEBUG, as `convenor run` would write it; afterwards logging is as it was."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.configure("json", level=logging.DEBUG, stream=stream)
    try:
        yield stream
    finally:
        root.handlers[:] = before
        root.setLevel(level)


# Steps


async def grant_unit(stage: Stage) -> Person:
    """Owen, an admin, has Sara run learning events; she says how people reach the unit."""
    owen, unit = stage.person("Owen"), stage.person(UNIT)
    await owen.types(f"/sig unit grant <@{unit.id}>", in_=CHANNEL)
    await owen.awaits("now runs learning events")
    await unit.opens_home()
    await unit.clicks("About us", in_=HOME)
    await unit.fills("Name", "Cardiff and Vale unit")
    await unit.fills("How people reach you", "029 2018 0123, unit@example.org")
    await unit.submits()
    await unit.awaits("It stands below every message")
    await unit.closes(everything=True)
    return unit


async def convene(unit: Person, day: str = "2027-05-26") -> None:
    await unit.opens_home()
    await unit.clicks("Convene an event", in_=HOME)
    await unit.chooses("Held under", "Wales: child practice review")
    await unit.fills("Day", day)
    await unit.fills("Place", "County Hall, Cardiff CF10 4UW")
    await unit.fills("Facilitator", "Gwen Sample")
    await unit.submits()
    await unit.awaits("Convened.")
    await unit.closes(everything=True)


async def name_somebody(unit: Person, name: str, email: str = "") -> None:
    """Fill in who is meant, in any of the unit's forms, and send it off."""
    if email:
        await unit.fills("Name", name)
        await unit.fills("E-mail address", email)
    else:
        await unit.chooses("Somebody of this workspace", name)
    await unit.submits()
    await unit.closes(everything=True)


async def add_agency(unit: Person, agency: str, name: str, email: str = "") -> None:
    await unit.opens_home()
    await unit.clicks("People", in_=HOME)
    await unit.clicks("Add an agency")
    await unit.fills("Agency", agency)
    await name_somebody(unit, name, email)


async def add_practitioner(unit: Person, agency: str, name: str, email: str = "") -> None:
    await unit.opens_home()
    await unit.clicks("People", in_=HOME)
    await unit.clicks("Add somebody", on=agency)
    await name_somebody(unit, name, email)


async def tells(panel: Person, name: str) -> None:
    """A panel member has spoken with somebody, and says so."""
    await panel.opens_home()
    await panel.clicks("My practitioners", in_=HOME)
    await panel.clicks("I have told them", on=name)
    await panel.awaits("has been told")
    await panel.closes(everything=True)
