"""Calendars that follow answers and meetings: who is written to, with what, and who is not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from rules.agenda import Item, to_data
from rules.invitations import Choice, Entry, Partstat
from rules.meetings import State
from rules.refusals import Refusal, Unknown
from rules.rsvp import Answer, Place
from storage import calendars
from storage.calendars import InvitationRow
from storage.meetings import Meeting
from storage.notices import Notice, NoticeState, Preference
from tests.usecases.world import World, a_world
from usecases import invitations, rsvp, waiting
from usecases.calendars import choose, chosen, renew_feed, stop
from usecases.callers import Caller
from usecases.delivery import Parcel, unwrap
from usecases.invitation_letters import InvitationTold, letter_told
from usecases.invitations import LETTER, ROUND
from usecases.kinds import KINDS
from usecases.told import Withheld


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with a_world(database_url) as made:
        yield made


def ana(world: World, choice: Choice | None = Choice.INVITATIONS) -> Caller:
    caller = world.person("Ana Costa", email="ana@example.org")
    if choice is not None:
        choose(world.tx, caller=caller, choice=choice)
    return caller


def answer(world: World, meeting: Meeting, caller: Caller, what: Answer) -> None:
    rsvp.answer(world.tx, caller=caller, meeting_id=meeting.id, answer=what)


def letters(world: World, state: NoticeState = NoticeState.DUE) -> list[Notice]:
    world.tx.session.expire_all()
    return list(
        world.tx.session.exec(
            select(Notice).where(Notice.kind == LETTER, Notice.state == state).order_by(Notice.turn)  # type: ignore[arg-type]
        )
    )


def deliver(world: World) -> list[Any]:
    """Send every letter that is due, as the courier would; what each one said, or why it did not go."""
    said: list[Any] = []
    for notice in letters(world):
        try:
            said.append(letter_told(world.tx, notice))
            notice.state = NoticeState.SENT
        except Withheld as reason:
            said.append(str(reason))
            notice.state = NoticeState.DROPPED
        notice.settled_at = world.tx.now
        world.tx.session.add(notice)
        world.tx.session.flush()
        world.tx.now += timedelta(seconds=1)
    return said


def move(world: World, meeting: Meeting, **changes: object) -> None:
    world.tx.now += timedelta(minutes=1)
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.sequence += 1
    meeting.revised_at = world.tx.now
    world.tx.session.add(meeting)
    world.tx.session.flush()
    invitations.meeting_changed(world.tx, meeting)
    invitations.tell_everyone_invited(world.tx, meeting_id=meeting.id)


def test_attending_brings_the_meeting_into_the_calendar_as_accepted(world: World) -> None:
    meeting, caller = world.meeting(theme="Listening", agenda=to_data([Item("Quorum")])), ana(world)
    answer(world, meeting, caller, Answer.ATTENDING)
    (told,) = deliver(world)
    assert (told.sequence, told.partstat, told.withdrawn, told.before) == (0, Partstat.ACCEPTED, False, None)
    assert told.agenda == ("Quorum",)
    assert told.price.startswith("Free if your membership is confirmed")


@pytest.mark.parametrize("choice", [None, Choice.NOTHING, Choice.FEED])
def test_nobody_is_written_to_who_did_not_choose_it(world: World, choice: Choice | None) -> None:
    meeting, caller = world.meeting(), ana(world, choice)
    answer(world, meeting, caller, Answer.ATTENDING)
    invitations.invite(world.tx, meeting, world.people["Ana Costa"].id)
    assert letters(world) == []


def test_someone_who_stops_gets_nothing_more_not_even_what_was_on_its_way(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    answer(world, meeting, caller, Answer.ATTENDING)
    row = world.tx.session.get_one(calendars.CalendarChoice, world.people["Ana Costa"].id)
    stop(world.tx, token=row.stop_token)
    stop(world.tx, token=row.stop_token)
    assert deliver(world) == ["they no longer want invitations"]
    assert chosen(world.tx, caller=caller).choice is Choice.NOTHING


def test_choosing_letters_brings_in_what_was_answered_before(world: World) -> None:
    caller = ana(world, None)
    attended, declined, off = world.meeting(theme="a"), world.meeting(theme="b"), world.meeting(theme="c")
    for meeting, what in ((attended, Answer.ATTENDING), (declined, Answer.APOLOGIES), (off, Answer.MAYBE)):
        answer(world, meeting, caller, what)
    off.state = State.CANCELLED
    world.tx.session.flush()
    choose(world.tx, caller=caller, choice=Choice.INVITATIONS)
    choose(world.tx, caller=caller, choice=Choice.INVITATIONS)
    (told,) = deliver(world)
    assert (told.plan.theme, told.partstat) == ("a", Partstat.ACCEPTED)


def test_choosing_letters_again_outranks_what_the_calendar_still_holds(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    answer(world, meeting, caller, Answer.ATTENDING)
    (first,) = deliver(world)
    choose(world.tx, caller=caller, choice=Choice.FEED)
    assert deliver(world) == []
    choose(world.tx, caller=caller, choice=Choice.INVITATIONS)
    (again,) = deliver(world)
    assert (again.withdrawn, again.sequence > first.sequence) == (False, True)


def test_same_answer_again_writes_no_second_letter(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    answer(world, meeting, caller, Answer.ATTENDING)
    deliver(world)
    answer(world, meeting, caller, Answer.ATTENDING)
    assert letters(world) == []


def test_apologies_take_the_entry_back_and_a_change_of_mind_outranks_them(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    said = []
    for what in (Answer.ATTENDING, Answer.APOLOGIES, Answer.ATTENDING):
        answer(world, meeting, caller, what)
        said += deliver(world)
        world.tx.now += timedelta(minutes=1)
    assert [(each.sequence, each.withdrawn) for each in said] == [(0, False), (1, True), (2, False)]


def test_apologies_from_someone_never_invited_write_nothing(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    answer(world, meeting, caller, Answer.APOLOGIES)
    assert letters(world) == []


def test_entry_taken_back_before_its_letter_went_leaves_no_letter_at_all(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    answer(world, meeting, caller, Answer.ATTENDING)
    world.tx.now += timedelta(seconds=5)
    answer(world, meeting, caller, Answer.APOLOGIES)
    assert deliver(world) == ["a newer letter says more", "their calendar does not hold it"]


def test_move_is_told_with_what_was_and_asks_again(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    was = meeting.starts_at
    answer(world, meeting, caller, Answer.ATTENDING)
    deliver(world)
    week = timedelta(days=7)
    move(world, meeting, starts_at=was + week, ends_at=meeting.ends_at + week)
    (told,) = deliver(world)
    assert (told.sequence, told.partstat, told.before.starts_at) == (1, Partstat.NEEDS_ACTION, was)


def test_two_moves_before_the_letter_goes_are_one_letter_about_both(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    was = meeting.starts_at
    answer(world, meeting, caller, Answer.ATTENDING)
    deliver(world)
    for days in (7, 14):
        by = timedelta(days=days)
        move(world, meeting, starts_at=was + by, ends_at=was + by + timedelta(hours=2))
    stale, told = deliver(world)
    assert stale == "a newer letter says more"
    assert (told.sequence, told.before.starts_at, told.plan.starts_at) == (2, was, was + timedelta(days=14))


def test_edit_that_shows_in_no_calendar_writes_no_letter(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    answer(world, meeting, caller, Answer.ATTENDING)
    deliver(world)
    meeting.agenda, meeting.revised_at = to_data([Item("Another item")]), world.tx.now
    invitations.tell_everyone_invited(world.tx, meeting_id=meeting.id)
    assert letters(world) == []


def test_cancelled_meeting_is_taken_back_from_everyone_invited_and_from_nobody_else(world: World) -> None:
    meeting, caller = world.meeting(), ana(world)
    ben = world.person("Ben Hughes", email="ben@example.org")
    choose(world.tx, caller=ben, choice=Choice.INVITATIONS)
    for each in (caller, ben):
        answer(world, meeting, each, Answer.ATTENDING)
    answer(world, meeting, ben, Answer.APOLOGIES)
    deliver(world)
    move(world, meeting, state=State.CANCELLED, cancelled_because="Too few can come.")
    to_ben, to_ana = sorted(deliver(world), key=lambda told: isinstance(told, InvitationTold))
    assert (to_ana.withdrawn, to_ana.cancelled, to_ana.sequence) == (True, True, 1)
    assert to_ana.because == "Too few can come."
    assert to_ben == "their calendar does not hold it"


def test_one_row_tells_of_a_change_however_many_are_invited(world: World) -> None:
    meeting = world.meeting()
    for n in range(20):
        guest = world.person(f"Guest {n}", email=f"guest{n}@example.org")
        choose(world.tx, caller=guest, choice=Choice.INVITATIONS)
        answer(world, meeting, guest, Answer.ATTENDING)
    deliver(world)
    before = len(world.tx.session.exec(select(Notice)).all())
    meeting.sequence += 1
    invitations.meeting_changed(world.tx, meeting)
    (told,) = world.tx.session.exec(select(Notice).where(Notice.kind == ROUND)).all()
    assert len(world.tx.session.exec(select(Notice)).all()) == before + 1
    assert told.destination == f"house:{meeting.id}"
    assert invitations.tell_everyone_invited(world.tx, meeting_id=meeting.id) == 20


def test_place_on_offer_is_held_in_the_calendar_until_it_lapses(world: World) -> None:
    meeting, caller = world.meeting(capacity=1), ana(world)
    first = world.person("Ben Hughes", email="ben@example.org")
    answer(world, meeting, first, Answer.ATTENDING)
    answer(world, meeting, caller, Answer.ATTENDING)
    assert deliver(world) == []
    answer(world, meeting, first, Answer.APOLOGIES)
    (held,) = deliver(world)
    assert held.held_until is not None
    assert held.partstat is Partstat.NEEDS_ACTION
    answer(world, meeting, caller, Answer.ATTENDING)
    (taken,) = deliver(world)
    assert (taken.held_until, taken.partstat, taken.sequence) == (None, Partstat.ACCEPTED, 1)


def test_answer_by_mail_changes_the_invitation_but_writes_no_letter_back(world: World) -> None:
    meeting = world.meeting()
    ana(world)
    person_id = world.people["Ana Costa"].id
    invitations.invite(world.tx, meeting, person_id)
    invitations.invite(world.tx, meeting, person_id)
    assert len(deliver(world)) == 1
    rsvp.answer_for(
        world.tx, meeting_id=meeting.id, person_id=person_id, answer=Answer.ATTENDING, by_mail=True
    )
    assert letters(world) == []
    row = world.tx.session.get_one(InvitationRow, (meeting.id, person_id))
    assert (row.entry, row.partstat) == (Entry.INVITED, Partstat.ACCEPTED)


def test_feed_address_is_long_renewed_and_ends_with_the_choice(world: World) -> None:
    caller = ana(world, Choice.FEED)
    first = chosen(world.tx, caller=caller).feed_token
    second = renew_feed(world.tx, caller=caller).feed_token
    assert len(first) >= 32
    assert calendars.by_feed_token(world.tx, first) is None
    assert calendars.by_feed_token(world.tx, second) is not None
    choose(world.tx, caller=caller, choice=Choice.INVITATIONS)
    assert calendars.by_feed_token(world.tx, second) is None
    with pytest.raises(Refusal, match="no feed yet"):
        renew_feed(world.tx, caller=caller)


def test_letters_need_an_address_and_stopping_needs_a_known_token(world: World) -> None:
    caller = world.person("Nobody’s Address")
    with pytest.raises(Refusal, match="shows no address"):
        choose(world.tx, caller=caller, choice=Choice.INVITATIONS)
    with pytest.raises(Unknown):
        stop(world.tx, token="unknown")


def news(world: World, kind: str) -> str:
    """What becomes of the news of this kind that is due, as the courier would have it for Ana: carried, or why not."""
    world.tx.session.expire_all()
    found = select(Notice).where(Notice.kind == kind, Notice.state == NoticeState.DUE)
    person_id = world.people["Ana Costa"].id
    notice = world.tx.session.exec(found.where(Notice.person_id == person_id)).one()
    unwrapped = unwrap(world.tx, notice=notice, kinds=KINDS)
    return unwrapped.address.by if isinstance(unwrapped, Parcel) else unwrapped.outcome


@pytest.mark.parametrize(
    ("choice", "told"), [(Choice.INVITATIONS, "the invitation in their mail says it"), (Choice.FEED, "mail")]
)
def test_an_offer_and_its_end_are_one_letter_each(world: World, choice: Choice, told: str) -> None:
    meeting, caller = world.meeting(capacity=1), ana(world, choice)
    world.tx.session.add(Preference(person_id=world.people["Ana Costa"].id, by_letter=True))
    first, third = world.person("Ben Hughes"), world.person("Cai Rees")
    for each in (first, caller, third):
        answer(world, meeting, each, Answer.ATTENDING)
    answer(world, meeting, first, Answer.APOLOGIES)
    assert news(world, "place-offered") == told
    said = deliver(world)
    world.tx.now += timedelta(days=30)
    waiting.lapse_offers(world.tx, meeting_id=meeting.id)
    assert news(world, "offer-lapsed") == told
    said += deliver(world)
    if choice is Choice.INVITATIONS:
        held, taken_back = said
        assert held.held_until is not None
        assert (taken_back.withdrawn, taken_back.place) == (True, Place.WAITING)
