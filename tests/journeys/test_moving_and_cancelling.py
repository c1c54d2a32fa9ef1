"""A meeting moves or is cancelled: those who answered are told, money comes back, nobody overwrites anybody."""

import pytest

from bot.assembly import Convenor
from sandbox import Slack
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.steps import (
    answers_next,
    change_meeting,
    is_no_member,
    name_officer,
    opens_at_desk,
    publish_year,
    time_passes,
)

FIRST = "Thursday 21 January 2027"  # face to face in Wales
VIRTUAL = "Wednesday 10 March 2027"


@pytest.fixture(autouse=True)
async def year(slack: Slack, convenor: Convenor) -> None:
    """Eight published meetings."""
    await publish_year(slack)


async def test_programme_is_one_post_in_the_channel(slack: Slack) -> None:
    sara = slack.person("Sara")
    seen = await sara.awaits("Practice Learning Reviews: the programme for 2027", in_=CHANNEL)
    assert seen.count("the programme for 2027") == 1
    assert seen.count("[Answer]") == 8


async def test_card_comes_28_days_before_and_names_the_sectors_coming(
    slack: Slack, convenor: Convenor, clock: Clock
) -> None:
    clock.to(2026, 12, 24, 10)
    time_passes(convenor)
    sara = slack.person("Sara")
    await sara.awaits("Price  Members free; non-members £50.", in_=CHANNEL)
    await sara.clicks("Attend", in_=CHANNEL)
    await sara.chooses("Your main role", "Midwife (health)")
    await sara.awaits("Your profession is recorded as Midwife")
    tom = await answers_next(slack, "Tom", "Attend")
    await tom.awaits("Coming  Health", in_=CHANNEL)


async def test_moving_tells_everyone_who_answered_and_redraws_the_programme(slack: Slack) -> None:
    await answers_next(slack, "Sara", "Attend")
    await answers_next(slack, "Tom", "Apologies")
    seen = await change_meeting(slack, FIRST, Date="2027-01-28", Venue="Temple of Peace, Cardiff")
    assert "The 2 people who answered are told." in seen
    moved = "It is now on Thursday 28 January 2027, 10:30 to 15:30 (UK time)"
    sara, tom = slack.person("Sara"), slack.person("Tom")
    await sara.awaits(moved, in_="@app")
    assert sara.sees("You keep your place. If you can't come now, please send your apologies.", "@app")
    await tom.awaits("Can you come now?", in_="@app")
    assert not slack.person("Ana").sees(moved)
    ana = slack.person("Ana")
    await ana.awaits("Face to face, Temple of Peace, Cardiff (Wales)", in_=CHANNEL)
    assert not ana.sees(FIRST, CHANNEL)


async def test_change_that_moves_nobody_tells_nobody(slack: Slack) -> None:
    await answers_next(slack, "Sara", "Attend")
    seen = await change_meeting(slack, FIRST, Theme="Neglect", Venue="City Hall, Cardiff")
    assert "told" not in seen.partition("Saved:")[2].partition("\n")[0]
    await slack.person("Sara").awaits("Neglect", in_=CHANNEL)
    assert not slack.person("Sara").sees("Moved", "@app")


async def test_meeting_moved_over_the_clock_change_keeps_its_hour(slack: Slack) -> None:
    await answers_next(slack, "Sara", "Attend")
    seen = await change_meeting(slack, VIRTUAL, Date="2027-03-31")
    assert "Saved: Wednesday 31 March 2027, 13:00 to 15:00 (UK time)." in seen
    ana = slack.person("Ana")
    await ana.types("/sig programme", in_=CHANNEL)
    assert ana.sees_privately("Wednesday 31 March 2027, 13:00 to 15:00 (UK time)")
    assert ana.sees_privately("Your time: 31 Mar 2027 13:00 to 15:00")


async def test_time_that_the_clocks_skip_is_refused_beside_the_start(slack: Slack) -> None:
    owen = await opens_at_desk(slack, "Change or move", on=VIRTUAL)
    await owen.fills("Date", "2027-03-28")
    await owen.fills("Start", "01:30")
    await owen.submits()
    assert owen.sees("! 01:30 does not exist on Sunday 28 March 2027: the clocks go forward.")


@pytest.mark.parametrize(
    ("label", "value", "sentence"),
    [
        ("Date", "2026-10-01", "! Thursday 1 October 2026 is in the past. Choose a day from today on."),
        ("End", "12:00", "! The meeting ends before it starts. Choose an end after the start."),
        ("Places", "many", "! Write the number of places in figures"),
        (
            "Join link",
            "http://meet.example",
            "! The join link must be a whole address that starts with https://.",
        ),
        ("Theme", "The review of 943 476 5919", "! This looks as if it contains an NHS number"),
    ],
)
async def test_impossible_fact_is_refused_beside_its_input(
    slack: Slack, label: str, value: str, sentence: str
) -> None:
    owen = await opens_at_desk(slack, "Change or move", on=VIRTUAL)
    await owen.fills(label, value)
    await owen.submits()
    assert owen.sees(sentence)
    await owen.closes(everything=True)
    await owen.types("/sig programme", in_=CHANNEL)
    assert owen.sees_privately(f"{VIRTUAL}, 13:00 to 15:00 (UK time)")


