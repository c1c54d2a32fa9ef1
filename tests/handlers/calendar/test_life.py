"""A meeting's life, as it arrives in people's calendars; and the numbers that make them believe it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar import Event, Party, cancel, feed, meeting_event, request
from handlers.mail.invitations import invitation_letter
from handlers.mail.letter import Envelope, Stop
from rules.invitations import (
    Entry,
    Invitation,
    Part,
    Partstat,
    answered,
    next_sequence,
    parts_changed,
    partstat_now,
    sequence_of,
    with_entry,
)
from rules.meetings import Mode, Plan
from tests.handlers.calendar.readers import with_ical, with_vobject
from usecases.invitation_letters import InvitationTold

UID = "life-1@convenor"
GROUP = "Case Reviews"
ORGANIZER = Party(GROUP, "sig@example.org")
DAY_ONE = datetime(2027, 1, 4, 9, tzinfo=UTC)
PLAN = Plan(
    starts_at=datetime(2027, 3, 25, 10, tzinfo=UTC),  # 10:00 in London, three days before the clocks change
    ends_at=datetime(2027, 3, 25, 15, tzinfo=UTC),
    zone="Europe/London",
    mode=Mode.FACE_TO_FACE,
    venue="Tŷ Hywel; room 3",
    address="Cathedral Road, Cardiff",
    theme='what "listening", hearing; acting mean 🎉',
)


def moved(plan: Plan, by: timedelta) -> Plan:
    return replace(plan, starts_at=plan.starts_at + by, ends_at=plan.ends_at + by)


class Secretary:
    """The meeting and its invitations as they are kept, and the letters that follow from them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.sequence = 0
        self.cancelled = False
        self.now = DAY_ONE
        self.invitations: dict[str, Invitation] = {}

    def event(self, email: str) -> Event:
        return meeting_event(
            self.plan,
            group=GROUP,
            uid=UID,
            sequence=sequence_of(self.sequence, self.invitations[email]),
            created_at=DAY_ONE,
            revised_at=self.now,
            public=False,
            cancelled=self.cancelled,
        )

    def revise(self, plan: Plan) -> None:
        self.now += timedelta(minutes=1)
        self.sequence = next_sequence(self.sequence, parts_changed(self.plan, plan))
        self.plan = plan

    def cancel(self) -> None:
        self.now += timedelta(minutes=1)
        self.sequence = next_sequence(self.sequence, {Part.STATUS})
        self.cancelled = True

    def enter(self, email: str, entry: Entry) -> None:
        self.now += timedelta(minutes=1)
        self.invitations[email] = with_entry(self.invitations.get(email), entry)

    def answer(self, email: str, partstat: Partstat) -> None:
        self.invitations[email] = answered(self.invitations[email], partstat, self.plan)

    def ask(self, email: str, before: Plan | None = None, *, withdrawn: bool = False) -> bytes:
        told = InvitationTold(
            uid=UID,
            sequence=sequence_of(self.sequence, self.invitations[email]),
            created_at=DAY_ONE,
            revised_at=self.now,
            plan=self.plan,
            group=GROUP,
            agenda=("Apologies", "Quorum"),
            zone="Europe/London",
            answer=None,
            partstat=partstat_now(self.invitations[email], self.plan),
            held_until=None,
            withdrawn=withdrawn,
            cancelled=self.cancelled,
            because="",
            before=before,
            price="Free for members.",
            how_to_pay="",
            stop_token="abcdefgh",
        )
        guest = Party(email.partition("@")[0].title(), email)
        return invitation_letter(told, Envelope(ORGANIZER, guest, self.now, "key", Stop())).as_bytes()

    def take_back(self, email: str) -> bytes:
        return self.ask(email, withdrawn=True)


REVISIONS = {
    "time": lambda plan, _: moved(plan, timedelta(hours=1)),
    "end": lambda plan, _: replace(plan, ends_at=plan.ends_at + timedelta(hours=1)),
    "venue": lambda plan, turn: replace(plan, venue=f"Hall {turn}"),
    "link": lambda plan, turn: replace(plan, join_link=f"https://meet.example/{turn}"),
    "theme": lambda plan, turn: replace(plan, theme=f"Theme {turn}"),
}
ENTRIES = {"withdraw": Entry.WITHDRAWN, "invite": Entry.INVITED, "hold": Entry.HELD}
ANSWERS = {"accept": Partstat.ACCEPTED, "decline": Partstat.DECLINED}
EDITS = st.lists(st.sampled_from([*REVISIONS, *ENTRIES, *ANSWERS, "cancel", "nothing"]), max_size=25)


def edit(secretary: Secretary, name: str, turn: int) -> bool:
    """Make one edit; whether Ann's SEQUENCE must rise with it: by time, place, status, or her own entry."""
    guest = "ann@example.org"
    had = secretary.invitations[guest].entry
    if name in REVISIONS:
        secretary.revise(REVISIONS[name](secretary.plan, turn))
        return name != "theme"
    if name in ENTRIES:
        secretary.enter(guest, ENTRIES[name])
        return ENTRIES[name] is not had
    if name in ANSWERS:
        secretary.answer(guest, ANSWERS[name])
    if name == "cancel":
        secretary.cancel()
    return name == "cancel"


@settings(deadline=None)
@given(edits=EDITS)
def test_sequence_rises_exactly_when_the_rules_say_and_bytes_change_only_with_the_meeting(edits):
    secretary, guest = Secretary(PLAN), Party("Ann", "ann@example.org")
    secretary.enter(guest.email, Entry.INVITED)
    for turn, name in enumerate(edits):
        before = secretary.event(guest.email)
        rises = edit(secretary, name, turn)
        after = secretary.event(guest.email)
        assert after.uid == before.uid
        assert after.sequence - before.sequence == (1 if rises else 0)
        assert (feed([after], GROUP) == feed([before], GROUP)) == (after == before)
        if name in {"nothing", "accept", "decline"}:
            assert feed([after], GROUP) == feed([before], GROUP)


@settings(deadline=None, max_examples=30)
@given(edits=EDITS)
def test_letters_carry_the_number_that_is_kept(edits):
    secretary, guest = Secretary(PLAN), Party("Ann", "ann@example.org")
    secretary.enter(guest.email, Entry.INVITED)
    for turn, name in enumerate(edits):
        edit(secretary, name, turn)
    event = secretary.event(guest.email)
    for reader in (with_ical, with_vobject):
        asked, gone = reader(request(event, ORGANIZER, guest)), reader(cancel(event, ORGANIZER, guest))
        assert (asked.method, gone.method) == ("REQUEST", "CANCEL")
        assert asked.entries[0].sequence == gone.entries[0].sequence == event.sequence
        assert (asked.entries[0].starts_at, gone.entries[0].status) == (event.starts_at, "CANCELLED")
