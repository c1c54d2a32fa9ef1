"""People and the small app, as a story: commands, buttons, modals, the Home tab."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import CannotAnswer, NotThere, Slack
from tests.sandbox.bot import Bot, forever

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Attend"}, "action_id": "go", "value": "7"}
CARD = [
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Spring meeting* <!date^1799928000^{date_short} {time}|x>"},
    },
    {"type": "actions", "block_id": "answers", "elements": [BUTTON]},
]
MODAL = {
    "type": "modal",
    "callback_id": "place",
    "title": {"type": "plain_text", "text": "Where"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "venue",
            "label": {"type": "plain_text", "text": "Venue"},
            "element": {"type": "plain_text_input", "action_id": "venue", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "nation",
            "label": {"type": "plain_text", "text": "Nation"},
            "element": {
                "type": "static_select",
                "action_id": "nation",
                "options": [
                    {"text": {"type": "plain_text", "text": name}, "value": name.lower()}
                    for name in ("England", "Wales")
                ],
            },
        },
    ],
}


async def test_command_answered_in_words_is_seen_by_the_asker_only(slack: Slack, bot: Bot) -> None:
    async def help_(payload: dict[str, Any]) -> str:
        return f"You said {payload['text']}"

    bot.on["/sig"] = help_
    sara, tom = slack.person("Sara"), slack.person("Tom")
    await sara.types("/sig help me", in_="#general")
    assert sara.sees_privately("You said help me")
    assert not tom.sees("You said")


async def test_click_on_a_card_reaches_the_app_with_message_and_value(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    sara = slack.person("Sara")
    channel = slack.workspace.channel("general").id
    posted = await client.chat_postMessage(channel=channel, text="Spring meeting", blocks=CARD)
    await sara.clicks("Attend", on="Spring meeting")
    payload = bot.last("block_actions")
    assert payload["actions"][0]["value"] == "7"
    assert payload["actions"][0]["block_id"] == "answers"
    assert payload["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": channel,
        "is_ephemeral": False,
    }
    assert payload["user"]["id"] == sara.id


async def test_dates_are_read_in_the_readers_zone(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=slack.workspace.channel("general").id, text="x", blocks=CARD)
    assert slack.person("Sara").sees("Spring meeting 14 Jan 2027 12:00")
    assert slack.person("Owen").sees("Spring meeting 14 Jan 2027 07:00")


async def test_missing_button_says_what_is_there_instead(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=slack.workspace.channel("general").id, text="x", blocks=CARD)
    sara = slack.person("Sara")
    sara.patience = 0.05
    with pytest.raises(NotThere, match=r"(?s)a button 'Leave'.*Spring meeting.*\[Attend\]"):
        await sara.clicks("Leave")


async def test_modal_is_filled_by_label_and_submitted(slack: Slack, bot: Bot, client: AsyncWebClient) -> None:
    async def open_modal(payload: dict[str, Any]) -> None:
        await client.views_open(trigger_id=payload["trigger_id"], view=MODAL)

    bot.on["/sig"] = open_modal
    sara = slack.person("Sara")
    await sara.types("/sig place", in_="#general")
    await sara.fills("Venue", "City Hall")
    with pytest.raises(CannotAnswer, match="England, Wales"):
        await sara.chooses("Nation", "France")
    await sara.chooses("Nation", "Wales")
    await sara.submits()
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert values["venue"]["venue"]["value"] == "City Hall"
    assert values["nation"]["nation"]["selected_option"]["value"] == "wales"
    assert sara.modal is None


async def test_modal_with_nothing_filled_in_is_not_sent(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    async def open_modal(payload: dict[str, Any]) -> None:
        await client.views_open(trigger_id=payload["trigger_id"], view=MODAL)

    bot.on["/sig"] = open_modal
    sara = slack.person("Sara")
    await sara.types("/sig place", in_="#general")
    await sara.submits()
    assert sara.sees("Please complete this required field.")
    assert "view_submission" not in [kind for kind, _ in bot.heard]


async def test_errors_of_the_app_stand_under_their_inputs(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    async def open_modal(payload: dict[str, Any]) -> None:
        await client.views_open(trigger_id=payload["trigger_id"], view=MODAL)

    async def refuse(_payload: dict[str, Any]) -> dict[str, Any]:
        return {"response_action": "errors", "errors": {"venue": "Not in that town"}}

    bot.on |= {"/sig": open_modal, "view_submission": refuse}
    sara = slack.person("Sara")
    await sara.types("/sig place", in_="#general")
    await sara.fills("Venue", "City Hall")
    await sara.chooses("Nation", "Wales")
    await sara.submits()
    assert sara.sees("! Not in that town")
    await sara.closes()
    assert bot.last("view_closed")["is_cleared"] is False


async def test_home_is_published_when_it_is_opened(slack: Slack, bot: Bot, client: AsyncWebClient) -> None:
    async def publish(payload: dict[str, Any]) -> None:
        blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Your next meeting"}}]
        await client.views_publish(user_id=payload["event"]["user"], view={"type": "home", "blocks": blocks})

    bot.on["app_home_opened"] = publish
    assert "Your next meeting" in await slack.person("Sara").opens_home()
    assert slack.person("Tom").home == ""


async def test_direct_message_reaches_the_app_as_an_event(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    async def reply(payload: dict[str, Any]) -> None:
        await client.chat_postMessage(channel=payload["event"]["channel"], text="Hello there")

    bot.on["message"] = reply
    tom = slack.person("Tom")
    await tom.says_to_app("hello")
    assert tom.sees_privately("Hello there")
    assert bot.last("message")["event"]["channel_type"] == "im"


async def test_app_that_does_not_answer_in_time_shows_operation_timeout(workspace: Any, bot: Bot) -> None:
    from sandbox import running, serve

    bot.on["/sig"] = forever
    async with (
        running(bot.app()) as url,
        serve(workspace, bot_url=f"{url}/slack/events", ack_seconds=0.05) as slack,
    ):
        sara = slack.person("Sara")
        await sara.types("/sig help", in_="#general")
        assert sara.sees_privately("operation_timeout")
        assert not slack.inspector.deliveries("/sig")[-1].in_time
