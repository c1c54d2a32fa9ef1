"""The forecast of a real group: its own past counts, its officers alone see names, and nobody is asked twice."""

from datetime import timedelta

import pytest

from rules.quorum import AllOf, Headcount, Sectors
from rules.refusals import NotAllowed
from rules.rsvp import Answer
from tests.usecases.gathering import STARTS, Gathering, make_meeting
from usecases import attendance, forecasts, rsvp, sittings

RULE = AllOf((Headcount(4), Sectors(2)))


async def _year(gathering: Gathering, *, held: int, come: int) -> list[str]:
    """Six nurses who say that they come to so many meetings, of whom only `come` do; then one more is ahead."""
    await gathering.begin(RULE)
    names = await gathering.members(nurse=6)
    for number in range(held):
        for name in names:
            await gathering.does(name, rsvp.answer, answer=Answer.ATTENDING)
        await gathering.does("cora", sittings.open_meeting)
        for name in names[:come]:
            await gathering.does(name, attendance.check_in)
        gathering.clock.forward(hours=1)
        await gathering.does("cora", sittings.close_meeting)
        starts_at = STARTS + timedelta(days=30 * (number + 1))
        gathering.meeting_id = await gathering.store.perform(make_meeting, starts_at=starts_at)
        gathering.clock.now = starts_at
    for name in names:
        await gathering.does(name, rsvp.answer, answer=Answer.ATTENDING)
    return names


async def test_people_who_say_yes_and_stay_away_lower_the_forecast(gathering: Gathering) -> None:
    await _year(gathering, held=3, come=2)
    learnt = await gathering.does("sara", forecasts.outlook)
    assert learnt.forecast.likely <= 4
    assert learnt.forecast.high < 6


async def test_first_meeting_is_forecast_from_what_people_usually_do(gathering: Gathering) -> None:
    await _year(gathering, held=0, come=0)
    await gathering.person("pat", "police")
    first = await gathering.does("sara", forecasts.outlook)
    assert first.forecast.likely == 5
    assert [name for _, name in first.ask] == ["Pat"]
    assert first.forecast.missing == ("police",)


async def test_only_officers_see_the_forecast_and_each_person_is_asked_once(gathering: Gathering) -> None:
    await _year(gathering, held=0, come=0)
    await gathering.person("pat", "police")
    with pytest.raises(NotAllowed):
        await gathering.does("nurse0", forecasts.outlook)
    with pytest.raises(NotAllowed):
        await gathering.does("nurse0", forecasts.ask, person_id=gathering.ids["pat"])
    for _ in range(2):
        assert await gathering.does("sara", forecasts.ask, person_id=gathering.ids["pat"]) == "Pat"
    (asked,) = await gathering.told("asked-to-come")
    assert asked.destination == f"person:{gathering.ids['pat']}"