async def test_second_of_two_officers_with_the_same_form_is_told_and_overwrites_nothing(slack: Slack) -> None:
    await name_officer(slack, "Chair", "Iona Macrae")
    iona = await opens_at_desk(slack, "Change or move", on=VIRTUAL, who="Iona")
    await change_meeting(slack, VIRTUAL, Theme="Neglect")
    await iona.fills("Theme", "Something else")
    await iona.submits()
    await iona.awaits("Somebody else changed this meeting while you had it open")
    await iona.closes(everything=True)
    await iona.types("/sig programme", in_=CHANNEL)
    assert iona.sees_privately("Virtual · Neglect")
    assert not iona.sees_privately("Something else")


async def test_cancelling_tells_those_coming_credits_them_and_ends_answering(
    slack: Slack, convenor: Convenor, clock: Clock
) -> None:
    clock.to(2026, 12, 24, 10)
    time_passes(convenor)
    await is_no_member(convenor, slack, "Ana")
    ana = await answers_next(slack, "Ana", "Attend")
    await ana.awaits("You owe £50.")
    await answers_next(slack, "Tom", "Apologies")
    await ana.awaits("Price  Members free; non-members £50.", in_=CHANNEL)

    owen = await opens_at_desk(slack, "Cancel with a reason", on=FIRST)
    await owen.fills("Reason", "The venue has flooded")
    await owen.submits()
    await owen.awaits("1 told, £50 credited")

    await ana.awaits(
        f"on {FIRST}, 10:30 to 15:30 (UK time) is cancelled. The venue has flooded. Nothing is owed for it any more.",
        in_="@app",
    )
    assert not slack.person("Tom").sees("is cancelled. The venue has flooded.", "@app")
    await ana.awaits("Cancelled: Meeting of Practice Learning Reviews", in_=CHANNEL)
    await ana.awaits("Cancelled: The venue has flooded", in_=CHANNEL)


async def test_button_of_a_cancelled_meeting_answers_with_the_reason(slack: Slack, clock: Clock) -> None:
    sara = slack.person("Sara")
    await sara.types("/sig next", in_=CHANNEL)
    owen = await opens_at_desk(slack, "Cancel with a reason", on=FIRST)
    await owen.fills("Reason", "The venue has flooded")
    await owen.submits()
    await owen.awaits("nobody had to be told")
    await sara.clicks("Attend", on="Meeting of Practice Learning Reviews")
    await sara.awaits("This meeting was cancelled (The venue has flooded).")


async def test_join_shows_the_link_only_to_those_who_attend(slack: Slack, clock: Clock) -> None:
    await change_meeting(slack, VIRTUAL, Join_link="https://meet.example/sig")
    clock.to(2027, 3, 1, 9)
    sara = slack.person("Sara")
    await sara.types("/sig next", in_=CHANNEL)
    await sara.clicks("Join")
    await sara.awaits("The link is for those who attend.")
    await sara.clicks("Attend")
    await sara.awaits("You have a place on")
    await sara.clicks("Join", on="Meeting of Practice Learning Reviews")
    await sara.clicks("Open the meeting")
    assert sara.opened == ["https://meet.example/sig"]
    assert not slack.person("Tom").sees("meet.example")


async def test_card_of_a_meeting_that_is_over_has_no_buttons(
    slack: Slack, convenor: Convenor, clock: Clock
) -> None:
    clock.to(2026, 12, 24, 10)
    time_passes(convenor)
    tom = slack.person("Tom")
    assert "[Attend]" in await tom.awaits("Price  Members free; non-members £50.", in_=CHANNEL)
    clock.to(2027, 1, 21, 15, 30)
    time_passes(convenor)
    await tom.awaits("This meeting is over.", in_=CHANNEL)
    assert "[Attend]" not in tom.reads(CHANNEL)


async def test_meeting_is_added_by_its_day_and_an_impossible_day_is_refused(slack: Slack) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig meeting new 30 February 2027", in_=CHANNEL)
    assert owen.sees_privately("There is no 30 February 2027: February 2027 has 28 days.")
    await owen.types("/sig meeting new 17 Feb 2027", in_=CHANNEL)
    await owen.fills("Theme", "Learning from inspections")
    await owen.submits()
    await owen.awaits("Saved as a draft: Wednesday 17 February 2027")
    await owen.clicks("Publish this one", on="Wednesday 17 February 2027")
    await owen.awaits("Published: Wednesday 17 February 2027")
    await slack.person("Tom").awaits("Virtual · Learning from inspections", in_=CHANNEL)


async def test_draft_is_removed_after_a_question(slack: Slack) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig meeting new 17 Feb 2027", in_=CHANNEL)
    await owen.submits()
    await owen.clicks("Remove", on="Wednesday 17 February 2027")
    await owen.awaits("Nobody was told of it.")
    await owen.submits()
    await owen.awaits("Removed: the draft for Wednesday 17 February 2027")


async def test_agenda_is_edited_as_lines_and_read_by_everyone(slack: Slack) -> None:
    owen = await opens_at_desk(slack, "Agenda", on=VIRTUAL)
    await owen.awaits("- The interface with the CDOP process")
    await owen.fills("Agenda", "1. Apologies\n2. Quorum\n- of this meeting\n3. Dates")
    await owen.submits()
    await owen.awaits("Agenda saved: 3 items")
    await owen.closes(everything=True)
    tom = slack.person("Tom")
    await tom.clicks("Answer", on=VIRTUAL, in_=CHANNEL)
    await tom.clicks("Agenda")
    await tom.awaits("2. Quorum\n      – of this meeting")
