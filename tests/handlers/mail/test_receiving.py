"""Letters that came in, end to end: each acted on once, and nothing of what they say kept."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from handlers.calendar import Party
from handlers.carriers import TryAgain
from handlers.mail.receiving import Receiver
from rules.charter import Charter
from rules.invitations import Choice
from rules.meetings import Kind, Mode, State
from rules.nations import Nation
from rules.offices import Office
from rules.rsvp import Answer
from storage.answers import AnswerRow
from storage.calendars import CalendarChoice
from storage.groups import CharterVersion, Group, Officer
from storage.learning import BusinessUnit, UnitMember
from storage.meetings import Meeting
from storage.notices import Notice
from storage.people import Person
from storage.tables import metadata
from storage.transaction import Store, Tx
from tests.handlers.mail.letters_in import GUEST, SERVER, UID, google, outlook, words
from usecases import invitations, notices, rsvp
from usecases.calendars import choose
from usecases.callers import Caller

NOW = datetime(2027, 4, 2, 9, tzinfo=UTC)
SECRETARY, UNIT = "rhys@example.org", "unit@board.example"


class Post:
    """A mail server that takes letters, or fails `broken` times first."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.broken = 0

    async def hand_in(self, letter: EmailMessage) -> None:
        if self.broken:
            self.broken -= 1
            raise TryAgain("the mail server could not be reached")
        self.sent.append(letter)


def plant(tx: Tx) -> None:
    """A meeting to which Siân is invited, with a secretary, and a board's unit in the same workspace."""
    people = {
        name: Person(team_id="T1", slack_id=f"U{name}", name=name, email=email, first_seen_at=NOW)
        for name, email in (("Siân", GUEST), ("Rhys", SECRETARY), ("Una", UNIT))
    }
    tx.session.add_all(people.values())
    tx.session.flush()
    rhys = people["Rhys"].id
    group = Group(
        team_id="T1", channel_id="C1", name="Case Reviews", nation=Nation.WALES, set_up_by=rhys, set_up_at=NOW
    )
    unit = BusinessUnit(team_id="T1", created_at=NOW)
    tx.session.add_all([group, unit])
    tx.session.flush()
    tx.session.add_all(
        [
            CharterVersion(
                group_id=group.id, version=1, settings=Charter().to_data(), author_id=rhys, since=NOW
            ),
            Officer(group_id=group.id, office=Office.SECRETARY, person_id=rhys, named_by=rhys, named_at=NOW),
            UnitMember(unit_id=unit.id, person_id=people["Una"].id, granted_by="UA", granted_at=NOW),
        ]
    )
    meeting = Meeting(
        group_id=group.id,
        uid=UID,
        kind=Kind.ORDINARY,
        state=State.PUBLISHED,
        mode=Mode.VIRTUAL,
        starts_at=NOW + timedelta(days=40),
        ends_at=NOW + timedelta(days=40, hours=2),
        zone="Europe/London",
        created_at=NOW,
        revised_at=NOW,
        published_at=NOW,
    )
    tx.session.add(meeting)
    tx.session.flush()
    choose(tx, caller=Caller("T1", "USiân"), choice=Choice.INVITATIONS)
    invitations.invite(tx, meeting, people["Siân"].id)


class Desk:
    """The receiver with what it works on, and what it counted."""

    def __init__(self, store: Store) -> None:
        self.store, self.post, self.counted = store, Post(), Counter()
        self.receiver = Receiver(
            store,
            self.post,
            Party("Convenor", "sig@example.org"),
            authserv_id=SERVER,
            clock=lambda: NOW,
            count=lambda outcome: self.counted.update([outcome]),
        )

    async def answers(self) -> list[AnswerRow]:
        return await self.store.look(lambda tx: list(tx.session.exec(select(AnswerRow))))

    async def notices(self, kind: str) -> list[Notice]:
        return await self.store.look(
            lambda tx: list(tx.session.exec(select(Notice).where(Notice.kind == kind)))
        )


@pytest.fixture
async def desk(database_url: str) -> Iterator[Desk]:
    store = Store.open(database_url, clock=lambda: NOW)
    await store.perform(plant)
    yield Desk(store)
    store.close()


async def test_answer_is_recorded_once_however_often_its_letter_comes(desk: Desk) -> None:
    for _ in range(3):
        await desk.receiver.take(outlook())
    (answer,) = await desk.answers()
    assert answer.answer == "attending"
    assert len(await desk.notices("reply-receipt")) == 1
    assert desk.counted == {"answered": 1, "seen before": 2}


