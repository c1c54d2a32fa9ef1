"""Every limit from both sides: the wrong payload gets Slack's own code, its neighbour is accepted."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack
from sandbox.delivery.payloads import new_trigger
from tests.sandbox.wrong_payloads import CASES, Case


async def send(slack: Slack, client: AsyncWebClient, case: Case, payload: Any) -> None:
    workspace = slack.workspace
    general = workspace.channel("general").id
    match case.method:
        case "blocks":
            await client.chat_postMessage(channel=general, text="words", blocks=payload)
        case "view":
            trigger = new_trigger(workspace, workspace.user("Sara"))
            await client.views_open(trigger_id=trigger, view=payload)
        case method:
            await client.api_call(method, json={"channel": general, **payload})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_wrong_payload_is_refused_with_slacks_code_and_its_neighbour_is_not(
    slack: Slack, client: AsyncWebClient, case: Case
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await send(slack, client, case, case.wrong)
    assert refused.value.response["error"] == case.code
    told = refused.value.response.get("response_metadata", {}).get("messages", [])
    assert case.says in " ".join(told)
    await send(slack, client, case, case.right)


def test_at_least_forty_distinct_limits_or_codes_are_tried() -> None:
    assert len({(case.code, case.says) for case in CASES}) >= 40
