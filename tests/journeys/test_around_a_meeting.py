"""Before, at the edges of, and after a meeting: forecast, opening, late additions, ratifying, approving, the rule."""

import pytest

from bot.assembly import Convenor
from sandbox import Slack, Workspace
from storage.meetings import Meeting
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.hall import MEMBERS, card_shows, two_meetings
from tests.journeys.steps import time_passes
from usecases import notices


@pytest.fixture(autouse=True)
async def following(slack: Slack, workspace: Workspace, convenor: Convenor, clock: Clock) -> str:
    """The meeting after this one."""
    return await two_meetings(slack, workspace, convenor, clock)


async def _all_check_in(slack: Slack) -> None:
    for name in MEMBERS:
        person = slack.person(name.split()[0])
        await person.clicks("Check in", in_=CHANNEL)
        await person.awaits("You are checked in.")


async def test_someone_who_missed_the_register_is_added_afterwards(slack: Slack, clock: Clock) -> None:
    owen, gail, tom = slack.person("Owen"), slack.person("Gail"), slack.person("Tom")
    await owen.types("/sig open", in_=CHANNEL)
    await gail.clicks("Check in", in_=CHANNEL)
    await gail.awaits("You count towards the quorum as a member.")
    await gail.types("/sig check in", in_=CHANNEL)
    await gail.awaits("You are checked in already.")
    await gail.types("/sig close", in_=CHANNEL)
    assert gail.sees_privately("can run a meeting")
    clock.forward(hours=1)
    await owen.types("/sig close", in_=CHANNEL)
    await tom.clicks("I was there", in_=CHANNEL)
    await tom.awaits("will confirm that you were there")
    await owen.types("/sig quorum", in_=CHANNEL)
    await owen.clicks("Confirm")
    await owen.awaits("Tom Reid is in the register and does not count (guest).")
    await owen.types("/sig register", in_=CHANNEL)
    assert owen.sees_privately("Gail Five, 10:30 to 11:30 (member)")
    assert owen.sees_privately("Tom Reid, 10:30 to 11:30 (guest, added afterwards)")


async def test_next_meeting_ratifies_and_approves(slack: Slack, clock: Clock) -> None:
    owen, nora = slack.person("Owen"), slack.person("Nora")
    await owen.types("/sig open", in_=CHANNEL)
    await nora.clicks("Check in", in_=CHANNEL)
    await nora.awaits("You are checked in.")
    await owen.types("/sig decide", in_=CHANNEL)
    await owen.fills("Decision", "Fund the film")
    await owen.chooses("Proposed by", "Nora One")
    await owen.submits()
    await owen.awaits("it waits for ratification. It is on the agenda of 13 July 2027.")
    await owen.closes(everything=True)
    await owen.types("/sig report", in_=CHANNEL)
    await owen.fills("What worked well", "People spoke plainly")
    await owen.submits()
    await owen.closes(everything=True)
    clock.forward(hours=1)
    await owen.types("/sig close", in_=CHANNEL)
    await owen.awaits("Closed at 11:30.")

    clock.to(2027, 7, 13, 9, 30)
    await owen.types("/sig open", in_=CHANNEL)
    await card_shows(slack, clock, "Not quorate. No members yet")
    await owen.types("/sig ratify", in_=CHANNEL)
    await owen.clicks("Ratify")
    await owen.awaits("A decision can be ratified once the meeting is quorate.")
    await _all_check_in(slack)
    await owen.types("/sig ratify", in_=CHANNEL)
    await owen.clicks("Ratify")
    await owen.awaits("Ratified: Fund the film")
    await owen.types("/sig minutes last", in_=CHANNEL)
    await owen.clicks("Approve the minutes")
    await owen.awaits("Version 1 of the minutes is approved.")
    await owen.types("/sig minutes last", in_=CHANNEL)
    assert owen.sees_privately("Version 1: approved on Tuesday 13 July 2027.")


