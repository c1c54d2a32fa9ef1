"""Two hundred people click *Attend* on the last fifty places at once."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import col, select

from bot.assembly import Convenor
from rules.rsvp import Place
from sandbox import Slack, Workspace
from sandbox.delivery.payloads import block_actions
from storage.answers import AnswerRow
from storage.ledger import LedgerEntry
from storage.notices import Notice
from storage.people import Person
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL
from tests.journeys.stage import a_meeting

PEOPLE, PLACES = 200, 50


def _what_was_written(tx: Tx, *, meeting_id: str) -> dict[str, Any]:
    rows = tx.session.exec(
        select(AnswerRow.place, AnswerRow.queued, col(Person.slack_id))
        .join(Person, col(Person.id) == col(AnswerRow.person_id))
        .where(AnswerRow.meeting_id == meeting_id)
    ).all()
    return {
        "rows": len(rows),
        "people": len({slack_id for _, _, slack_id in rows}),
        "booked": [slack_id for place, _, slack_id in rows if place is Place.BOOKED],
        "numbers": sorted(queued for place, queued, _ in rows if place is Place.WAITING),
        "ledger": len(tx.session.exec(select(LedgerEntry)).all()),
        "notices": len(tx.session.exec(select(Notice).where(Notice.person_id != None)).all()),  # noqa: E711 - SQL
    }


async def test_last_places_go_to_fifty_and_the_others_wait_in_order(
    slack: Slack, workspace: Workspace, convenor: Convenor
) -> None:
    channel = workspace.channel(CHANNEL)
    meeting_id = await a_meeting(convenor, workspace, capacity=PLACES)
    client = AsyncWebClient(token=convenor.slack.client.token, base_url=slack.api_url)
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Attend"},
        "action_id": "attend",
        "value": meeting_id,
    }
    posted = await client.chat_postMessage(
        channel=channel.id, text="May", blocks=[{"type": "actions", "block_id": "a", "elements": [button]}]
    )
    card = channel.messages[str(posted["ts"])]
    crowd = [workspace.add_person(f"Person {number}") for number in range(PEOPLE)]
    channel.members.extend(user.id for user in crowd)
    clicks = [block_actions(workspace, user, card, {**button, "block_id": "a"}, {}) for user in crowd]

    # A third of the signed bodies arrive two or three times.
    twice, thrice, once = clicks[:33], clicks[33:67], clicks[67:]
    answers = [
        *await slack.desk.dispatch.bulk("interactive", twice, copies=2),
        *await slack.desk.dispatch.bulk("interactive", thrice, copies=3),
        *await slack.desk.dispatch.bulk("interactive", once),
    ]

    assert {(answer.status, answer.error) for answer in answers} == {(200, "")}
    await convenor.door.close()
    written = await convenor.store.look(_what_was_written, meeting_id=meeting_id)
    assert (written["rows"], written["people"]) == (PEOPLE, PEOPLE)
    assert len(written["booked"]) == PLACES
    assert written["numbers"] == list(range(1, PEOPLE - PLACES + 1))
    assert (written["ledger"], written["notices"]) == (0, 0)
    told = [
        message.text for message in channel.messages.values() if message.only_for in {u.id for u in crowd}
    ]
    receipts = [text for text in told if not text.startswith("Still working")]
    assert len(receipts) == PEOPLE
    assert sum(text.startswith("You have a place") for text in receipts) == PLACES
    assert sum(text.startswith("All places are taken") for text in receipts) == PEOPLE - PLACES
