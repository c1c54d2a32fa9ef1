"""Three hundred people check in within thirty seconds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.assembly import Convenor
from rules.meetings import Mode
from rules.offices import Office
from sandbox import Slack, Workspace
from sandbox.delivery.payloads import block_actions
from sandbox.state import Message
from storage.attendance import StayRow
from storage.people import Person
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL, Clock
from tests.journeys.crowd import button_of, counting, paced
from tests.journeys.stage import a_meeting, an_officer

__all__ = ["paced"]  # a fixture

PEOPLE, SECONDS, AT_ONCE = 300, 30, 10
OPENS = datetime(2027, 5, 14, 9, 30, tzinfo=UTC)


async def test_three_hundred_check_ins_keep_every_interval_and_redraw_at_most_once_a_second(
    slack: Slack, workspace: Workspace, paced: Convenor, clock: Clock
) -> None:
    meeting_id = await a_meeting(
        paced,
        workspace,
        mode=Mode.VIRTUAL,
        nation=None,
        venue="",
        starts_at=OPENS,
        ends_at=OPENS + timedelta(hours=2),
    )
    await an_officer(paced, workspace, "Sara", Office.CHAIR)
    clock.to(2027, 5, 14, 9, 30)
    await paced.delivery.courier.until_idle()
    clock.forward(seconds=5)
    await slack.person("Sara").types("/sig open", in_=CHANNEL)
    await paced.door.close()
    channel = workspace.channel(CHANNEL)
    await _goes_on(slack, paced, clock, lambda: any(map(_is_card, channel.messages.values())))
    card = next(filter(_is_card, channel.messages.values()))
    crowd = [workspace.add_person(f"Person {number}") for number in range(PEOPLE)]
    clicks = [block_actions(workspace, user, card, button_of(card, "check-in"), {}) for user in crowd]
    updates = counting(slack, "chat.update")
    began = clock()

    came: dict[str, datetime] = {}
    for part in range(0, PEOPLE, AT_ONCE):
        came |= {user.id: clock() for user in crowd[part : part + AT_ONCE]}
        answers = await slack.desk.dispatch.bulk("interactive", clicks[part : part + AT_ONCE])
        assert {(answer.status, answer.error) for answer in answers} == {(200, "")}
        clock.forward(seconds=SECONDS * AT_ONCE / PEOPLE)
    await paced.door.close()
    assert clock() - began == timedelta(seconds=SECONDS)
    await _goes_on(slack, paced, clock, lambda: f"*Present*\\n{PEOPLE}'" in str(card.blocks))

    stays = await paced.store.look(_stays, meeting_id=meeting_id)
    assert {slack_id: arrived for slack_id, arrived, _ in stays} == came
    assert {left for _, _, left in stays} == {None}
    assert 1 <= len(updates) <= SECONDS + 2


async def _goes_on(slack: Slack, convenor: Convenor, clock: Clock, comes: Callable[[], bool]) -> None:
    """Let time pass until this comes, and with it everything that was held back for its pace."""
    for _ in range(20):
        clock.forward(seconds=2)
        convenor.delivery.heartbeat.wake(clock())
        if await slack.workspace.bell.until(comes, seconds=2):
            return
    raise AssertionError("it did not come in forty seconds")


def _is_card(message: Message) -> bool:
    return "check-in" in str(message.blocks) and not message.only_for


def _stays(tx: Tx, meeting_id: str) -> list[tuple[str | None, datetime, datetime | None]]:
    found = tx.session.exec(
        select(Person.slack_id, StayRow.arrived_at, StayRow.left_at)
        .join(StayRow, col(StayRow.person_id) == col(Person.id))
        .where(StayRow.meeting_id == meeting_id)
    )
    return list(found)
