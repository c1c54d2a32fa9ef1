"""Officers see what will be sent and put right what could not be; everyone chooses how they are told."""

from bot.assembly import Convenor
from sandbox import Slack, Workspace
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.stage import a_meeting
from tests.journeys.steps import set_up_group


async def test_officers_see_what_will_be_sent_and_skip_one(
    slack: Slack, workspace: Workspace, convenor: Convenor
) -> None:
    owen = await set_up_group(slack)
    await a_meeting(convenor, workspace)
    await owen.types("/sig reminders", in_=CHANNEL)
    seen = await owen.awaits("What will be sent for Practice Learning Reviews")
    assert "Wednesday 14 April 2027, 09:00 (UK time): The meeting’s card" in seen
    assert "No meeting this quarter yet" in seen
    await owen.clicks("Skip", on="The meeting’s card")
    await owen.awaits("Skipped: The meeting’s card.")
    await owen.types("/sig reminders", in_=CHANNEL)
    await owen.awaits("The day before")
    latest = owen.messages(CHANNEL)[-1]
    assert "The meeting’s card" not in latest.text


async def test_officers_send_one_now_and_another_at_their_own_time(
    slack: Slack, workspace: Workspace, convenor: Convenor
) -> None:
    owen = await set_up_group(slack)
    await a_meeting(convenor, workspace)
    await owen.types("/sig reminders", in_=CHANNEL)
    await owen.clicks("Another time", on="The day before")
    await owen.fills("Day", "2027-05-09")
    await owen.fills("Time", "16:30")
    await owen.submits()
    await owen.awaits("The day before will be sent on Sunday 9 May 2027, 16:30 (UK time).")
    await owen.closes(everything=True)

    await owen.types("/sig reminders", in_=CHANNEL)
    await owen.clicks("Send now", on="The meeting’s card")
    await owen.awaits("The meeting’s card goes out now")
    channel = workspace.channel(CHANNEL)
    await slack.until(lambda: any("City Hall" in m.text for m in channel.messages.values()), seconds=30)


async def test_a_time_at_which_a_reminder_is_of_no_use_is_refused_beside_its_day(
    slack: Slack, workspace: Workspace, convenor: Convenor
) -> None:
    owen = await set_up_group(slack)
    await a_meeting(convenor, workspace)
    for day, why in (("2026-10-01", "press “Send now”"), ("2027-06-30", "it would be of no use")):
        await owen.types("/sig reminders", in_=CHANNEL)
        await owen.clicks("Another time", on="The day before")
        await owen.fills("Day", day)
        await owen.submits()
        assert owen.sees(why)
        await owen.closes(everything=True)


async def test_a_dead_letter_says_what_to_do_and_is_retried_when_it_is_done(
    slack: Slack, workspace: Workspace, convenor: Convenor, clock: Clock
) -> None:
    owen = await set_up_group(slack)
    await slack.until(lambda: bool(workspace.channel(CHANNEL).messages), seconds=30)
    await a_meeting(convenor, workspace)
    channel = workspace.channel(CHANNEL)
    channel.members.remove(workspace.bot.id)
    clock.to(2027, 4, 14, 8)
    await convenor.delivery.courier.until_idle()
    await owen.types("/sig reminders", in_=CHANNEL)
    await owen.awaits("The bot is not in the channel. Invite it there with")

    channel.members.append(workspace.bot.id)
    await owen.clicks("Retry")
    await owen.awaits("is tried again now")
    await slack.until(lambda: any("City Hall" in m.text for m in channel.messages.values()), seconds=30)


async def test_everyone_chooses_how_they_are_told(slack: Slack, convenor: Convenor) -> None:
    await set_up_group(slack)
    sara = slack.person("Sara")
    await sara.types("/sig notices", in_=CHANNEL)
    await sara.fills("Quiet from", "20:00")
    await sara.fills("Quiet until", "07:30")
    await sara.chooses("Not at all", "The link, an hour before")
    await sara.submits()
    await sara.awaits(
        "You are told by message in Slack, not between 20:00 and 07:30. Muted: The link, an hour before."
    )
