"""The 3 seconds: whatever takes longer is acknowledged first, done once, and answered afterwards."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog
from slack_sdk.errors import SlackApiError
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from handlers.slack.door import Door, opens_modal
from handlers.slack.replies import Nothing, Open, Reply, Upload, said
from handlers.slack.surfaces import CommandSurface, ViewClickSurface
from handlers.slack.visit import Visit
from rules.refusals import Refusal
from storage.inbox import AlreadyHandled
from usecases.callers import Caller

NOTHING: Any = None


@dataclass
class Slack:
    """What Slack is told, in order."""

    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def ack(self, **answer: Any) -> None:
        self.told.append(("ack", answer))

    async def respond(self, **answer: Any) -> None:
        self.told.append(("respond", answer))

    async def views_open(self, **call: Any) -> dict[str, Any]:
        self.told.append(("views.open", call))
        return {"view": {"id": "V1"}}

    async def views_push(self, **call: Any) -> dict[str, Any]:
        return await self.views_open(**call)

    async def conversations_open(self, users: str) -> dict[str, Any]:
        return {"channel": {"id": f"D-{users}"}}

    async def chat_postMessage(self, **message: Any) -> None:  # noqa: N802 - the SDK's name
        self.told.append((f"message to {message['channel']}", message))

    async def files_upload_v2(self, **file: Any) -> None:
        self.told.append((f"file to {file['channel']}", file))

    async def views_update(self, **call: Any) -> None:
        self.told.append(("views.update", call))

    def opens_nothing(self) -> None:
        """From now on triggers have expired."""

        async def expired(**_call: Any) -> dict[str, Any]:
            raise SlackApiError("expired", {"error": "expired_trigger_id"})

        self.views_open = expired  # type: ignore[method-assign]  # Slack, three seconds later

    def texts(self) -> list[tuple[str, str]]:
        """Each thing that was told and its words."""
        return [(how, str(what.get("text", ""))) for how, what in self.told]


@pytest.fixture
def slack() -> Slack:
    return Slack()


def visit(slack: Slack) -> Visit:
    client: Any = slack
    return Visit(Caller("T1", "U1"), client, store=NOTHING, key="slack:0123456789", trigger_id="1.2.3")


def surface(slack: Slack) -> CommandSurface:
    return CommandSurface(visit(slack), slack.ack, slack.respond)


async def test_quick_answer_is_the_acknowledgement(slack: Slack) -> None:
    async def quick(_visit: Visit) -> Reply:
        return said("Done.")

    await Door().attend(visit(slack), quick, surface(slack))
    assert slack.texts() == [("ack", "Done.")]


async def test_slow_answer_is_acknowledged_first_and_follows_once(slack: Slack) -> None:
    database_answers = asyncio.Event()
    done = []

    async def slow(_visit: Visit) -> Reply:
        await database_answers.wait()
        done.append("written")
        return said("Your place is booked.")

    door = Door(patience=0.01)
    await door.attend(visit(slack), slow, surface(slack))
    assert slack.texts()[0] == ("ack", "")
    database_answers.set()
    await door.close()
    assert [how for how, _ in slack.texts()] == ["ack", "respond", "respond"]
    assert slack.texts()[1][1].startswith("Still working")
    assert slack.texts()[2][1] == "Your place is booked."
    assert done == ["written"]


async def test_slow_modal_opens_as_a_loading_view_first(slack: Slack) -> None:
    database_answers = asyncio.Event()

    @opens_modal
    async def slow(_visit: Visit) -> Reply:
        await database_answers.wait()
        return Open({"type": "modal", "callback_id": "form"})

    door = Door(patience=0.01)
    await door.attend(visit(slack), slow, surface(slack))
    database_answers.set()
    await door.close()
    assert [how for how, _ in slack.told] == ["ack", "views.open", "views.update"]
    assert slack.told[1][1]["view"]["callback_id"] == "loading"
    assert slack.told[2][1] == {"view_id": "V1", "view": {"type": "modal", "callback_id": "form"}}


async def test_answer_to_a_slow_form_whose_trigger_has_expired_still_reaches_the_person(slack: Slack) -> None:
    database_answers = asyncio.Event()

    @opens_modal
    async def slow(_visit: Visit) -> Reply:
        await database_answers.wait()
        raise Refusal("That year is published already.")

    slack.opens_nothing()
    door = Door(patience=0.01)
    await door.attend(visit(slack), slow, surface(slack))
    database_answers.set()
    await door.close()
    assert slack.texts() == [("ack", ""), ("respond", "That year is published already.")]


FORM = Open({"type": "modal", "callback_id": "form"})
FILE = Upload("a.md", "Minutes", b"text", "a draft")
TOO_LATE = "That took longer than Slack waits for a form. Please ask for it once more."


@pytest.mark.parametrize("place", ["home", "modal"])
@pytest.mark.parametrize("patience", [0.01, 2.0])
@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (said("Your place is booked."), [("message to D-U1", "Your place is booked.")]),
        (FORM, [("message to D-U1", TOO_LATE)]),
        (FILE, [("file to D-U1", "")]),
        (Nothing(), []),
    ],
)
async def test_click_in_a_view_whose_trigger_has_expired_is_answered_in_a_direct_message(
    slack: Slack, place: str, patience: float, answers: Reply, told: list[tuple[str, str]]
) -> None:
    database_answers = asyncio.Event()

    async def answering(_visit: Visit) -> Reply:
        if patience < 1:
            await database_answers.wait()
        return answers

    slack.opens_nothing()
    clicked = visit(slack)
    clicked.surface = place
    door = Door(patience=patience)
    await door.attend(clicked, answering, ViewClickSurface(clicked, slack.ack))
    database_answers.set()
    await door.close()
    assert slack.texts() == [("ack", ""), *told]


async def test_form_that_was_ready_but_came_too_late_is_said_where_it_was_asked_for(slack: Slack) -> None:
    async def quick(_visit: Visit) -> Reply:
        return FORM

    slack.opens_nothing()
    door = Door()
    await door.attend(visit(slack), quick, surface(slack))
    await door.close()
    assert slack.texts() == [("ack", ""), ("respond", TOO_LATE)]


async def test_file_that_took_long_is_delivered_and_not_only_announced(slack: Slack) -> None:
    database_answers = asyncio.Event()

    async def slow(_visit: Visit) -> Reply:
        await database_answers.wait()
        return FILE

    clicked = visit(slack)
    door = Door(patience=0.01)
    await door.attend(clicked, slow, ViewClickSurface(clicked, slack.ack))
    database_answers.set()
    await door.close()
    assert [how for how, _ in slack.told] == ["ack", "views.open", "file to D-U1", "views.update"]


async def test_refusal_is_words_and_nothing_else(slack: Slack) -> None:
    async def refused(_visit: Visit) -> Reply:
        raise Refusal("Not today. Try tomorrow.")

    await Door().attend(visit(slack), refused, surface(slack))
    assert slack.texts() == [("ack", "Not today. Try tomorrow.")]


async def test_second_delivery_of_the_same_body_is_acknowledged_in_silence(slack: Slack) -> None:
    async def twin(_visit: Visit) -> Reply:
        raise AlreadyHandled("slack:1")

    door = Door()
    await door.attend(visit(slack), twin, surface(slack))
    await door.close()
    assert slack.told == [("ack", {})]


async def test_fault_of_ours_is_told_with_a_reference_and_never_raised(slack: Slack) -> None:
    async def broken(_visit: Visit) -> Reply:
        raise ZeroDivisionError

    await Door().attend(visit(slack), broken, surface(slack))
    [(how, text)] = slack.texts()
    assert how == "ack"
    assert "nothing was saved" in text
    assert "23456789" in text


async def test_every_line_in_the_log_of_a_request_carries_its_reference(slack: Slack) -> None:
    async def talks(_visit: Visit) -> Reply:
        structlog.get_logger("usecase").info("did something")
        raise ZeroDivisionError

    with capture_logs(processors=[merge_contextvars]) as lines:
        await Door().attend(visit(slack), talks, surface(slack))
        structlog.get_logger("bot").info("goes on")
    assert [line.get("request") for line in lines] == ["23456789", "23456789", None]
