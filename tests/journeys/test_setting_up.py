"""A group comes to a channel: set up, its officers named, undone, and taken over."""

import pytest

from bot.assembly import Convenor
from sandbox import Slack
from tests.journeys.conftest import CHANNEL

pytestmark = pytest.mark.usefixtures("convenor")


async def _set_up(slack: Slack, name: str = "Practice Learning Reviews") -> None:
    owen = slack.person("Owen")
    await owen.types("/sig setup", in_=CHANNEL)
    await owen.fills("Name of the group", name)
    await owen.chooses("Nation of its secretariat", "Wales")
    await owen.submits()


async def test_admin_sets_up_a_group_and_becomes_its_secretary(slack: Slack) -> None:
    await _set_up(slack)
    owen = slack.person("Owen")
    assert owen.sees("“Practice Learning Reviews” is set up, and you are its secretary.")
    await owen.closes(everything=True)
    await owen.types("/sig officers", in_=CHANNEL)
    assert owen.sees_privately("Secretary: @Owen Pugh")


async def test_member_who_is_no_admin_is_told_who_can_set_up(slack: Slack) -> None:
    sara = slack.person("Sara")
    await sara.types("/sig setup", in_=CHANNEL)
    assert sara.sees_privately("Only a workspace admin, or someone an admin has named, can set up a group.")


async def test_second_set_up_in_the_same_channel_is_refused_by_name(slack: Slack) -> None:
    await _set_up(slack)
    owen = slack.person("Owen")
    await owen.closes(everything=True)
    await owen.types("/sig setup", in_=CHANNEL)
    assert owen.sees_privately("This channel already belongs to “Practice Learning Reviews”.")


async def test_set_up_where_the_bot_was_not_invited_says_how_to_let_it_in(slack: Slack) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig setup", in_="elsewhere")
    assert owen.sees_privately("Type /invite @Convenor here")


async def test_unknown_words_are_met_with_the_nearest_known_ones(slack: Slack) -> None:
    sara = slack.person("Sara")
    await sara.types("/sig oficers", in_=CHANNEL)
    assert sara.sees_privately("Did you mean /sig officers")


async def test_health_is_served_beside_slack(slack: Slack, convenor: Convenor) -> None:
    assert convenor.store.engine.dialect.name in {"sqlite", "postgresql"}
    sara = slack.person("Sara")
    await sara.types("/sig help", in_=CHANNEL)
    assert sara.sees_privately("Everyone")
