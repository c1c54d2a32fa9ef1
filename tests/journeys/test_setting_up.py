"""A group comes to a channel: set up, its officers named, undone, and taken over."""

import pytest

from bot.assembly import Convenor
from sandbox import Slack, Workspace
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


async def _name(slack: Slack, office: str, name: str) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig officers name", in_=CHANNEL)
    await owen.chooses(office, name)
    await owen.submits()
    await owen.closes(everything=True)


async def test_set_up_is_announced_and_can_be_undone(slack: Slack) -> None:
    await _set_up(slack)
    owen, sara = slack.person("Owen"), slack.person("Sara")
    await owen.closes(everything=True)
    await sara.awaits("This channel is now the home of Practice Learning Reviews", in_=CHANNEL)
    await sara.clicks("Undo")
    await sara.awaits("Only a workspace admin, the secretary or whoever set the group up can undo this.")
    await owen.clicks("Undo")
    await owen.awaits("This channel is no longer the home of “Practice Learning Reviews”")
    await owen.types("/sig officers", in_=CHANNEL)
    assert owen.sees_privately("No group is set up here.")


async def test_successor_takes_over_and_a_stranger_does_not(slack: Slack) -> None:
    await _set_up(slack)
    await slack.person("Owen").closes(everything=True)
    await _name(slack, "Secretary's successor", "Iona Macrae")
    sara, iona = slack.person("Sara"), slack.person("Iona")
    await sara.types("/sig take over", in_=CHANNEL)
    assert sara.sees_privately("Only the secretary's successor can take over")
    await iona.types("/sig take over", in_=CHANNEL)
    assert iona.sees_privately("You are now the secretary of “Practice Learning Reviews”.")
    await sara.types("/sig officers", in_=CHANNEL)
    assert sara.sees_privately("Secretary: @Iona Macrae")


async def test_admin_takes_over_only_once_the_secretary_has_left(slack: Slack, workspace: Workspace) -> None:
    await _set_up(slack)
    owen = slack.person("Owen")
    await owen.closes(everything=True)
    await _name(slack, "Secretary", "Iona Macrae")
    await owen.types("/sig take over", in_=CHANNEL)
    assert owen.sees_privately("is still the secretary. Please ask them to name you.")
    workspace.user("Iona").deleted = workspace.user("Owen").deleted = True
    workspace.add_person("Una Grant", admin=True)
    workspace.channel(CHANNEL).members.append(workspace.user("Una").id)
    una = slack.person("Una")
    await una.types("/sig take over", in_=CHANNEL)
    assert una.sees_privately("You are now the secretary of “Practice Learning Reviews”.")


async def test_admin_names_somebody_who_can_set_up_a_group(slack: Slack, workspace: Workspace) -> None:
    owen, sara = slack.person("Owen"), slack.person("Sara")
    await owen.types(f"/sig admin name <@{workspace.user('Sara').id}>", in_=CHANNEL)
    assert owen.sees_privately("can now set up groups in this workspace.")
    await sara.types("/sig setup", in_=CHANNEL)
    await sara.awaits("This channel becomes the group's home.")
