"""Answers that came by mail: recorded as by button, with a letter that says what came of them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from rules.invitations import Choice, Entry, Partstat, partstat_now
from rules.meetings import State
from rules.offices import Office
from rules.refusals import Refusal, Unknown
from rules.rsvp import Answer, Place
from storage.answers import AnswerRow
from storage.calendars import InvitationRow
from storage.groups import Belonging, GroupMember
from storage.meetings import Meeting
from storage.notices import Notice, NoticeState, Preference
from tests.usecases.world import World, a_world
from usecases import invitations, replies, rsvp
from usecases.calendars import choose
from usecases.replies import RECEIPT, REFUSAL, Heard

ANA = "ana@example.org"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with a_world(database_url) as made:
        yield made


def invited(world: World, **facts: object) -> Meeting:
    """A meeting that Ana was invited to by letter."""
    meeting = world.meeting(**facts)
    choose(world.tx, caller=world.person("Ana Costa", email=ANA), choice=Choice.INVITATIONS)
    invitations.invite(world.tx, meeting, world.people["Ana Costa"].id)
    return meeting


def reply(world: World, meeting: Meeting, partstat: Partstat, **facts: object) -> Heard:
    known = {"key": "mail:1", "uid": meeting.uid, "guest": ANA, "sequence": 0}
    return replies.take_answer(world.tx, partstat=partstat, **{**known, **facts})


def answer_of(world: World, meeting: Meeting) -> AnswerRow:
    world.tx.session.expire_all()
    return world.tx.session.get_one(AnswerRow, (meeting.id, world.people["Ana Costa"].id))


def letters(world: World, kind: str) -> list[Notice]:
    return list(world.tx.session.exec(select(Notice).where(Notice.kind == kind)))


@pytest.mark.parametrize(
    ("partstat", "answer", "place"),
    [
        (Partstat.ACCEPTED, Answer.ATTENDING, Place.BOOKED),
        (Partstat.TENTATIVE, Answer.MAYBE, Place.NONE),
        (Partstat.DECLINED, Answer.APOLOGIES, Place.NONE),
    ],
)
def test_reply_is_the_answer_that_the_button_would_give(world: World, partstat, answer, place) -> None:
    meeting = invited(world)
    assert reply(world, meeting, partstat) is Heard.ANSWERED
    row = answer_of(world, meeting)
    assert (row.answer, row.place) == (answer, place)


def test_acceptance_is_confirmed_by_letter_with_what_came_of_it(world: World) -> None:
    meeting = invited(world)
    reply(world, meeting, Partstat.ACCEPTED)
    (letter,) = letters(world, RECEIPT)
    told = replies.told(world.tx, letter)
    assert (told.answer, told.place, letter.destination) == (
        *(Answer.ATTENDING, Place.BOOKED),
        f"mail:{world.people['Ana Costa'].id}",
    )


def test_decline_is_confirmed_by_the_letter_that_takes_the_entry_back(world: World) -> None:
    meeting = invited(world)
    (first,) = letters(world, invitations.LETTER)
    first.state, first.settled_at = NoticeState.SENT, world.tx.now
    reply(world, meeting, Partstat.DECLINED)
    assert letters(world, RECEIPT) == []
    assert len(letters(world, invitations.LETTER)) == 2


def test_reply_for_a_full_meeting_joins_the_waiting_list_and_hears_its_number(world: World) -> None:
    meeting = invited(world, capacity=1)
    rsvp.answer(world.tx, caller=world.person("Ben Hughes"), meeting_id=meeting.id, answer=Answer.ATTENDING)
    reply(world, meeting, Partstat.ACCEPTED)
    (letter,) = letters(world, RECEIPT)
    told = replies.told(world.tx, letter)
    assert (told.place, told.number) == (Place.WAITING, 1)


@pytest.mark.parametrize(
    ("uid", "guest"), [("unknown@convenor", ANA), (None, "eve@example.org"), (None, "ben@example.org")]
)
def test_stranger_to_a_meeting_changes_nothing(world: World, uid: str | None, guest: str) -> None:
    meeting = invited(world)
    world.person("Ben Hughes", email="ben@example.org")
    heard = reply(world, meeting, Partstat.ACCEPTED, uid=uid or meeting.uid, guest=guest)
    assert heard is Heard.STRANGER
    assert world.tx.session.exec(select(AnswerRow)).all() == []
    assert letters(world, RECEIPT) == []


def test_reply_to_a_cancelled_meeting_is_refused_and_the_guest_hears_why(world: World) -> None:
    meeting = invited(world)
    meeting.state, meeting.cancelled_because = State.CANCELLED, "The venue is flooded."
    world.tx.session.flush()
    with pytest.raises(Refusal) as refused:
        reply(world, meeting, Partstat.ACCEPTED)
    replies.tell_refusal(world.tx, key="mail:1", uid=meeting.uid, guest=ANA, sentence=refused.value.sentence)
    (letter,) = letters(world, REFUSAL)
    assert "was cancelled" in replies.told(world.tx, letter).sentence
    replies.tell_refusal(world.tx, key="mail:2", uid=meeting.uid, guest="eve@example.org", sentence="No.")
    assert len(letters(world, REFUSAL)) == 1


def test_answer_to_an_older_version_counts_but_the_calendar_asks_again(world: World) -> None:
    meeting = invited(world)
    meeting.sequence, meeting.starts_at = 1, meeting.starts_at - timedelta(hours=1)
    world.tx.session.flush()
    reply(world, meeting, Partstat.ACCEPTED, sequence=0)
    assert answer_of(world, meeting).place is Place.BOOKED
    row = world.tx.session.get_one(InvitationRow, (meeting.id, world.people["Ana Costa"].id))
    assert row.entry is Entry.INVITED
    assert partstat_now(row.value, meeting.plan) is Partstat.NEEDS_ACTION


def test_stopping_by_a_notice_mutes_its_kind_and_by_an_invitation_ends_those(world: World) -> None:
    invited(world)
    (letter,) = letters(world, invitations.LETTER)
    replies.stop(world.tx, token=letter.id)
    assert world.tx.session.get_one(Preference, letter.person_id).muted == [invitations.LETTER]
    with pytest.raises(Unknown):
        replies.stop(world.tx, token="unknown")


def test_words_reach_the_secretary_of_the_meeting_s_group(world: World) -> None:
    meeting = invited(world)
    world.person("Rhys Morgan", email="rhys@example.org")
    world.officer("Rhys Morgan", Office.SECRETARY)
    for uid, about in ((meeting.uid, ()), ("", ("<letter@example.org>",))):
        (letter,) = letters(world, invitations.LETTER)
        letter.remote, letter.settled_at = {"message_id": "<letter@example.org>"}, world.tx.now
        world.tx.session.flush()
        reader = replies.reader_of(world.tx, sender=ANA, uid=uid, about=about)
        assert (reader.email, reader.sender_name) == ("rhys@example.org", "Ana Costa")


def test_words_without_a_reference_reach_the_secretary_of_the_writer_s_group(world: World) -> None:
    invited(world)
    world.person("Rhys Morgan", email="rhys@example.org")
    world.officer("Rhys Morgan", Office.SECRETARY)
    ana = world.people["Ana Costa"].id
    with pytest.raises(Unknown):
        replies.reader_of(world.tx, sender=ANA, uid="", about=())
    world.tx.session.add(
        GroupMember(group_id=world.group.id, person_id=ana, state=Belonging.BELONGS, asked_at=world.tx.now)
    )
    world.tx.session.flush()
    assert replies.reader_of(world.tx, sender=ANA, uid="", about=()).email == "rhys@example.org"
    with pytest.raises(Unknown):
        replies.reader_of(world.tx, sender="eve@example.org", uid="", about=())
