"""A whole meeting: it opens inquorate, does urgent business, becomes quorate, decides, loses a sector, closes."""

from io import BytesIO

import docx
import pytest
from PIL import Image

from bot.assembly import Convenor
from handlers.documents import timeline
from rules import agenda
from sandbox import Slack, Workspace
from storage.meetings import Meeting
from storage.transaction import Tx
from tests import pictures
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.hall import GUESTS, MEMBERS, card_shows, two_meetings

MINUTES = """\
# Practice Learning Reviews: minutes of Friday 14 May 2027, 10:30 to 13:30 (UK time)

*Version 1: draft until approved at the next meeting.*

## Present

- Edie Nine (Education and early years)
- Gail Five (GP)
- Gwyn Six (GP)
- Nell Two (Nurse)
- Nina Three (Nurse)
- Nora One (Nurse)
- Nye Four (Nurse)
- Pat Seven (Police)
- Paul Eight (Police)

## Apologies

- Sara Lloyd

## Visitors

- Ana Costa (Lay): guest
- Huw Bevan (Lay): guest
- Iona Macrae (Lay): guest
- Niamh Doherty (Lay): guest
- Tom Reid (Lay): guest

## Quorum

The meeting opened at 10:30 inquorate (No members yet; eight more members and three more sectors needed). \
It became quorate at 10:50 (9 members from 3 sectors). \
It lost its quorum at 11:20 (8 members; one more sector needed).

## Decisions

- Decided at 11:00, quorate (9 members from 3 sectors): Write to the National Panel. Proposed by Gail Five.
- Agreed at 11:30, inquorate (8 members; one more sector needed): Fund the training film. Proposed by Nora One. \
It awaits ratification at the next meeting.

## Urgent business

- Put at 10:35 by the Chair (Nora One): Answer the consultation. It could not wait because: It closes on Monday. \
The Independent Chair (Niamh Doherty), consulted in Slack at 10:40, supports it (“Please do”). \
The Chair approved it at 10:45.

## Key learning themes

- Communication

## Carried to a later meeting

- Show the films (Gail Five)
"""


def _agenda(tx: Tx, *, meeting_id: str) -> list[str]:
    return [item.in_words for item in agenda.from_data(tx.session.get_one(Meeting, meeting_id).agenda)]


@pytest.fixture
async def following(slack: Slack, workspace: Workspace, convenor: Convenor, clock: Clock) -> str:
    """The meeting after this one."""
    return await two_meetings(slack, workspace, convenor, clock)


async def test_the_minutes_tell_a_whole_meeting_truthfully(
    slack: Slack, workspace: Workspace, convenor: Convenor, clock: Clock, following: str
) -> None:
    owen, nora, niamh = slack.person("Owen"), slack.person("Nora"), slack.person("Niamh")
    await owen.types("/sig open", in_=CHANNEL)
    await card_shows(slack, clock, "Meeting open: Practice Learning Reviews")
    clock.forward(minutes=1)
    for name in [*list(MEMBERS)[:7], *GUESTS]:
        await slack.person(name).clicks("Check in", in_=CHANNEL)
    await card_shows(
        slack,
        clock,
        "Not quorate. 7 members, but 4 are nurses (at most half); one more member and one more sector needed.",
    )
    await niamh.awaits("You are here as a guest")

    clock.to(2027, 5, 14, 9, 35)
    await nora.types("/sig quorum", in_=CHANNEL)
    await nora.awaits("the terms allow three things")
    await nora.clicks("Urgent business")
    await nora.fills("Business", "Answer the consultation")
    await nora.fills("Why it can’t wait", "It closes on Monday")
    await nora.submits()
    await nora.closes(everything=True)
    clock.to(2027, 5, 14, 9, 40)
    await niamh.clicks("Give your view")
    await niamh.chooses("View", "I support it")
    await niamh.fills("Your words", "Please do")
    await niamh.submits()
    await niamh.closes(everything=True)
    clock.to(2027, 5, 14, 9, 45)
    await nora.clicks("Approve it")
    await nora.awaits("The Chair, Nora One, approved it after consulting Niamh Doherty.")

    clock.to(2027, 5, 14, 9, 50)
    for name in ("Paul", "Edie"):
        await slack.person(name).clicks("Check in", in_=CHANNEL)
    await card_shows(slack, clock, "Quorate: 9 members from 3 sectors.")
    clock.to(2027, 5, 14, 10, 0)
    await _decide(slack, "Write to the National Panel", "Gail Five")
    await owen.awaits("Taken with quorum.")
    await owen.closes(everything=True)

    clock.to(2027, 5, 14, 10, 20)
    await slack.person("Edie").clicks("I am leaving", in_=CHANNEL)
    await nora.awaits("The meeting has lost its quorum.")
    assert not slack.person("Gail").sees("has lost its quorum")
    clock.to(2027, 5, 14, 10, 30)
    await _decide(slack, "Fund the training film", "Nora One")
    await owen.awaits("it waits for ratification. It is on the agenda of 13 July 2027.")
    await owen.closes(everything=True)

    await owen.types("/sig report", in_=CHANNEL)
    await owen.fills("Key learning themes", "- Communication")
    await owen.fills("Promised for a later meeting", "Show the films | Gail Five")
    await owen.submits()
    await owen.closes(everything=True)
    clock.to(2027, 5, 14, 11, 0)
    await owen.types("/sig close", in_=CHANNEL)
    await card_shows(slack, clock, "Closed at 12:00.")

    await owen.types("/sig minutes", in_=CHANNEL)
    await owen.clicks("As text for a canvas")
    written = await _handed_over(workspace, ".md")
    assert written.decode().partition("\n## Annex")[0] == MINUTES
    await owen.clicks("As a Word document")
    document = docx.Document(BytesIO(await _handed_over(workspace, ".docx")))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    said = [line.strip("#*- ") for line in MINUTES.splitlines() if line]
    assert paragraphs[: len(said)] == said
    await owen.clicks("Quorum timeline")
    assert owen.sees(
        "From 10:30 to 12:00 at most 9 members were present; 8 are needed. Quorate 10:50 to 11:20."
        " Decisions at 11:00 and 11:30 (for ratification)."
    )
    picture = await _handed_over(workspace, ".png")
    assert Image.open(BytesIO(picture)).size == (timeline.WIDTH, timeline.HEIGHT)
    pictures.keep("quorum-timeline", picture)
    carried = await convenor.store.look(_agenda, meeting_id=following)
    assert "Fund the training film (for ratification, from 14 May 2027)" in carried
    assert "Show the films (promised, from 14 May 2027)" in carried


async def _handed_over(workspace: Workspace, ending: str) -> bytes:
    """The file that the bot uploads."""

    def files() -> list[bytes]:
        return [file.content for file in workspace.files.values() if file.name.endswith(ending)]

    await workspace.bell.until(lambda: bool(files()), seconds=10)
    return files()[0]


async def _decide(slack: Slack, text: str, proposer: str) -> None:
    owen = slack.person("Owen")
    await owen.types("/sig decide", in_=CHANNEL)
    await owen.fills("Decision", text)
    await owen.chooses("Proposed by", proposer)
    await owen.submits()
