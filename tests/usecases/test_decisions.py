"""Deciding and ratifying, urgent business with both chairs, and the minutes that tell of it."""

from datetime import timedelta

import pytest

from rules import agenda
from rules.decisions import Force
from rules.quorum import AllOf, Headcount, Sectors
from rules.refusals import NotAllowed, Refusal
from rules.report import Presentation, Promise, Report
from rules.urgent import Step, View, Way
from storage.meetings import Meeting
from storage.transaction import Tx
from tests.usecases.gathering import STARTS, Gathering, caller, make_meeting
from usecases import attendance, decisions, minutes, sittings, urgent

SMALL = AllOf((Headcount(3), Sectors(2)))


def _agenda(tx: Tx, *, meeting_id: str) -> list[str]:
    return [item.in_words for item in agenda.from_data(tx.session.get_one(Meeting, meeting_id).agenda)]


async def _open_with(gathering: Gathering, **roles: int) -> list[str]:
    """A small group's meeting, open, with members of these roles in the room."""
    await gathering.begin(SMALL)
    names = await gathering.members(**roles)
    await gathering.does("cora", sittings.open_meeting)
    for name in names:
        await gathering.does(name, attendance.check_in)
    return names


async def _next_meeting(gathering: Gathering) -> str:
    return await gathering.store.perform(make_meeting, starts_at=STARTS + timedelta(days=60))


async def test_quorate_decision_is_in_force_and_carried_nowhere(gathering: Gathering) -> None:
    await _open_with(gathering, nurse=2, police=1)
    made = await gathering.does(
        "sara", decisions.decide, text="Write to the Panel", proposer_id=gathering.ids["nurse0"]
    )
    assert (made.decision.force, made.proposer, made.carried_to) == (Force.IN_FORCE, "Nurse0", None)


async def test_inquorate_decision_is_carried_and_ratified_by_the_next_meeting(gathering: Gathering) -> None:
    names = await _open_with(gathering, nurse=2, police=1)
    following = await _next_meeting(gathering)
    made = await gathering.does(
        "sara",
        decisions.decide,
        text="Fund the film",
        proposer_id=gathering.ids["nurse0"],
        conflicted=[gathering.ids["police0"]],
    )
    assert (made.decision.force, made.conflicted) == (Force.FOR_RATIFICATION, ("Police0",))
    assert made.carried_to == "13 July 2027"
    assert "Fund the film (for ratification, from 14 May 2027)" in await gathering.store.look(
        _agenda, meeting_id=following
    )
    with pytest.raises(Refusal, match="only a later meeting"):
        await gathering.does("cora", decisions.ratify, decision_id=made.id, agreed=True)

    await gathering.does("cora", sittings.close_meeting)
    gathering.clock.forward(days=60)
    gathering.meeting_id = following
    await gathering.does("cora", sittings.open_meeting)
    with pytest.raises(Refusal, match="once the meeting is quorate"):
        await gathering.does("cora", decisions.ratify, decision_id=made.id, agreed=True)
    for name in names:
        await gathering.does(name, attendance.check_in)
    ratified = await gathering.does("cora", decisions.ratify, decision_id=made.id, agreed=True)
    assert ratified.decision.force is Force.RATIFIED
    with pytest.raises(Refusal, match="nothing left to ratify"):
        await gathering.does("cora", decisions.ratify, decision_id=made.id, agreed=False)


async def test_decision_that_may_identify_a_child_is_not_kept(gathering: Gathering) -> None:
    await _open_with(gathering, nurse=2, police=1)
    with pytest.raises(Refusal) as refused:
        await gathering.does(
            "sara",
            decisions.decide,
            text="About the child born 3/4/2019",
            proposer_id=gathering.ids["nurse0"],
        )
    assert "2019" not in refused.value.sentence


