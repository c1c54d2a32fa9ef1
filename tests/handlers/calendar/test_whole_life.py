"""A meeting's life as it is really kept, from the use cases to the letters to people's own calendars."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from handlers.calendar import Party
from handlers.mail.invitations import invitation_letter
from handlers.mail.letter import Envelope, Stop
from handlers.mail.replies import Answered, read
from rules.invitations import Choice
from rules.meetings import Mode
from rules.nations import Nation
from rules.offices import Office
from rules.rsvp import Answer
from storage.meetings import Meeting
from storage.notices import Notice, NoticeState
from storage.people import Person
from tests.handlers.calendar.mail_program import CalDav, MailProgram, seen_by
from tests.handlers.mail.letters_in import GUEST, SERVER, UID, google
from tests.usecases.world import World, a_world
from usecases import cancelling, invitations, meeting_changes, meetings, replies, rsvp
from usecases.calendars import choose
from usecases.invitation_letters import letter_told
from usecases.meeting_forms import Typed
from usecases.told import Withheld

GUESTS = [f"Guest {n}" for n in range(10)]
THEME = 'what "listening", hearing; acting mean 🎉 Ŵyl y Môr'
FORM = Typed(
    date="2027-03-25",
    start="10:00",
    end="15:00",
    mode=Mode.FACE_TO_FACE.value,
    nation=Nation.WALES.value,
    venue="Tŷ Hywel; room 3",
    address="Cathedral Road, Cardiff",
    theme=THEME,
)


class Life:
    """The group's side, and the ten guests' programs on the other side of the mail."""

    def __init__(self, world: World, caldav_server: tuple[str, int]) -> None:
        self.world = world
        self.secretary = world.officer("Rhys Morgan", Office.SECRETARY)
        start = datetime(2027, 3, 25, 10, tzinfo=UTC)  # 10:00 in London, three days before the clocks change
        self.meeting = world.meeting(
            mode=Mode.FACE_TO_FACE,
            nation=Nation.WALES,
            starts_at=start,
            ends_at=start + timedelta(hours=5),
            venue=FORM.venue,
            address=FORM.address,
            theme=THEME,
        )
        self.programs: dict[str, MailProgram] = {}
        self.kept: list[tuple[str, bytes]] = []
        for name in GUESTS:
            address = f"{name.lower().replace(' ', '')}@cardiff.example"
            choose(world.tx, caller=world.person(name, email=address), choice=Choice.INVITATIONS)
            self.programs[name] = MailProgram(address, CalDav(caldav_server, address.partition("@")[0]))
            invitations.invite(world.tx, self.meeting, world.people[name].id)

    def deliver(self) -> int:
        """Every letter that is due goes out, each arriving twice, as mail sometimes does."""
        tx, sent = self.world.tx, 0
        tx.now += timedelta(minutes=1)
        for notice in self.letters():
            person = tx.session.get_one(Person, notice.person_id)
            try:
                told = letter_told(tx, notice)
            except Withheld as reason:
                notice.state, notice.outcome = NoticeState.DROPPED, str(reason)
                continue
            envelope = Envelope(
                sender=Party("Convenor", "sig@example.org"),
                to=Party(person.name, person.email or ""),
                written_at=tx.now,
                key=f"notice {notice.id}",
                stop=Stop(),
            )
            letter = invitation_letter(told, envelope).as_bytes()
            self.kept.append((person.name, letter))
            for _ in range(2):
                self.programs[person.name].receive(letter)
            notice.state, notice.settled_at = NoticeState.SENT, tx.now
            sent += 1
        tx.session.flush()
        tx.now += timedelta(minutes=1)
        return sent

    def letters(self) -> list[Notice]:
        self.world.tx.session.expire_all()
        due = select(Notice).where(Notice.kind == invitations.LETTER, Notice.state == NoticeState.DUE)
        return list(self.world.tx.session.exec(due))

    def replies(self, name: str, word: str) -> None:
        """A guest answers in their calendar; the answer comes by mail."""
        letter = google(word).replace(GUEST.encode(), self.programs[name].address.encode())
        said = read(letter.replace(UID.encode(), self.meeting.uid.encode()), authserv_id=SERVER)
        assert isinstance(said, Answered)
        replies.take_answer(
            self.world.tx,
            key=f"mail:{name}",
            uid=said.uid,
            guest=said.guest,
            partstat=said.partstat,
            sequence=said.sequence,
        )

    def change(self, form: Typed) -> None:
        """The secretary submits the form of the meeting."""
        tx = self.world.tx
        meeting = tx.session.get_one(Meeting, self.meeting.id)
        version = meetings.shown(meeting).version
        meeting_changes.change(tx, caller=self.secretary, meeting_id=meeting.id, version=version, typed=form)
        invitations.tell_everyone_invited(tx, meeting_id=meeting.id)

    def seen(self, name: str) -> dict[str, str]:
        """The one entry in a guest's calendar."""
        (entry,) = seen_by(self.programs[name].store)
        return entry


@pytest.fixture
def life(sqlite_url: str, caldav_server: tuple[str, int]) -> Iterator[Life]:
    with a_world(sqlite_url) as world:
        yield Life(world, caldav_server)


def test_a_meeting_s_life_leaves_calendars_as_a_person_would_expect(life: Life) -> None:
    assert life.deliver() == 10
    first = dict(life.kept)
    entry = life.seen("Guest 7")
    assert entry == {
        "uid": life.meeting.uid,
        "sequence": "0",
        "status": "CONFIRMED",
        "summary": f"Practice Learning Reviews: {THEME}",
        "starts": "2027-03-25 10:00",
        "location": "Tŷ Hywel; room 3, Cathedral Road, Cardiff",
        "partstat": "NEEDS-ACTION",
    }

    life.replies("Guest 0", "ACCEPTED")  # two answer by mail: their calendars know it already
    life.replies("Guest 1", "TENTATIVE")
    assert life.deliver() == 0

    life.change(replace(FORM, date="2027-04-01"))  # it moves across the clock change, same hour in London
    assert life.deliver() == 10
    life.replies("Guest 0", "ACCEPTED")

    life.change(replace(FORM, date="2027-04-01", venue="City Hall", address="Cathays Park, Cardiff"))
    assert life.deliver() == 10

    rsvp.answer(  # one sends apologies in Slack, and so is un-invited
        life.world.tx,
        caller=life.world.caller("Guest 8"),
        meeting_id=life.meeting.id,
        answer=Answer.APOLOGIES,
    )
    assert life.deliver() == 1
    life.programs["Guest 9"].receive(first["Guest 9"])  # a letter held up for weeks changes nothing

    for name in GUESTS[:8] + GUESTS[9:]:
        assert life.seen(name) == entry | {
            "sequence": "2",
            "starts": "2027-04-01 10:00",
            "location": "City Hall, Cathays Park, Cardiff",
            "partstat": "ACCEPTED" if name == "Guest 0" else "NEEDS-ACTION",
        }
    assert (life.seen("Guest 8")["status"], life.seen("Guest 8")["sequence"]) == ("CANCELLED", "3")

    cancelling.cancel(
        life.world.tx, caller=life.secretary, meeting_id=life.meeting.id, because="The venue is flooded."
    )
    invitations.tell_everyone_invited(life.world.tx, meeting_id=life.meeting.id)
    assert life.deliver() == 9
    ends = Counter(tuple(life.seen(name)[key] for key in ("uid", "status", "sequence")) for name in GUESTS)
    assert ends == {(life.meeting.uid, "CANCELLED", "3"): 10}
