"""What stands beside an input is plain text: no backticks, no asterisks, no escaped signs."""

from typing import Any

import pytest

from handlers.slack.blocks import common, kit
from handlers.slack.replies import Say
from handlers.slack.surfaces import SubmissionSurface
from handlers.slack.visit import Visit
from rules.refusals import Refusal
from usecases.callers import Caller

NOTHING: Any = None


async def shown(refusal: Refusal, *, inputs: frozenset[str]) -> dict[str, Any]:
    """What Slack is told when a submitted form is refused."""
    told: dict[str, Any] = {}

    async def ack(**answer: Any) -> None:
        told.update(answer)

    visit = Visit(Caller("T1", "U1"), NOTHING, store=NOTHING, key="slack:0123456789")
    await SubmissionSurface(visit, ack, inputs=inputs).at_once(Say(common.refusal(refusal)))
    return told


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        (
            "This is your own address: `/sig attend` books you.",
            "This is your own address: “/sig attend” books you.",
        ),
        ("Choose a later one, or press *Send now*.", "Choose a later one, or press “Send now”."),
        ("“Health & <Care>” is taken.", "“Health & <Care>” is taken."),
        ("At most 5 * 2 * 3 characters.", "At most 5 * 2 * 3 characters."),
    ],
)
async def test_marks_of_mrkdwn_are_not_shown_beside_an_input(sentence: str, plain: str) -> None:
    told = await shown(Refusal(sentence, field="day"), inputs=frozenset({"day"}))
    assert told == {"response_action": "errors", "errors": {"day": plain}}


async def test_a_refusal_about_an_input_that_is_not_there_is_laid_on_top_and_escaped() -> None:
    told = await shown(Refusal("“<!channel>” is taken: `/sig help`.", field="name"), inputs=frozenset())
    [block] = told["view"]["blocks"]
    assert block["text"]["text"] == "“&lt;!channel&gt;” is taken: `/sig help`."


@pytest.mark.parametrize("length", [10, 1_975, 1_976, 3_000])
def test_the_choice_of_a_group_keeps_what_was_typed_or_says_where_to_type_it(length: int) -> None:
    message = common.which_group([("a" * 24, "One"), ("b" * 24, "Two")], "x" * length)
    values = [element["value"] for block in message.blocks for element in block.get("elements", [])]
    if length <= kit.VALUE - 25:
        assert [value.partition(" ")[2] for value in values] == ["x" * length] * 2
    else:
        assert message.blocks == ()
        assert "too long to be kept" in message.text