async def test_forged_and_broken_letters_change_nothing_and_are_counted(desk: Desk) -> None:
    await desk.receiver.take(outlook(results=f"{SERVER}; dmarc=fail header.from=cardiff.example"))
    await desk.receiver.take(google().replace(b"SEQUENCE:2", b"SEQUENCE:two"))
    await desk.receiver.take(google().replace(UID.encode(), b"another@convenor"))
    assert await desk.answers() == []
    assert desk.post.sent == []
    assert desk.counted == {"sender not verified": 1, "malformed": 1, "not invited": 1}


async def test_refused_answer_is_explained_once(desk: Desk) -> None:
    def cancel(tx: Tx) -> None:
        meeting = tx.session.exec(select(Meeting)).one()
        meeting.state, meeting.cancelled_because = State.CANCELLED, "Too few can come."
        tx.session.add(meeting)

    await desk.store.perform(cancel)
    for _ in range(2):
        await desk.receiver.take(outlook())
    (letter,) = await desk.notices("reply-refused")
    assert "Too few can come." in letter.facts["sentence"]
    assert desk.counted == {"refused by the rules": 1, "seen before": 1}


async def test_words_are_passed_on_to_the_secretary_and_kept_nowhere(desk: Desk) -> None:
    await desk.receiver.take(google().replace(b"METHOD:REPLY", b"METHOD:COUNTER"))
    (letter,) = desk.post.sent
    assert (letter["To"], letter["Reply-To"]) == (SECRETARY, GUEST)
    enclosed = letter.get_payload(1).get_payload(0)
    assert enclosed["Subject"] == "Tentatively Accepted: Case Reviews: listening to children"
    assert b"might attend" in letter.as_bytes()

    def stored(tx: Tx) -> str:
        return repr([list(tx.connection.execute(table.select())) for table in metadata.sorted_tables])

    assert "might attend" not in await desk.store.look(stored)


async def test_words_about_a_learning_event_reach_its_business_unit_only(desk: Desk) -> None:
    def told(tx: Tx) -> None:
        letter = tx.session.exec(select(Notice)).first()
        letter.audience, letter.settled_at = "event:x", NOW
        letter.remote = {"message_id": "<second@example.org>"}
        tx.session.add(letter)

    await desk.store.perform(told)
    await desk.receiver.take(words())
    assert [letter["To"] for letter in desk.post.sent] == [UNIT]


async def test_words_wait_for_a_mail_server_that_is_away_and_then_go_once(desk: Desk) -> None:
    counter = google().replace(b"METHOD:REPLY", b"METHOD:COUNTER")
    desk.post.broken = 1
    with pytest.raises(TryAgain):
        await desk.receiver.take(counter)
    await desk.receiver.take(counter)
    await desk.receiver.take(counter)
    assert len(desk.post.sent) == 1
    assert desk.counted == {"passed on": 1, "seen before": 1}


async def test_stranger_s_words_go_nowhere(desk: Desk) -> None:
    stranger = words().replace(GUEST.encode(), b"eve@cardiff.example")
    await desk.receiver.take(stranger)
    assert (desk.post.sent, desk.counted) == ([], {"stranger": 1})


async def test_guest_without_slack_can_ask_for_invitations_by_letter(desk: Desk) -> None:
    """The letter that says "you have a place" offers it; its token is nobody else's to know."""

    def booked(tx: Tx) -> str:
        guest = Person(team_id="T1", email="gwen@example.org", name="Gwen", first_seen_at=NOW)
        tx.session.add(guest)
        tx.session.flush()
        meeting_id = tx.session.exec(select(Meeting)).one().id
        rsvp.answer_for(tx, meeting_id=meeting_id, person_id=guest.id, answer=Answer.ATTENDING)
        notices.tell(tx, "guest", key="g", destination=f"mail:{guest.id}", team_id="T1", person_id=guest.id)
        return tx.session.exec(select(Notice).where(Notice.kind == "guest")).one().id

    token = await desk.store.perform(booked)
    before = len(await desk.notices(invitations.LETTER))
    await desk.receiver.take(words(f"invite {token}"))
    await desk.receiver.take(words("invite not-a-token"))
    assert desk.counted == {"invitations asked for": 1, "unknown token": 1}
    assert len(await desk.notices(invitations.LETTER)) == before + 1


async def test_asking_to_stop_by_letter_ends_the_invitations(desk: Desk) -> None:
    token = await desk.store.look(lambda tx: tx.session.exec(select(CalendarChoice)).one().stop_token)
    await desk.receiver.take(words(f"Re: stop {token}"))
    choice = await desk.store.look(lambda tx: tx.session.exec(select(CalendarChoice)).one().choice)
    assert (choice, desk.counted) == (Choice.NOTHING, {"stopped": 1})
