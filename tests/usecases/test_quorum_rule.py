"""Changing the rule: what it would have done to past meetings, and what it leaves alone."""

import pytest

from rules.quorum import AllOf, Headcount, Rule, Sectors
from rules.refusals import NotAllowed, Refusal
from tests.usecases.gathering import Gathering, caller
from usecases import attendance, quorum, quorum_rule, sittings


async def _held(gathering: Gathering) -> str:
    """A meeting of two nurses and a police officer, over; returns its group's id."""
    await gathering.begin(Headcount(2))
    names = await gathering.members(nurse=2, police=1)
    board = await gathering.does("cora", sittings.open_meeting)
    for name in names:
        await gathering.does(name, attendance.check_in)
    gathering.clock.forward(hours=1)
    await gathering.does("cora", sittings.close_meeting)
    return board.group_id


async def test_preview_tells_which_past_meetings_the_rule_would_have_changed(gathering: Gathering) -> None:
    group_id = await _held(gathering)

    async def shown(rule: Rule) -> quorum_rule.Preview:
        return await gathering.store.look(
            quorum_rule.preview, caller=caller("cora"), group_id=group_id, rule=rule
        )

    stricter = await shown(Headcount(4))
    assert (stricter.looked_at, stricter.inquorate, stricter.judged) == (1, ("14 May 2027",), ())
    diverse = await shown(AllOf((Headcount(3), Sectors(3))))
    assert (diverse.inquorate, diverse.judged) == ((), ("14 May 2027",))
    kept = await shown(AllOf((Headcount(3), Sectors(2))))
    assert (kept.inquorate, kept.judged) == ((), ())


async def test_rule_becomes_a_version_and_leaves_the_open_meeting_alone(gathering: Gathering) -> None:
    group_id = await _held(gathering)
    await gathering.does("cora", sittings.open_meeting)
    version = await gathering.store.perform(
        quorum_rule.put_in_force, caller=caller("cora"), group_id=group_id, version=1, rule=Headcount(9)
    )
    now = await gathering.store.look(quorum_rule.in_force, caller=caller("cora"), group_id=group_id)
    assert (version, now.version, now.rule) == (2, 2, Headcount(9))
    assert (await gathering.does("cora", quorum.board)).quorate


async def test_rule_that_another_changed_meanwhile_is_not_overwritten(gathering: Gathering) -> None:
    group_id = await _held(gathering)

    async def puts(name: str, version: int) -> None:
        rule = await gathering.store.look(
            quorum_rule.meant, caller=caller(name), group_id=group_id, version=version, typed={"members": "9"}
        )
        await gathering.store.perform(
            quorum_rule.put_in_force, caller=caller(name), group_id=group_id, version=version, rule=rule
        )

    await puts("sara", 1)
    with pytest.raises(Refusal, match="Sara changed the charter since you opened it"):
        await puts("cora", 1)
    with pytest.raises(Refusal, match="Sara changed the charter"):  # while the preview was being read
        await gathering.store.perform(
            quorum_rule.put_in_force, caller=caller("cora"), group_id=group_id, version=1, rule=Headcount(1)
        )


async def test_only_officers_see_and_change_the_rule(gathering: Gathering) -> None:
    group_id = await _held(gathering)
    with pytest.raises(NotAllowed):
        await gathering.store.perform(
            quorum_rule.put_in_force,
            caller=caller("nurse0"),
            group_id=group_id,
            version=1,
            rule=Headcount(1),
        )
