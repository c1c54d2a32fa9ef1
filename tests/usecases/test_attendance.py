"""An open meeting: who is here, who counts, and what the quorum makes of it at every step."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from handlers import clock
from rules.meetings import State
from rules.offices import Office
from rules.quorum import AllOf, Headcount, Sectors, Share, Size
from rules.quorum_count import Standing
from rules.quorum_verdict import Colour
from rules.refusals import NotAllowed, Refusal
from rules.rsvp import Answer
from rules.urgent import Step, View, Way
from storage import attendance as kept
from storage.transaction import Tx
from tests.usecases.gathering import STARTS, Gathering, caller, make_meeting, make_officer
from usecases import attendance, people, quorum, quorum_desk, rsvp, sittings, urgent

SMALL = AllOf((Headcount(3), Sectors(2)))


def _moments(tx: Tx, *, meeting_id: str) -> list[tuple[bool, int]]:
    found = select(kept.QuorumMoment).where(kept.QuorumMoment.meeting_id == meeting_id)
    return [(row.quorate, row.members) for row in tx.session.exec(found.order_by(col(kept.QuorumMoment.at)))]


async def _opened(gathering: Gathering) -> list[str]:
    """A small group whose meeting is open, with two nurses and a police officer who may come."""
    await gathering.begin(SMALL)
    names = await gathering.members(nurse=2, police=1)
    await gathering.does("cora", sittings.open_meeting)
    return names


async def test_quorum_is_gained_and_lost_as_people_come_and_go(gathering: Gathering) -> None:
    names = await _opened(gathering)
    for name in names:
        gathering.clock.forward(minutes=1)
        last = await gathering.does(name, attendance.check_in)
    assert (last.board.quorate, last.board.evaluation.sentence) == (
        True,
        "Quorate: 3 members from 2 sectors.",
    )

    gathering.clock.forward(minutes=30)
    board = await gathering.does("police0", attendance.leave)
    assert (board.quorate, board.evaluation.sentence) == (
        False,
        "2 members; one more member and one more sector needed.",
    )
    assert await gathering.store.look(_moments, meeting_id=gathering.meeting_id) == [(True, 3), (False, 2)]
    told = await gathering.told("quorum-lost")
    assert len(told) == 2  # the chair and the secretary, each in private
    assert {row.facts["sentence"] for row in told} == {board.evaluation.sentence}
    assert all(row.destination == f"person:{row.person_id}" for row in told)


async def test_checking_in_twice_changes_nothing(gathering: Gathering) -> None:
    await _opened(gathering)
    first = await gathering.does("nurse0", attendance.check_in)
    again = await gathering.does("nurse0", attendance.check_in)
    assert (first.already, again.already, again.board.present) == (False, True, 1)


async def test_many_devices_at_once_are_one_person(gathering: Gathering) -> None:
    await _opened(gathering)
    await asyncio.gather(*(gathering.does("nurse0", attendance.check_in) for _ in range(8)))
    register = await gathering.does("sara", attendance.register)
    assert [(entry.name, entry.left_at) for entry in register] == [("Nurse0", None)]


async def test_everybody_at_once_is_counted_and_quorum_is_gained_once(gathering: Gathering) -> None:
    await gathering.begin(AllOf((Headcount(20),)))
    names = await gathering.members(nurse=15, police=15)
    await gathering.does("cora", sittings.open_meeting)
    await asyncio.gather(*(gathering.does(name, attendance.check_in) for name in names))
    board = await gathering.does("cora", quorum.board)
    assert (board.present, board.evaluation.members) == (30, 30)
    assert await gathering.store.look(_moments, meeting_id=gathering.meeting_id) == [(True, 20)]


@pytest.mark.parametrize(
    ("member", "until", "standing"),
    [
        (True, None, Standing.MEMBER),
        (True, date(2027, 5, 14), Standing.MEMBER),
        (True, date(2027, 5, 13), Standing.LAPSED),
        (False, None, Standing.GUEST),
    ],
)
async def test_membership_is_looked_at_on_the_day(
    gathering: Gathering, *, member: bool, until: date | None, standing: Standing
) -> None:
    await _opened(gathering)
    await gathering.person("zoe", "legal", member=member, until=until)
    checked = await gathering.does("zoe", attendance.check_in)
    assert checked.standing is standing
    assert checked.board.evaluation.members == (1 if standing is Standing.MEMBER else 0)


async def test_observer_is_present_and_does_not_count(gathering: Gathering) -> None:
    await _opened(gathering)
    await gathering.does("sara", attendance.check_in_for, person_id=gathering.ids["nurse0"], observing=True)
    board = await gathering.does("sara", quorum.board)
    assert (board.present, board.evaluation.members) == (1, 0)


async def test_only_those_who_run_the_meeting_check_others_in(gathering: Gathering) -> None:
    await _opened(gathering)
    with pytest.raises(NotAllowed):
        await gathering.does("nurse0", attendance.check_in_for, person_id=gathering.ids["nurse1"])
    with pytest.raises(NotAllowed):
        await gathering.does("nurse0", sittings.close_meeting)


async def test_coming_before_the_opening_and_after_closing_is_refused_with_what_to_do(
    gathering: Gathering,
) -> None:
    await gathering.begin(SMALL)
    await gathering.members(nurse=1)
    with pytest.raises(Refusal, match="not open yet"):
        await gathering.does("nurse0", attendance.check_in)
    await gathering.does("cora", sittings.open_meeting)
    gathering.clock.forward(hours=2)
    await gathering.does("cora", sittings.close_meeting)
    with pytest.raises(Refusal, match=r"closed at 12:30.*I was there"):
        await gathering.does("nurse0", attendance.check_in)


async def test_closing_ends_what_was_forgotten_and_reopening_brings_it_back(gathering: Gathering) -> None:
    await _opened(gathering)
    for name in ("nurse0", "nurse1"):
        await gathering.does(name, attendance.check_in)
    gathering.clock.forward(minutes=5)
    await gathering.does("nurse1", attendance.leave)
    gathering.clock.forward(minutes=5)
    closed = await gathering.does("cora", sittings.close_meeting)
    assert (closed.state, closed.present) == (State.CLOSED, 0)

    gathering.clock.forward(minutes=5)
    reopened = await gathering.does("cora", sittings.open_meeting)
    assert (reopened.state, reopened.present) == (State.OPEN, 1)
    register = await gathering.does("cora", attendance.register)
    minute = timedelta(minutes=1)
    assert sorted((entry.name, entry.arrived_at, entry.left_at) for entry in register if entry.left_at) == [
        ("Nurse0", STARTS, STARTS + 10 * minute),
        ("Nurse1", STARTS, STARTS + 5 * minute),
    ]


async def test_meeting_that_nobody_closed_is_closed_as_of_its_end(gathering: Gathering) -> None:
    await _opened(gathering)
    await gathering.does("nurse0", attendance.check_in)
    ends = STARTS + timedelta(hours=3)
    gathering.clock.now = ends + timedelta(hours=11)
    await clock.tick(gathering.store, tidying=True)
    assert (await gathering.does("cora", quorum.board)).state is State.OPEN
    gathering.clock.forward(hours=2)
    await clock.tick(gathering.store, tidying=True)
    board = await gathering.does("cora", quorum.board)
    assert (board.state, board.closed_at, board.present) == (State.CLOSED, ends, 0)
    (entry,) = await gathering.does("cora", attendance.register)
    assert entry.left_at == ends


async def test_meeting_that_overran_is_closed_as_of_the_last_thing_that_happened(
    gathering: Gathering,
) -> None:
    await _opened(gathering)
    gathering.clock.now = late = STARTS + timedelta(hours=4)
    await gathering.does("nurse0", attendance.check_in)
    gathering.clock.forward(days=1)
    await clock.tick(gathering.store, tidying=True)
    assert (await gathering.does("cora", quorum.board)).closed_at == late


async def test_clock_that_jumps_back_keeps_the_order_of_what_happened(gathering: Gathering) -> None:
    names = await _opened(gathering)
    gathering.clock.forward(minutes=30)
    for name in names:
        await gathering.does(name, attendance.check_in)
    gathering.clock.forward(minutes=-20)
    await gathering.does("police0", attendance.leave)
    gathering.clock.forward(minutes=-20)
    await gathering.does("police0", attendance.check_in)
    closed = await gathering.does("cora", sittings.close_meeting)
    assert closed.closed_at == STARTS
    found = await gathering.store.look(_moments, meeting_id=gathering.meeting_id)
    assert found == [(True, 3), (False, 2), (True, 3)]
    register = await gathering.does("cora", attendance.register)
    assert all(entry.left_at is not None and entry.arrived_at <= entry.left_at for entry in register)


async def test_somebody_who_claims_another_profession_counts_once_and_by_the_last_one(
    gathering: Gathering,
) -> None:
    await _opened(gathering)
    await gathering.does("nurse0", attendance.check_in)
    gathering.clock.forward(minutes=10)
    await gathering.store.perform(people.declare_role, caller=caller("nurse0"), role="police")
    before = await gathering.does("cora", quorum.board)
    again = await gathering.does("nurse0", attendance.check_in)
    assert before.evaluation.sectors == ("health",)
    assert (again.board.present, again.board.evaluation.members) == (1, 1)
    assert again.board.evaluation.sectors == ("police",)
    register = await gathering.does("sara", attendance.register)
    assert [(entry.role, entry.left_at) for entry in register] == [
        ("nurse", STARTS + timedelta(minutes=10)),
        ("police", None),
    ]


async def test_late_addition_counts_for_the_register_once_it_is_confirmed(gathering: Gathering) -> None:
    await _opened(gathering)
    await gathering.does("nurse0", attendance.check_in)
    gathering.clock.forward(hours=1)
    await gathering.does("cora", sittings.close_meeting)
    await gathering.does("nurse1", attendance.add_late)
    (late,) = [one for one in await gathering.does("cora", attendance.register) if one.late]
    assert (late.name, late.standing) == ("Nurse1", Standing.UNCONFIRMED)

    confirmed = await gathering.store.perform(attendance.confirm, caller=caller("cora"), stay_id=late.stay_id)
    assert (confirmed.standing, confirmed.already) == (Standing.MEMBER, False)
    with pytest.raises(Refusal, match="in the register already"):
        await gathering.does("nurse0", attendance.add_late)


async def test_rule_in_force_at_the_opening_counts_for_the_whole_meeting(gathering: Gathering) -> None:
    await gathering.begin(Share(50, Size.MEMBERSHIP))
    await gathering.members(nurse=4)
    await gathering.does("cora", sittings.open_meeting)
    await gathering.members(police=10)  # the group grows while it meets
    await gathering.does("nurse0", attendance.check_in)
    last = await gathering.does("nurse1", attendance.check_in)
    assert last.board.quorate


async def test_chairs_word_makes_up_for_diversity_until_the_mix_gets_worse(gathering: Gathering) -> None:
    await gathering.begin(AllOf((Headcount(2), Sectors(3))))
    await gathering.members(nurse=2, police=1)
    await gathering.does("cora", sittings.open_meeting)
    for name in ("nurse0", "nurse1", "police0"):
        await gathering.does(name, attendance.check_in)
    before = await gathering.does("cora", quorum.board)
    assert (before.evaluation.colour, before.quorate) == (Colour.AMBER, False)

    with pytest.raises(Refusal, match="say why"):
        await gathering.does("cora", quorum.record_word, reflects=True, reason="")
    with pytest.raises(NotAllowed):
        await gathering.does("sara", quorum.record_word, reflects=True, reason="I think so")
    with pytest.raises(Refusal, match="an NHS number"):
        await gathering.does("cora", quorum.record_word, reflects=True, reason="As for 943 476 5919")
    gathering.clock.forward(minutes=1)
    said = await gathering.does("cora", quorum.record_word, reflects=True, reason="Three nations")
    assert (said.quorate, said.reflects) == (True, True)
    gathering.clock.forward(minutes=1)
    left = await gathering.does("police0", attendance.leave)
    assert (left.quorate, left.reflects) == (False, None)


async def test_meeting_opens_on_its_day_and_not_before(gathering: Gathering) -> None:
    await gathering.begin(SMALL)
    far = await gathering.store.perform(make_meeting, starts_at=STARTS + timedelta(days=40))
    with pytest.raises(Refusal, match="12 hours before"):
        await gathering.does("cora", sittings.open_meeting, meeting_id=far)
    opened = await gathering.does("cora", sittings.open_meeting)
    again = await gathering.does("cora", sittings.open_meeting)
    assert opened == again
    assert len(await gathering.told("quorum")) == 1


async def test_officer_checks_in_somebody_without_slack_and_knows_a_member_by_address(
    gathering: Gathering,
) -> None:
    await _opened(gathering)
    await gathering.person("ann", "gp", email="ann@example.org")
    known = await gathering.does("sara", attendance.check_in_visitor, name="Ann", email="ANN@example.org")
    stranger = await gathering.does("sara", attendance.check_in_visitor, name="Zed", email="zed@example.org")
    assert (known.standing, stranger.standing) == (Standing.MEMBER, Standing.GUEST)
    assert stranger.board.evaluation.members == 1
    with pytest.raises(Refusal) as refused:
        await gathering.does("sara", attendance.check_in_visitor, name="Zed", email="nonsense")
    assert refused.value.field == "email"


async def test_deputy_puts_urgent_business_only_while_the_chair_is_away(gathering: Gathering) -> None:
    await _opened(gathering)
    await gathering.store.perform(make_officer, name="nurse0", office=Office.DEPUTY)
    await gathering.does("cora", attendance.check_in)
    with pytest.raises(NotAllowed):
        await gathering.does("nurse0", urgent.propose, text="Answer", reason="It closes")
    await gathering.does("cora", attendance.leave)
    put = await gathering.does("nurse0", urgent.propose, text="Answer", reason="It closes")
    assert put.chair == "Nurse0"


async def test_independent_chair_may_be_in_the_room_and_counts_like_anybody(gathering: Gathering) -> None:
    await _opened(gathering)
    checked = await gathering.does("iris", attendance.check_in)
    assert (checked.standing, checked.board.evaluation.members) == (Standing.GUEST, 0)
    put = await gathering.does("cora", urgent.propose, text="Answer", reason="It closes")
    kept = await gathering.store.perform(
        urgent.give_view, caller=caller("iris"), urgent_id=put.id, view=View.NO_VIEW, words="", way=Way.BUTTON
    )
    assert kept.urgent.step is Step.VIEW_KEPT


async def test_desk_names_those_who_would_mend_the_quorum_to_officers_only(gathering: Gathering) -> None:
    names = await _opened(gathering)
    for name in names:
        await gathering.does(name, rsvp.answer, answer=Answer.ATTENDING)
    for name in names[:2]:
        await gathering.does(name, attendance.check_in)
    shown = await gathering.does("sara", quorum_desk.desk)
    assert isinstance(shown, quorum_desk.Desk)
    assert shown.mends.alone == ("Police0",)
    assert not isinstance(await gathering.does("nurse0", quorum_desk.desk), quorum_desk.Desk)
