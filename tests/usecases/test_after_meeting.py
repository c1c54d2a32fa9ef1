"""What follows a report: word that the draft is ready, and reminders of what people took on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from rules.meetings import State
from rules.report import Action, Report
from rules.rsvp import Answer, Place
from storage.answers import AnswerRow
from storage.leases import Taken, take
from storage.meetings import Meeting
from storage.transaction import Tx
from tests.usecases.gathering import STARTS, Gathering
from usecases import after_meeting, delivery, minutes, rsvp
from usecases.kinds import KINDS
from usecases.told import Withheld

ACTION = Action("Collate the regional updates", "nurse0", "30 June 2027")
REPORT = Report(actions=(ACTION, Action("Somebody should", "Nobody Known", "1 June 2027")))


async def _reported(gathering: Gathering, report: Report = REPORT) -> None:
    await gathering.does("sara", minutes.write_report, report=report)


async def _held(gathering: Gathering) -> None:
    await gathering.begin()
    await gathering.members(nurse=3)
    gathering.clock.now = STARTS + timedelta(hours=5)

    def close(tx: Tx) -> None:
        tx.session.exec(select(Meeting)).one().state = State.CLOSED

    await gathering.store.perform(close)


async def _take_at(gathering: Gathering, now: datetime) -> list[Taken]:
    gathering.clock.now = now
    return await gathering.store.perform(take, owner=f"{now}", limit=99, lease_seconds=60)


async def test_word_of_the_draft_waits_a_working_day_and_is_given_once(gathering: Gathering) -> None:
    await _held(gathering)
    await _reported(gathering)
    await _reported(gathering)
    (word,) = await gathering.told("minutes")
    assert word.due_at == datetime(2027, 5, 17, 8, 0, tzinfo=UTC)  # Monday, 09:00 in London


async def test_an_action_reaches_its_owner_a_week_ahead_and_once_when_it_is_late(
    gathering: Gathering,
) -> None:
    await _held(gathering)
    await _reported(gathering)
    (ahead,), (late,) = await gathering.told("action-due"), await gathering.told("action-late")
    assert ahead.person_id == late.person_id == gathering.ids["nurse0"]
    assert (ahead.due_at, late.due_at) == (
        datetime(2027, 6, 23, 8, 0, tzinfo=UTC),
        datetime(2027, 7, 1, 8, 0, tzinfo=UTC),
    )
    taken = [each for each in await _take_at(gathering, ahead.due_at) if each.kind == "action-due"]
    told = await gathering.store.look(after_meeting.action_told, notice=taken[0])
    assert (told.text, told.late) == (ACTION.text, False)


async def test_an_action_that_is_taken_out_of_the_report_reminds_nobody(gathering: Gathering) -> None:
    await _held(gathering)
    await _reported(gathering)
    await _reported(gathering, replace(REPORT, actions=()))
    assert [each.state for each in await gathering.told("action-due")] == ["dropped"]


async def test_officers_are_not_reminded_of_minutes_that_are_written(gathering: Gathering) -> None:
    await _held(gathering)
    await _reported(gathering)
    (word,) = await _take_at(gathering, datetime(2027, 5, 17, 8, 0, tzinfo=UTC))
    with pytest.raises(Withheld):
        await gathering.store.look(after_meeting.minutes_missing, notice=word)


async def test_an_offered_place_goes_on_to_the_next_when_its_time_is_over(gathering: Gathering) -> None:
    await gathering.begin()
    await gathering.members(nurse=3)
    gathering.clock.now = STARTS - timedelta(days=20)

    def limit(tx: Tx) -> None:
        tx.session.exec(select(Meeting)).one().capacity = 1

    await gathering.store.perform(limit)
    for name in ("nurse0", "nurse1", "nurse2"):
        await gathering.does(name, rsvp.answer, answer=Answer.ATTENDING)
    await gathering.does("nurse0", rsvp.answer, answer=Answer.APOLOGIES)
    assert await _places(gathering) == {"nurse1": Place.OFFERED, "nurse2": Place.WAITING}

    for notice in await _take_at(gathering, gathering.clock.now + timedelta(hours=48)):
        if delivery.in_the_house(notice):
            await gathering.store.perform(delivery.do_in_the_house, notice=notice, kinds=KINDS)
    assert await _places(gathering) == {"nurse1": Place.WAITING, "nurse2": Place.OFFERED}
    assert [each.person_id for each in await gathering.told("offer-lapsed")] == [gathering.ids["nurse1"]]


async def _places(gathering: Gathering) -> dict[str, Place]:
    """Who holds or awaits a place."""

    def find(tx: Tx) -> dict[str, Place]:
        names = {person_id: name for name, person_id in gathering.ids.items()}
        rows = tx.session.exec(select(AnswerRow)).all()
        return {names[row.person_id]: row.place for row in rows if row.place is not Place.NONE}

    return await gathering.store.look(find)
