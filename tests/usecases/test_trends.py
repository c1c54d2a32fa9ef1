"""A year's attendance: whole for those who run the group, and no small number for anybody else."""

from rules.quorum import Headcount
from tests.usecases.gathering import Gathering, caller
from usecases import attendance, sittings, trends


async def test_small_numbers_stay_with_the_officers(gathering: Gathering) -> None:
    await gathering.begin(Headcount(2))
    names = await gathering.members(nurse=6, police=1, education=6)
    await gathering.person("gus", "legal", member=False)
    board = await gathering.does("cora", sittings.open_meeting)
    for name in (*names, "gus"):
        await gathering.does(name, attendance.check_in)
    await gathering.does("nurse0", attendance.leave)
    await gathering.does("nurse0", attendance.check_in)
    gathering.clock.forward(hours=1)
    await gathering.does("cora", sittings.close_meeting)

    async def seen_by(name: str) -> trends.YearShown:
        return await gathering.store.look(
            trends.of_year, caller=caller(name), group_id=board.group_id, year=2027
        )

    officer, member = await seen_by("sara"), await seen_by("nurse0")
    assert officer.meetings == (("14 May", "13"),)
    assert officer.sectors == {"Education and early years": "6", "Health": "6", "Police": "1"}
    assert officer.members["Nurse0"] == 1
    assert "Gus" not in officer.members
    assert member.sectors == {
        "Education and early years": "not shown",
        "Health": "6",
        "Police": "fewer than 5",
    }
    assert member.members == {}
    assert (
        await gathering.store.look(trends.of_year, caller=caller("sara"), group_id=board.group_id, year=2026)
    ).meetings == ()
