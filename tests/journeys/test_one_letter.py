"""Whoever reads letters and has invitations gets each piece of news once, in one letter."""

from collections.abc import AsyncIterator

import pytest

from bot.assembly import Convenor
from sandbox import Slack, Workspace
from tests.journeys.conftest import CHANNEL, Clock, settings_for
from tests.journeys.letterbox import Letterbox, assembled_with_mail
from tests.journeys.steps import answers_next, change_meeting, is_no_member, opens_at_desk, publish_year
from tests.mailbox import plain_text

FIRST = "Thursday 21 January 2027"


@pytest.fixture
async def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
async def convenor(
    slack: Slack, workspace: Workspace, database_url: str, clock: Clock, letterbox: Letterbox
) -> AsyncIterator[Convenor]:
    settings = settings_for(workspace, slack, database_url)
    async with assembled_with_mail(settings, letterbox, workspace, clock) as (convenor, _):
        yield convenor


async def reads_letters(slack: Slack, name: str, *, invitations: bool) -> None:
    """Somebody chooses letters, and perhaps invitations too."""
    person = slack.person(name)
    await person.types("/sig notices", in_=CHANNEL)
    await person.chooses("How to tell you", "By e-mail")
    await person.submits()
    await person.closes(everything=True)
    if invitations:
        await person.types("/sig calendar settings", in_=CHANNEL)
        await person.clicks("Invitations by e-mail")
        await person.awaits("Invitations go to")


async def test_a_move_and_a_cancellation_are_one_letter_each_with_the_explanation(
    slack: Slack, convenor: Convenor, letterbox: Letterbox
) -> None:
    await publish_year(slack)
    await is_no_member(convenor, slack, "Ana")
    await answers_next(slack, "Ana", "Attend")
    await reads_letters(slack, "Ana", invitations=True)
    await letterbox.has(1)

    await change_meeting(slack, FIRST, Date="2027-01-28")
    await convenor.delivery.courier.until_idle()
    moved = (await letterbox.has(2))[1]
    assert "another time" in plain_text(moved)
    assert "You keep your place. If you can't come now, please send your apologies." in plain_text(moved)
    assert moved.get_body(("html",)) is not None
    assert {part.get_content_type() for part in moved.walk()} >= {"text/calendar"}

    owen = await opens_at_desk(slack, "Cancel with a reason", on="Thursday 28 January 2027")
    await owen.fills("Reason", "The venue has flooded")
    await owen.submits()
    await convenor.delivery.courier.until_idle()
    cancelled = plain_text((await letterbox.has(3))[2])
    assert "The venue has flooded" in cancelled
    assert "Nothing is owed for it any more." in cancelled


async def test_whoever_has_no_invitation_is_still_told_of_a_move_by_letter(
    slack: Slack, convenor: Convenor, letterbox: Letterbox
) -> None:
    await publish_year(slack)
    await answers_next(slack, "Ana", "Attend")
    await reads_letters(slack, "Ana", invitations=False)
    # His calendar holds nothing: he sent apologies, and may be able to come now.
    await answers_next(slack, "Huw", "Apologies")
    await reads_letters(slack, "Huw", invitations=True)

    await change_meeting(slack, FIRST, Date="2027-01-28")
    await convenor.delivery.courier.until_idle()
    letters = {str(letter["To"]): plain_text(letter) for letter in await letterbox.has(2)}
    assert len(letters) == 2
    assert sorted("Can you come now?" in text for text in letters.values()) == [False, True]
