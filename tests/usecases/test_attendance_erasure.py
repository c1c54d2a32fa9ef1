"""Thirteen months on, nobody can say any more who came and left when; who was there, and the quorum, stay."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from handlers import clock
from rules.quorum import AllOf, Headcount, Sectors
from rules.refusals import Refusal
from storage.attendance import CourseRow, PresenceRow, StayRow
from storage.transaction import Tx
from tests.usecases.gathering import STARTS, Gathering, caller
from usecases import attendance, minutes, quorum_rule, sittings, trends

RULE = AllOf((Headcount(3), Sectors(2)))
ALMOST, ABOUT = timedelta(days=395), timedelta(days=397)


def _of_table(tx: Tx, *, table: type[SQLModel]) -> list[dict[str, Any]]:
    return [row.model_dump() for row in tx.session.exec(select(table))]


async def _held(gathering: Gathering) -> str:
    """A meeting that became quorate and lost it again; Nurse0 came at a telling minute. Returns the group."""
    await gathering.begin(RULE)
    gathering.clock.forward(seconds=12)
    names = await gathering.members(nurse=2, police=1)
    await gathering.person("gus", "legal", member=False)
    board = await gathering.does("cora", sittings.open_meeting)
    for name in (*names, "gus"):
        gathering.clock.forward(minutes=7)
        await gathering.does(name, attendance.check_in)
    gathering.clock.forward(minutes=7)
    await gathering.does("police0", attendance.leave)
    gathering.clock.forward(minutes=7)
    await gathering.does("cora", sittings.close_meeting)
    return board.group_id


async def _later(gathering: Gathering, by: timedelta) -> None:
    gathering.clock.now += by
    await clock.tick(gathering.store, tidying=True)


def _of(drawn: minutes.Papers) -> tuple[object, ...]:
    """What stays: all but the annex, and the picture's steps by the minute."""
    steps = [(max(step.at.replace(second=0), STARTS), step.members) for step in drawn.timeline.steps]
    whole = replace(drawn.timeline, steps=())
    return drawn.minutes.title, drawn.minutes.status, drawn.minutes.sections, whole, steps, drawn.sentence


async def test_minutes_and_timeline_stay_as_they_were_and_only_the_times_go(gathering: Gathering) -> None:
    await _held(gathering)
    before = await gathering.does("sara", minutes.papers)
    assert len(before.minutes.annex.lines) == 4
    await _later(gathering, ABOUT)
    after = await gathering.does("sara", minutes.papers)
    assert _of(after) == _of(before)
    assert after.minutes.annex.lines == ()


async def test_nothing_that_is_kept_ties_a_time_to_a_person(gathering: Gathering) -> None:
    await _held(gathering)
    await _later(gathering, ALMOST)
    assert len(await gathering.does("sara", attendance.register)) == 4
    assert await gathering.store.look(_of_table, table=PresenceRow) == []
    await _later(gathering, ABOUT - ALMOST)
    assert await gathering.does("sara", attendance.register) == []
    assert await gathering.store.look(_of_table, table=StayRow) == []
    present = await gathering.store.look(_of_table, table=PresenceRow)
    assert {row["person_id"] for row in present} == set(gathering.ids.values())
    assert not any(isinstance(value, datetime) for row in present for value in row.values())
    (course,) = await gathering.store.look(_of_table, table=CourseRow)
    assert not any(person_id in str(course) for person_id in gathering.ids.values())
    assert [step["at"] for step in course["course"]["steps"]][:2] == [
        "2027-05-14T09:30:00+00:00",
        "2027-05-14T09:37:00+00:00",  # by the minute: no other record can be laid beside it
    ]


async def test_erasing_again_and_again_changes_nothing(gathering: Gathering) -> None:
    await _held(gathering)
    await _later(gathering, ABOUT)
    kept = await gathering.store.look(_of_table, table=CourseRow)
    await _later(gathering, ABOUT)
    assert await gathering.store.look(_of_table, table=CourseRow) == kept


async def test_trends_still_count_who_came(gathering: Gathering) -> None:
    group_id = await _held(gathering)

    async def year() -> trends.YearShown:
        return await gathering.store.look(trends.of_year, caller=caller("sara"), group_id=group_id, year=2027)

    before = await year()
    await _later(gathering, ABOUT)
    assert await year() == before
    assert before.members == {"Nurse0": 1, "Nurse1": 1, "Police0": 1}


async def test_what_needs_the_times_says_so_instead_of_guessing(gathering: Gathering) -> None:
    group_id = await _held(gathering)
    await _later(gathering, ABOUT)
    shown = await gathering.store.look(
        quorum_rule.preview, caller=caller("sara"), group_id=group_id, rule=Headcount(4)
    )
    assert (shown.looked_at, shown.inquorate) == (0, ())
    with pytest.raises(Refusal, match="settled 13 months after it"):
        await gathering.does("nurse1", attendance.add_late)
