"""Planning, changing and cancelling meetings: what is kept, who is told, and what happens to the money."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from rules.ledger import EntryKind
from rules.meetings import Kind, State
from rules.moments import local
from rules.offices import Office
from rules.refusals import NotAllowed, Refusal, Unknown
from rules.rsvp import Answer, Place
from storage import booking
from storage.answers import AnswerRow
from storage.meetings import Meeting
from storage.notices import Notice
from tests.usecases.world import World, a_world
from usecases import (
    agendas,
    cancelling,
    dues,
    extraordinary,
    groups,
    meeting_changes,
    meetings,
    programme,
    rsvp,
)
from usecases.callers import Caller
from usecases.meeting_forms import Typed

VIRTUAL = Typed(date="2027-05-12", start="10:30", end="12:30", mode="virtual")


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """A group on 1 February 2027, whose meeting is on 12 May."""
    with a_world(database_url) as world:
        world.officer("Owen Pugh", Office.SECRETARY)
        yield world


@pytest.fixture
def owen(world: World) -> Caller:
    return world.caller("Owen Pugh")


def _change(world: World, meeting: Meeting, **facts: str) -> meeting_changes.Changed:
    now = local(meeting.starts_at, "Europe/London")
    standing = Typed(
        date=now.date().isoformat(),
        start=f"{now:%H:%M}",
        end=f"{local(meeting.ends_at, 'Europe/London'):%H:%M}",
        mode=meeting.mode.value,
        nation=meeting.nation.value if meeting.nation else "",
        venue=meeting.venue,
        capacity=str(meeting.capacity or ""),
    )
    return meeting_changes.change(
        world.tx,
        caller=world.caller("Owen Pugh"),
        meeting_id=meeting.id,
        version=meetings.shown(meeting).version,
        typed=replace(standing, **facts),
    )


def _non_member(world: World, name: str = "Ana Costa") -> Caller:
    return world.person(name, declared_non_member=date(2027, 1, 1))


def _attends(
    world: World, meeting: Meeting, caller: Caller, answer: Answer = Answer.ATTENDING
) -> rsvp.Receipt:
    return rsvp.answer(world.tx, caller=caller, meeting_id=meeting.id, answer=answer)


def _told(world: World, kind: str) -> list[str]:
    names = {person.id: name for name, person in world.people.items()}
    found = world.tx.session.exec(select(Notice.person_id).where(Notice.kind == kind))
    return sorted(names[str(one)] for one in found)


# Moving


def test_sequence_rises_with_time_and_place_but_not_with_wording(world: World) -> None:
    meeting = world.meeting()
    assert _change(world, meeting, theme="Neglect").meeting.sequence == 0
    assert _change(world, meeting, date="2027-05-13").meeting.sequence == 1
    assert _change(world, meeting, join_link="https://meet.example/sig").meeting.sequence == 2


def test_draft_changes_without_news_or_sequence(world: World) -> None:
    meeting = world.meeting(state=State.DRAFT)
    changed = _change(world, meeting, date="2027-05-13")
    assert (changed.meeting.sequence, changed.told, meeting.moved_at) == (0, 0, None)


def test_moving_twice_tells_everyone_twice(world: World) -> None:
    meeting = world.meeting()
    for name, answer in (("Tom", Answer.MAYBE), ("Huw", Answer.APOLOGIES), ("Ana", Answer.ATTENDING)):
        _attends(world, meeting, world.person(name), answer)
    assert _change(world, meeting, date="2027-05-13").told == 3
    assert _change(world, meeting, date="2027-05-12").told == 3
    assert _told(world, "moved") == ["Ana", "Ana", "Huw", "Huw", "Tom", "Tom"]


def test_whoever_booked_before_a_move_leaves_free_of_charge_and_later_bookings_do_not(world: World) -> None:
    meeting = world.meeting()
    before = _non_member(world)
    assert _attends(world, meeting, before).owed_pence == 5000
    world.tx.now = meeting.starts_at - timedelta(days=3)
    _change(world, meeting, start="11:00")
    world.tx.now += timedelta(hours=1)
    after = _non_member(world, "Huw Bevan")
    _attends(world, meeting, after)
    assert _attends(world, meeting, before, Answer.APOLOGIES).owed_pence == 0
    assert _attends(world, meeting, after, Answer.APOLOGIES).owed_pence == 5000


def test_form_of_the_same_instant_is_still_known_to_be_overtaken(world: World, owen: Caller) -> None:
    meeting = world.meeting()
    version = meetings.shown(meeting).version
    agendas.edit(world.tx, caller=owen, meeting_id=meeting.id, version=version, text="Apologies\nQuorum")
    with pytest.raises(Refusal, match="Somebody else changed this meeting"):
        meeting_changes.change(world.tx, caller=owen, meeting_id=meeting.id, version=version, typed=VIRTUAL)
    assert [item.title for item in meetings.shown(meeting).agenda] == ["Apologies", "Quorum"]


@pytest.mark.parametrize("state", [State.CANCELLED, State.OPEN, State.CLOSED])
def test_meeting_that_is_over_or_cancelled_is_not_changed(world: World, state: State) -> None:
    meeting = world.meeting(state=state)
    with pytest.raises(Refusal):
        _change(world, meeting, theme="Neglect")


def test_meeting_of_another_workspace_is_unknown(world: World) -> None:
    meeting = world.meeting()
    with pytest.raises(Unknown):
        meetings.to_change(world.tx, caller=Caller("T0OTHER", "U0000"), meeting_id=meeting.id)


def test_member_may_not_change_a_meeting(world: World) -> None:
    meeting = world.meeting()
    with pytest.raises(NotAllowed):
        meetings.to_change(world.tx, caller=world.caller("Sara Lloyd"), meeting_id=meeting.id)


# Places


def test_places_can_not_be_fewer_than_are_taken(world: World) -> None:
    meeting = world.meeting(capacity=2)
    for name in ("Tom", "Huw"):
        _attends(world, meeting, world.person(name))
    with pytest.raises(Refusal, match="2 people have a place already") as refused:
        _change(world, meeting, capacity="1")
    assert refused.value.field == "capacity"


def test_more_places_are_offered_to_those_who_wait_in_their_order(world: World) -> None:
    meeting = world.meeting(capacity=1)
    for name in ("Tom", "Huw", "Ana"):
        _attends(world, meeting, world.person(name))
    with pytest.raises(Refusal, match="People are waiting for a place"):
        _change(world, meeting, capacity="")
    _change(world, meeting, capacity="2")
    places = {
        name: world.tx.session.get_one(AnswerRow, (meeting.id, world.people[name].id)).place
        for name in ("Tom", "Huw", "Ana")
    }
    assert places == {"Tom": Place.BOOKED, "Huw": Place.OFFERED, "Ana": Place.WAITING}


# Cancelling


def test_cancelling_credits_what_is_charged_even_where_half_was_kept(world: World, owen: Caller) -> None:
    meeting = world.meeting()
    paid, late, member = _non_member(world), _non_member(world, "Huw"), world.person("Tom")
    _attends(world, meeting, paid)
    _attends(world, meeting, late)
    _attends(world, meeting, member)
    booking.enter(
        world.tx,
        booking.Entry(world.group.id, meeting.id, world.people["Ana Costa"].id, EntryKind.PAYMENT, -5000),
    )
    world.tx.now = meeting.starts_at - timedelta(days=10)
    assert _attends(world, meeting, late, Answer.APOLOGIES).owed_pence == 2500

    done = cancelling.cancel(world.tx, caller=owen, meeting_id=meeting.id, because="The venue has flooded")

    assert done.credited_pence == 7500
    owed = {
        name: booking.owed(world.tx, meeting_id=meeting.id, person_id=world.people[name].id)
        for name in ("Ana Costa", "Huw", "Tom")
    }
    assert owed == {"Ana Costa": -5000, "Huw": 0, "Tom": 0}
    assert _told(world, "cancelled") == ["Ana Costa", "Tom"]


def test_waived_place_needs_no_credit(world: World, owen: Caller) -> None:
    meeting = world.meeting()
    ana = _non_member(world)
    _attends(world, meeting, ana)
    treasurer = world.officer("Tom Reid", Office.TREASURER)
    row = world.tx.session.get_one(AnswerRow, (meeting.id, world.people["Ana Costa"].id))
    dues.waive(
        world.tx,
        caller=treasurer,
        meeting_id=meeting.id,
        person_id=row.person_id,
        because="speaker",
        revision=row.revision,
    )
    done = cancelling.cancel(world.tx, caller=owen, meeting_id=meeting.id, because="The venue has flooded")
    assert done.credited_pence == 0


def test_cancelled_meeting_is_never_settled_even_when_a_standing_becomes_known(
    world: World, owen: Caller
) -> None:
    meeting = world.meeting()
    _attends(world, meeting, world.person("Ana Costa"))
    treasurer = world.officer("Tom Reid", Office.TREASURER)
    cancelling.cancel(world.tx, caller=owen, meeting_id=meeting.id, because="The venue has flooded")
    world.tx.now = meeting.ends_at
    assert dues.settle(world.tx, caller=treasurer, group_id=world.group.id) == []
    assert booking.owed(world.tx, meeting_id=meeting.id, person_id=world.people["Ana Costa"].id) == 0


def test_cancelling_twice_credits_once(world: World, owen: Caller) -> None:
    meeting = world.meeting()
    _attends(world, meeting, _non_member(world))
    cancelling.cancel(world.tx, caller=owen, meeting_id=meeting.id, because="The venue has flooded")
    with pytest.raises(Refusal, match="This meeting was cancelled"):
        cancelling.cancel(world.tx, caller=owen, meeting_id=meeting.id, because="Again")
    assert booking.owed(world.tx, meeting_id=meeting.id, person_id=world.people["Ana Costa"].id) == 0
    assert meetings.shown(meeting).sequence == 1


@pytest.mark.parametrize("because", ["", "   ", "x" * 501, "The mother of 943 476 5919 objects"])
def test_reason_that_can_not_be_read_out_is_refused(world: World, owen: Caller, because: str) -> None:
    meeting = world.meeting()
    with pytest.raises(Refusal) as refused:
        cancelling.cancel(world.tx, caller=owen, meeting_id=meeting.id, because=because)
    assert refused.value.field == "because"
    assert meeting.state is State.PUBLISHED


# The year


def test_planning_again_keeps_what_is_published_or_extraordinary(world: World, owen: Caller) -> None:
    first = programme.plan(world.tx, caller=owen, group_id=world.group.id, year=2028)
    kept = meetings.publish(world.tx, caller=owen, meeting_id=first.meetings[0].id)
    meeting = world.tx.session.get_one(Meeting, first.meetings[1].id)
    meeting.kind = Kind.EXTRAORDINARY
    world.tx.session.add(meeting)
    world.tx.session.flush()

    asked = programme.plan(world.tx, caller=owen, group_id=world.group.id, year=2028)
    assert asked.planned_before
    assert {one.id for one in asked.meetings} == {one.id for one in first.meetings}

    again = programme.plan(world.tx, caller=owen, group_id=world.group.id, year=2028, again=True)
    ids = {one.id for one in again.meetings}
    assert {kept.id, meeting.id} <= ids
    assert len(ids) == 10
    assert not ids & {one.id for one in first.meetings[2:]}


def test_meeting_added_to_a_published_year_joins_it_as_a_draft(world: World, owen: Caller) -> None:
    programme.plan(world.tx, caller=owen, group_id=world.group.id, year=2028)
    programme.publish(world.tx, caller=owen, group_id=world.group.id, year=2028)
    typed = replace(VIRTUAL, date="2028-02-02")
    added = meeting_changes.add(world.tx, caller=owen, group_id=world.group.id, typed=typed)
    everyone = programme.year(world.tx, caller=world.caller("Sara Lloyd"), group_id=world.group.id, year=2028)
    assert added.meeting.id not in {one.id for one in everyone.meetings}
    meetings.publish(world.tx, caller=owen, meeting_id=added.meeting.id)
    everyone = programme.year(world.tx, caller=world.caller("Sara Lloyd"), group_id=world.group.id, year=2028)
    assert added.meeting.id in {one.id for one in everyone.meetings}


def test_year_is_posted_once_however_often_it_is_published(world: World, owen: Caller) -> None:
    programme.plan(world.tx, caller=owen, group_id=world.group.id, year=2028)
    programme.publish(world.tx, caller=owen, group_id=world.group.id, year=2028)
    with pytest.raises(Refusal, match="published already"):
        programme.publish(world.tx, caller=owen, group_id=world.group.id, year=2028)
    posts = world.tx.session.exec(select(Notice).where(Notice.kind == "programme")).all()
    assert len(posts) == 1


# Extraordinary meetings


def _asks(world: World) -> extraordinary.Request:
    sara = world.caller("Sara Lloyd")
    world.join_association("Sara Lloyd", date(2027, 1, 1), None)
    return extraordinary.ask(world.tx, caller=sara, group_id=world.group.id, purpose="The new guidance")


def test_draft_behind_a_request_can_be_dated_but_not_removed(world: World, owen: Caller) -> None:
    asked = _asks(world)
    assert asked.meeting is not None
    assert "The new guidance" in [item.title for item in asked.meeting.agenda]
    with pytest.raises(Refusal, match="A member asked for this meeting"):
        meetings.remove(world.tx, caller=owen, meeting_id=asked.meeting.id)


def test_requested_meeting_is_not_published_at_short_notice(world: World, owen: Caller) -> None:
    asked = _asks(world)
    assert asked.meeting is not None
    world.tx.now = asked.meeting.plan.starts_at - timedelta(days=7)
    with pytest.raises(Refusal, match="7 clear days' notice"):
        meetings.publish(world.tx, caller=owen, meeting_id=asked.meeting.id)


def test_publishing_a_year_leaves_extraordinary_drafts_alone(world: World, owen: Caller) -> None:
    asked = _asks(world)
    assert asked.meeting is not None
    programme.plan(world.tx, caller=owen, group_id=world.group.id, year=2027)
    programme.publish(world.tx, caller=owen, group_id=world.group.id, year=2027)
    assert world.tx.session.get_one(Meeting, asked.meeting.id).state is State.DRAFT


def test_group_without_a_channel_publishes_nothing_but_still_cancels(world: World, owen: Caller) -> None:
    meeting = world.meeting()
    programme.plan(world.tx, caller=owen, group_id=world.group.id, year=2028)
    groups.undo_set_up(world.tx, caller=owen, group_id=world.group.id, is_admin=True)
    for verb in (
        lambda: programme.publish(world.tx, caller=owen, group_id=world.group.id, year=2028),
        lambda: _change(world, meeting, date="2027-05-13"),
    ):
        with pytest.raises(Refusal, match=r"no channel to post in\. `/sig setup`"):
            verb()
    cancelling.cancel(world.tx, caller=owen, meeting_id=meeting.id, because="The group has ended")
    destinations = world.tx.session.exec(select(Notice.destination)).all()
    assert not [each for each in destinations if each.endswith("None")]
