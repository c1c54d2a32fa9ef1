"""Invitations to 200 people through a mail server that refuses, drops and forgets: once each, none lost."""

import asyncio
import email
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from sqlmodel import select

from bot.settings import MailServer
from handlers.calendar import Party
from handlers.courier import Courier
from handlers.mail import invitations as letters
from handlers.mail.carrier import MailCarrier
from handlers.mail.letter import Stop
from handlers.outcomes import Pace
from rules.charter import Charter
from rules.invitations import Choice
from rules.meetings import Kind, Mode, State
from rules.nations import Nation
from storage.calendars import CalendarChoice
from storage.groups import Belonging, CharterVersion, Group, GroupMember
from storage.meetings import Meeting
from storage.notices import Notice
from storage.people import Person
from storage.transaction import Store, Tx
from tests.handlers.calendar.readers import with_ical
from usecases import invitations, notices
from usecases.kinds import KINDS

GUESTS = 200
GONE = "guest13@example.org"
AT_ONCE = Pace(call=5.0, lease=15.0, between=0.0, backoff=0.0, doubt=0.0)


@dataclass
class Server:
    """A mail server with bad days: each address meets its trouble on the first try, by its number."""

    arrived: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    tried: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)

    async def handle_RCPT(self, _s: Any, _session: Any, envelope: Any, address: str, _o: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        if address == GONE:
            return "550 5.1.1 no such mailbox"
        self.tried[address] += 1
        if self._trouble(address) == 1:
            self.troubles["busy"] += 1
            return "451 4.3.2 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        (address,) = envelope.rcpt_tos
        trouble = self._trouble(address)
        if trouble != 2:
            self.arrived[address].append(email.message_from_bytes(envelope.content, policy=default))
        if trouble in {2, 3}:
            self.troubles["dropped before" if trouble == 2 else "dropped after"] += 1
            server.transport.close()
        return "250 OK"

    def _trouble(self, address: str) -> int:
        number = int(address.partition("@")[0].removeprefix("guest"))
        return number % 5 if self.tried[address] == 1 else 0


class Clock:
    now = datetime(2027, 4, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def plant(tx: Tx) -> str:
    """A group of 200 members who all chose letters, and a meeting."""
    people = [
        Person(team_id="T1", email=f"guest{n}@example.org", name=f"Guest {n}", first_seen_at=tx.now)
        for n in range(GUESTS)
    ]
    tx.session.add_all(people)
    tx.session.flush()
    first = people[0].id
    group = Group(
        team_id="T1",
        channel_id="C1",
        name="Case Reviews",
        nation=Nation.WALES,
        set_up_by=first,
        set_up_at=tx.now,
    )
    tx.session.add(group)
    tx.session.flush()
    tx.session.add(
        CharterVersion(
            group_id=group.id, version=1, settings=Charter().to_data(), author_id=first, since=tx.now
        )
    )
    for person in people:
        tx.session.add(CalendarChoice(person_id=person.id, choice=Choice.INVITATIONS, chosen_at=tx.now))
        tx.session.add(
            GroupMember(group_id=group.id, person_id=person.id, state=Belonging.BELONGS, asked_at=tx.now)
        )
    meeting = Meeting(
        group_id=group.id,
        kind=Kind.ORDINARY,
        state=State.PUBLISHED,
        mode=Mode.VIRTUAL,
        starts_at=tx.now + timedelta(days=20),
        ends_at=tx.now + timedelta(days=20, hours=2),
        zone="Europe/London",
        created_at=tx.now,
        revised_at=tx.now,
        published_at=tx.now,
    )
    tx.session.add(meeting)
    tx.session.flush()
    notices.plan_meeting(tx, meeting)
    return meeting.id


def move(tx: Tx, *, meeting_id: str) -> None:
    meeting = tx.session.get_one(Meeting, meeting_id)
    meeting.starts_at, meeting.sequence, meeting.revised_at = (
        meeting.starts_at + timedelta(hours=1),
        1,
        tx.now,
    )
    tx.session.add(meeting)
    tx.session.flush()
    invitations.meeting_changed(tx, meeting)


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, MailServer]]:
    handler = Server()
    loop = asyncio.get_running_loop()
    async with await loop.create_server(lambda: SMTP(handler), "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        yield handler, MailServer("127.0.0.1", port, tls=False, starttls=None)


async def test_each_of_200_people_gets_each_letter_once_whatever_the_mail_server_does(
    database_url: str, server: tuple[Server, MailServer]
) -> None:
    handler, address = server
    clock = Clock()
    store = Store.open(database_url, clock=clock)
    meeting_id = await store.perform(plant)
    carrier = MailCarrier(
        address,
        Party("Convenor", "sig@example.org"),
        {invitations.LETTER: letters.writer(public_url="", replies=True)},
        stop_for=lambda _notice: Stop(),
        clock=clock,
        timeout_seconds=AT_ONCE.call,
    )
    courier = Courier(store, {"mail": carrier}, KINDS, "test", pace=AT_ONCE)
    await courier.start()
    for change in (None, move):
        if change is not None:
            await store.perform(change, meeting_id=meeting_id)
        for _ in range(4):
            await courier.until_idle()
            clock.now += timedelta(minutes=2)
    await courier.stop()

    def states(tx: Tx) -> list[tuple[str, str]]:
        rows = tx.session.exec(select(Notice).where(Notice.kind == invitations.LETTER))
        return [(row.state.value, row.outcome) for row in rows]

    counted = Counter(state for state, _ in await store.look(states))
    store.close()
    assert counted == {"sent": 2 * (GUESTS - 1), "dead": 2}
    assert handler.troubles == {"busy": 40, "dropped before": 40, "dropped after": 39}
    assert len(handler.arrived) == GUESTS - 1
    doubled = 0
    for letters_in in handler.arrived.values():
        ids = {letter["Message-ID"] for letter in letters_in}
        entries = {
            (entry.uid, entry.sequence)
            for letter in letters_in
            for part in letter.walk()
            if part.get_content_type() == "text/calendar"
            for entry in with_ical(part.get_payload(decode=True)).entries
        }
        # What may have arrived went again under the same name: a calendar shows one entry, at its newest.
        assert len(ids) == len(entries) == 2
        assert {sequence for _, sequence in entries} == {0, 1}
        doubled += len(letters_in) > 2
    assert doubled == handler.troubles["dropped after"]