async def test_chair_judges_diversity_and_the_card_says_so(slack: Slack, clock: Clock) -> None:
    owen, nora = slack.person("Owen"), slack.person("Nora")
    await owen.types("/sig open", in_=CHANNEL)
    for name in list(MEMBERS)[:8]:
        await slack.person(name.split()[0]).clicks("Check in", in_=CHANNEL)
    await card_shows(slack, clock, "Enough members; the chair judges diversity.")
    await nora.types("/sig quorum", in_=CHANNEL)
    await nora.clicks("Diversity")
    await nora.chooses("The attendance", "It reflects professional diversity")
    await nora.submits()
    assert nora.sees("Please say why in a few words")
    await nora.fills("Reason", "Three nations are here")
    await nora.submits()
    await nora.closes(everything=True)
    await card_shows(slack, clock, "Quorate by the chair’s word on diversity")


async def test_forecast_names_whom_to_ask_and_asking_is_one_button(slack: Slack, clock: Clock) -> None:
    clock.to(2027, 5, 10, 9, 0)
    owen, edie = slack.person("Owen"), slack.person("Edie")
    for name in list(MEMBERS)[:8]:
        await slack.person(name.split()[0]).types("/sig attend", in_=CHANNEL)
    await edie.types("/sig maybe", in_=CHANNEL)
    await owen.types("/sig forecast", in_=CHANNEL)
    assert owen.sees_privately("About 7 members likely")
    assert owen.sees_privately("probably none from education and early years yet")
    await owen.clicks("Ask", on="Edie Nine")
    await owen.awaits("Edie Nine is asked in a personal message.")
    await edie.awaits("Owen Pugh asks whether you could come")


async def test_forecast_comes_two_weeks_before_and_the_opening_button_at_the_time(
    slack: Slack, convenor: Convenor, clock: Clock, following: str
) -> None:
    await convenor.store.perform(_planned, meeting_id=following)
    owen, nora, gail = slack.person("Owen"), slack.person("Nora"), slack.person("Gail")
    clock.to(2027, 6, 1, 10)
    for name in list(MEMBERS)[:8]:
        await slack.person(name.split()[0]).types("/sig attend", in_=CHANNEL)
    await slack.person("Edie").types("/sig maybe", in_=CHANNEL)
    clock.to(2027, 6, 28)
    assert not owen.sees("members likely")
    clock.to(2027, 6, 29, 12)
    time_passes(convenor)
    for officer in (owen, nora):
        await officer.awaits("members likely")
        await officer.awaits("Edie Nine")  # whom to ask
    clock.to(2027, 7, 13, 9, 20)
    time_passes(convenor)
    await nora.awaits("begins soon. Opening it puts the check-in card into the channel.")
    await owen.awaits("begins soon.")
    assert not gail.sees("members likely")
    assert not gail.sees("begins soon. Opening it")
    await nora.clicks("Open the meeting")
    await card_shows(slack, clock, "Meeting open: Practice Learning Reviews")


def _planned(tx: Tx, *, meeting_id: str) -> None:
    notices.plan_meeting(tx, tx.session.get_one(Meeting, meeting_id))


async def test_rule_is_previewed_before_it_is_put_in_force(slack: Slack) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig quorum rule", in_=CHANNEL)
    await owen.fills("How many members, or which share", "5")
    await owen.submits()
    await owen.awaits("Quorate with at least 5 members present.")
    assert owen.sees("There is no past meeting yet to compare it with.")
    await owen.submits()
    await owen.awaits("Version 2 of the charter is in force.")


async def test_sliding_rule_survives_a_change_of_another_field(slack: Slack) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig quorum rule", in_=CHANNEL)
    await owen.chooses("Count by", "Steps that grow")
    await owen.fills("Steps", "up to 20: 5\nmore: 8")
    await owen.submits()
    await owen.submits()
    await owen.awaits("Version 2 of the charter is in force.")
    await owen.closes(everything=True)
    await owen.types("/sig quorum rule", in_=CHANNEL)
    await owen.fills("Sectors", "4")
    await owen.submits()
    await owen.awaits("5 members for up to 20 of the group’s members and 8 members beyond that")
    assert owen.sees("members from at least 4 sectors")
