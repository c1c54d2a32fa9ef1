"""More of what people do: menus, confirmations, shortcuts, threads, joining, and where they look."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import HOME as HOME_TAB
from sandbox import NotThere, Slack
from tests.sandbox.bot import Bot
from tests.sandbox.pieces import CARD, HOME, button


async def posted(slack: Slack, client: AsyncWebClient) -> str:
    general = slack.workspace.channel("general").id
    return str((await client.chat_postMessage(channel=general, text="x", blocks=CARD))["ts"])


async def test_choice_in_an_overflow_menu_is_clicked_by_its_words(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    await posted(slack, client)
    await slack.person("Sara").clicks("Bring a guest")
    assert bot.last("block_actions")["actions"][0]["selected_option"]["value"] == "bring a guest"


async def test_confirmation_is_asked_and_may_be_declined(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    await posted(slack, client)
    sara = slack.person("Sara")
    await sara.clicks("Cancel it", confirm=False)
    assert bot.heard == []
    assert sara.confirmed == ["Sure?\nIt can’t be undone."]
    await sara.clicks("Cancel it")
    assert len(bot.heard) == 1


async def test_newest_message_with_the_label_is_meant_unless_told_otherwise(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    first, second = await posted(slack, client), await posted(slack, client)
    sara = slack.person("Sara")
    await sara.clicks("Attend")
    assert bot.last("block_actions")["container"]["message_ts"] == second > first
    blocks = [{"type": "actions", "elements": [button("Attend")]}]
    await client.chat_postMessage(channel=sara.id, text="In private", blocks=blocks)
    await sara.clicks("Attend", in_="#general")
    assert bot.last("block_actions")["container"]["message_ts"] == second
    await sara.clicks("Attend", in_="@app")
    assert bot.last("block_actions")["channel"]["name"] == "directmessage"


async def test_home_is_where_one_looks_after_opening_it(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    sara = slack.person("Sara")
    await client.views_publish(user_id=sara.id, view=HOME)
    await sara.opens_home()
    await sara.clicks("Review")
    assert bot.last("block_actions")["view"]["type"] == "home"
    await sara.chooses("Your profession", "Police", in_=HOME_TAB)
    assert bot.last("block_actions")["actions"][0]["selected_option"]["value"] == "police"


async def test_shortcuts_are_used_by_name_alone_or_on_a_message(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    sara, ts = slack.person("Sara"), await posted(slack, client)
    await sara.uses("Answer")
    assert bot.last("shortcut")["callback_id"] == "answer"
    await sara.uses("Keep this", on=sara.messages()[-1])
    assert bot.last("message_action")["message"]["ts"] == ts
    with pytest.raises(NotThere, match="Answer, Keep this"):
        await sara.uses("Nothing")


async def test_commands_do_not_work_in_threads(slack: Slack, bot: Bot, client: AsyncWebClient) -> None:
    await posted(slack, client)
    sara = slack.person("Sara")
    await sara.types("/sig help", in_="#general", thread=sara.messages()[-1])
    assert bot.heard == []
    assert sara.messages()[-1].text == "/sig help"


async def test_unknown_command_is_refused_by_slack(slack: Slack, bot: Bot) -> None:
    sara = slack.person("Sara")
    await sara.types("/sgi help", in_="#general")
    assert sara.sees_privately("/sgi is not a valid command.")
    assert bot.heard == []


async def test_nobody_writes_or_reads_where_they_are_not(slack: Slack) -> None:
    sara = slack.person("Sara")
    with pytest.raises(NotThere, match="not in #closed-room"):
        await sara.types("hello", in_="#closed-room")
    slack.workspace.say(
        slack.workspace.channel("closed-room").id, slack.workspace.user("Ana").id, "between us"
    )
    assert not sara.sees("between us", in_="#closed-room")


async def test_app_is_invited_into_a_private_channel_and_taken_out(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    ana, closed = slack.person("Ana"), slack.workspace.channel("closed-room")
    await ana.invites("@app", to="#closed-room")
    assert bot.last("member_joined_channel")["event"]["inviter"] == ana.id
    await client.chat_postMessage(channel=closed.id, text="Thank you")
    assert ana.sees("Thank you")
    slack.desk.acts.leaves(slack.workspace.bot, closed)
    await slack.settled()
    assert slack.workspace.bot.id not in closed.members


async def test_click_that_fails_is_told_to_the_person(slack: Slack, bot: Bot, client: AsyncWebClient) -> None:
    await posted(slack, client)
    bot.statuses = [404]
    sara = slack.person("Sara")
    await sara.clicks("Attend")
    assert sara.sees("This app did not respond (dispatch_failed).")


async def test_what_is_about_to_come_is_waited_for(slack: Slack, client: AsyncWebClient) -> None:
    import asyncio

    sara = slack.person("Sara")
    later = asyncio.create_task(posted(slack, client))
    assert "Spring meeting" in await sara.awaits("Spring meeting")
    await later
