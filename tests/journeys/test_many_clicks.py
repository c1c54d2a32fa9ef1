"""Five hundred people click on one card within ten seconds."""

from sqlmodel import col, func, select

from bot.assembly import Convenor
from sandbox import Slack, Workspace
from sandbox.delivery.payloads import block_actions
from sandbox.state import Message
from storage.answers import AnswerRow
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.crowd import button_of, counting, paced
from tests.journeys.stage import a_meeting

__all__ = ["paced"]  # a fixture

PEOPLE, PLACES, SECONDS = 500, 600, 10


async def test_five_hundred_clicks_are_a_dozen_redraws_and_the_last_one_is_right(
    slack: Slack, workspace: Workspace, paced: Convenor, clock: Clock
) -> None:
    updates = counting(slack, "chat.update")
    meeting_id = await a_meeting(paced, workspace, capacity=PLACES)
    card = await _posted_card(workspace, paced, clock)
    button = button_of(card, "attend")
    crowd = [workspace.add_person(f"Person {number}") for number in range(PEOPLE)]
    clicks = [block_actions(workspace, user, card, button, {}) for user in crowd]

    before = len(updates)
    for part in range(0, PEOPLE, 10):
        answers = await slack.desk.dispatch.bulk("interactive", clicks[part : part + 10])
        assert {(answer.status, answer.error) for answer in answers} == {(200, "")}
        clock.forward(seconds=SECONDS * 10 / PEOPLE)
    await paced.door.close()
    clock.forward(seconds=2)
    paced.delivery.heartbeat.wake(clock())
    await slack.until(lambda: f"{PLACES - PEOPLE} left." in card.text, seconds=30)

    assert await paced.store.look(_stored, meeting_id=meeting_id) == PEOPLE
    assert 1 <= len(updates) - before <= 12


async def _posted_card(workspace: Workspace, convenor: Convenor, clock: Clock) -> Message:
    """The card, four weeks before the meeting; the announcement above it goes out a second earlier."""
    channel = workspace.channel(CHANNEL)
    clock.to(2027, 4, 14, 9)

    await convenor.delivery.courier.until_idle()
    clock.forward(seconds=5)
    await convenor.delivery.courier.until_idle()
    return next(each for each in channel.messages.values() if "left." in each.text)


def _stored(tx: Tx, meeting_id: str) -> int:
    return tx.session.exec(
        select(func.count()).select_from(AnswerRow).where(col(AnswerRow.meeting_id) == meeting_id)
    ).one()