async def test_only_those_who_run_the_meeting_record_decisions(gathering: Gathering) -> None:
    await _open_with(gathering, nurse=2, police=1)
    with pytest.raises(NotAllowed):
        await gathering.does("nurse0", decisions.decide, text="Yes", proposer_id=gathering.ids["nurse0"])


async def test_urgent_business_goes_from_chair_to_independent_chair_and_back(gathering: Gathering) -> None:
    await _open_with(gathering, nurse=2)
    put = await gathering.does("cora", urgent.propose, text="Answer by Friday", reason="It closes then")
    (asked,) = await gathering.told("view-asked")
    assert asked.facts == {"urgent": put.id}
    facts = {"urgent_id": put.id, "view": View.SUPPORTS, "words": "Go on"}
    with pytest.raises(NotAllowed):
        await gathering.store.perform(urgent.give_view, caller=caller("sara"), way=Way.BUTTON, **facts)
    await gathering.store.perform(urgent.give_view_by_link, **facts)
    with pytest.raises(Refusal, match="recorded already"):
        await gathering.store.perform(urgent.give_view_by_link, **facts)
    assert len(await gathering.told("view-given")) == 1

    ruled = await gathering.store.perform(
        urgent.rule_on, caller=caller("cora"), urgent_id=put.id, approved=True, words=""
    )
    assert (ruled.urgent.step, ruled.chair, ruled.independent) == (Step.DECIDED, "Cora", "Iris")


async def test_urgent_business_is_refused_while_quorate_and_to_others_than_the_chair(
    gathering: Gathering,
) -> None:
    await _open_with(gathering, nurse=2)
    with pytest.raises(NotAllowed, match="Chair of the group"):
        await gathering.does("sara", urgent.propose, text="Answer", reason="It closes")
    await gathering.members(police=1)
    await gathering.does("police0", attendance.check_in)
    with pytest.raises(Refusal, match="ordinary decision"):
        await gathering.does("cora", urgent.propose, text="Answer", reason="It closes")


async def test_promises_of_the_report_come_to_the_next_agenda(gathering: Gathering) -> None:
    await _open_with(gathering, nurse=2, police=1)
    following = await _next_meeting(gathering)
    report = Report((Presentation("Audrey", "A local experience"),), promises=(Promise("Show the films"),))
    await gathering.does("sara", minutes.write_report, report=report)
    assert "Show the films (promised, from 14 May 2027)" in await gathering.store.look(
        _agenda, meeting_id=following
    )
    assert await gathering.does("sara", minutes.report) == report


async def test_approved_minutes_change_only_by_a_correction_that_is_shown(gathering: Gathering) -> None:
    await _open_with(gathering, nurse=2, police=1)
    following = await _next_meeting(gathering)
    first = await gathering.does("sara", minutes.write_report, report=Report(themes=("trust",)))
    again = await gathering.does("sara", minutes.write_report, report=Report(themes=("communication",)))
    assert (first, again) == (1, 1)
    await gathering.does("sara", minutes.approve, in_meeting_id=following)
    with pytest.raises(Refusal) as refused:
        await gathering.does("sara", minutes.write_report, report=Report())
    assert refused.value.field == "correction"
    corrected = await gathering.does(
        "sara", minutes.write_report, report=Report(), correction="There was no theme"
    )
    papers = await gathering.does("sara", minutes.papers)
    assert corrected == 2
    assert papers.minutes.status == "Version 2: draft until approved at the next meeting."


async def test_report_that_may_identify_a_child_is_refused_beside_its_field(gathering: Gathering) -> None:
    await _open_with(gathering, nurse=1)
    with pytest.raises(Refusal) as refused:
        await gathering.does(
            "sara", minutes.write_report, report=Report(promises=(Promise("Ring LL57 2DG"),))
        )
    assert refused.value.field == "promises"


async def test_minutes_of_a_meeting_that_was_never_opened_are_refused(gathering: Gathering) -> None:
    await gathering.begin(SMALL)
    with pytest.raises(Refusal, match="not been opened"):
        await gathering.does("sara", minutes.papers)
