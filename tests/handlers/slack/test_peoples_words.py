"""What people have typed never becomes mrkdwn: nobody is mentioned by a name, and no link is made of one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from handlers.slack.blocks import common, joining, kit, setup
from handlers.slack.blocks.kit import Message
from rules.refusals import Refusal
from usecases.joining import Belonging, JoinShown

HOSTILE = "<!channel> & <https://example.org|friends>"


def _join(state: Belonging) -> JoinShown:
    return JoinShown(
        group_id="group",
        group_name=HOSTILE,
        person_id="person",
        name=HOSTILE,
        slack_id=None,
        role=None,
        organisation=HOSTILE,
        state=state,
        asked_at=datetime(2027, 4, 1, 9, tzinfo=UTC),
        decided_by=HOSTILE,
    )


@pytest.mark.parametrize("state", list(Belonging))
@pytest.mark.parametrize(
    "builder", [joining.receipt, joining.asked, joining.decided, joining.answered, joining.left]
)
def test_names_in_messages_about_joining_are_only_text(
    builder: Callable[[JoinShown], Message], state: Belonging
) -> None:
    shown = builder(_join(state))
    spoken = [shown.text, *(b["text"]["text"] for b in shown.blocks if b["type"] == "section")]
    assert not any("<" in text for text in spoken)


@pytest.mark.parametrize("builder", [setup.undone, setup.taken_over, common.file_sent])
def test_names_of_groups_and_files_are_only_text(builder: Callable[[str], Message]) -> None:
    assert "&lt;!channel&gt; &amp;" in builder(HOSTILE).text


def test_names_in_a_refusal_are_only_text_also_beside_an_input_where_slack_reads_no_mrkdwn() -> None:
    for refusal in (Refusal(HOSTILE), Refusal(HOSTILE, field="name")):
        told = common.refusal(refusal).text
        assert "&lt;!channel&gt;" in told
        assert kit.unmarked(told) == HOSTILE
