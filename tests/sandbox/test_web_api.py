"""The Web API, asked with Slack's own client."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack
from sandbox.delivery.payloads import new_trigger
from tests.sandbox.conftest import Clock

HOME = {"type": "home", "blocks": [{"type": "divider"}]}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [{"type": "divider"}]}


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as error:
        await call
    answer: dict[str, Any] = error.value.response.data  # type: ignore[assignment]  # JSON answers are dicts
    return answer


def general(slack: Slack) -> str:
    return slack.workspace.channel("general").id


async def test_auth_test_says_who_and_with_which_scopes(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert answer["user_id"] == slack.workspace.bot.id
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_wrong_missing_and_revoked_tokens_have_their_own_codes(
    slack: Slack, client: AsyncWebClient
) -> None:
    for token, code in (
        ("xoxb-wrong", "invalid_auth"),
        ("", "not_authed"),
        (slack.workspace.app.app_token, "not_allowed_token_type"),
    ):
        other = AsyncWebClient(token=token, base_url=slack.api_url)
        assert (await refused(other.auth_test()))["error"] == code
    await client.auth_revoke()
    assert (await refused(client.auth_test()))["error"] == "token_revoked"


async def test_missing_scope_names_what_is_needed_and_what_there_is(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.workspace.tokens[slack.workspace.bot_token].scopes = ("users:read",)
    answer = await refused(client.chat_postMessage(channel=general(slack), text="x"))
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "users:read",
    )


async def test_unknown_method_is_refused(client: AsyncWebClient) -> None:
    assert (await refused(client.api_call("chat.shout")))["error"] == "unknown_method"


async def test_ts_are_unique_and_rise_while_the_clock_stands_still(
    slack: Slack, client: AsyncWebClient
) -> None:
    posted = [await client.chat_postMessage(channel=general(slack), text=str(n)) for n in range(3)]
    stamps = [p["ts"] for p in posted]
    assert stamps == sorted(set(stamps))
    assert stamps[0].startswith(str(slack.workspace.now_epoch()))


async def test_history_gives_metadata_only_when_asked(slack: Slack, client: AsyncWebClient) -> None:
    tag = {"event_type": "card", "event_payload": {"key": "k1"}}
    await client.chat_postMessage(channel=general(slack), text="x", metadata=tag)
    without = await client.conversations_history(channel=general(slack))
    with_ = await client.conversations_history(channel=general(slack), include_all_metadata=True)
    assert "metadata" not in without["messages"][0]
    assert with_["messages"][0]["metadata"] == tag


async def test_history_is_newest_first_in_pages_and_within_bounds(
    slack: Slack, client: AsyncWebClient
) -> None:
    posted = [(await client.chat_postMessage(channel=general(slack), text=str(n)))["ts"] for n in range(5)]
    first = await client.conversations_history(channel=general(slack), limit=2)
    assert [m["text"] for m in first["messages"]] == ["4", "3"]
    second = await client.conversations_history(
        channel=general(slack), limit=2, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [m["text"] for m in second["messages"]] == ["2", "1"]
    after = await client.conversations_history(channel=general(slack), oldest=posted[3])
    assert [m["text"] for m in after["messages"]] == ["4"]
    including = await client.conversations_history(channel=general(slack), oldest=posted[3], inclusive=True)
    assert [m["text"] for m in including["messages"]] == ["4", "3"]


async def test_history_hides_ephemeral_messages_and_keeps_replies_in_their_thread(
    slack: Slack, client: AsyncWebClient
) -> None:
    sara = slack.workspace.user("Sara").id
    top = await client.chat_postMessage(channel=general(slack), text="top")
    await client.chat_postEphemeral(channel=general(slack), user=sara, text="psst")
    await client.chat_postMessage(channel=general(slack), text="reply", thread_ts=top["ts"])
    history = await client.conversations_history(channel=general(slack))
    assert [m["text"] for m in history["messages"]] == ["top"]
    assert history["messages"][0]["reply_count"] == 1
    thread = await client.conversations_replies(channel=general(slack), ts=top["ts"])
    assert [m["text"] for m in thread["messages"]] == ["top", "reply"]


async def test_update_with_text_alone_takes_the_blocks_away(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=general(slack), text="x", blocks=[{"type": "divider"}])
    await client.chat_update(channel=general(slack), ts=posted["ts"], text="y")
    message = slack.workspace.channel("general").messages[posted["ts"]]
    assert (message.text, message.blocks, bool(message.edited)) == ("y", [], True)


async def test_other_peoples_and_absent_messages_can_not_be_changed(
    slack: Slack, client: AsyncWebClient
) -> None:
    workspace = slack.workspace
    saras = workspace.say(general(slack), workspace.user("Sara").id, "mine")
    where = {"channel": general(slack)}
    assert (await refused(client.chat_update(**where, ts=saras.ts, text="y")))[
        "error"
    ] == "cant_update_message"
    assert (await refused(client.chat_delete(**where, ts=saras.ts)))["error"] == "cant_delete_message"
    assert (await refused(client.chat_update(**where, ts="1.000001", text="y")))[
        "error"
    ] == "message_not_found"
    whisper = await client.chat_postEphemeral(**where, user=workspace.user("Sara").id, text="psst")
    answer = await refused(client.chat_update(**where, ts=whisper["message_ts"], text="y"))
    assert answer["error"] == "message_not_found"


async def test_archived_channel_takes_no_messages(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.channel("general").is_archived = True
    answer = await refused(client.chat_postMessage(channel=general(slack), text="x"))
    assert answer["error"] == "is_archived"


async def test_ephemeral_reaches_members_only(slack: Slack, client: AsyncWebClient) -> None:
    ana = slack.workspace.user("Ana").id
    call = client.chat_postEphemeral(channel=general(slack), user=ana, text="psst")
    assert (await refused(call))["error"] == "user_not_in_channel"


async def test_public_channel_is_joined_and_a_private_one_is_not_even_known(
    slack: Slack, client: AsyncWebClient
) -> None:
    elsewhere, closed = (slack.workspace.channel(name).id for name in ("elsewhere", "closed-room"))
    await client.conversations_join(channel=elsewhere)
    await client.chat_postMessage(channel=elsewhere, text="x")
    assert (await refused(client.conversations_join(channel=closed)))["error"] == "channel_not_found"
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert "closed-room" not in [c["name"] for c in listed["channels"]]
    mine = await client.users_conversations()
    assert {c["name"] for c in mine["channels"]} == {"general", "elsewhere"}


async def test_direct_message_by_user_id_and_by_opening_is_the_same_conversation(
    slack: Slack, client: AsyncWebClient
) -> None:
    tom = slack.workspace.user("Tom").id
    opened = await client.conversations_open(users=tom)
    posted = await client.chat_postMessage(channel=tom, text="x")
    assert posted["channel"] == opened["channel"]["id"]
    slack.workspace.user("Tom").deleted = True
    assert (await refused(client.conversations_open(users=tom)))["error"] == "user_disabled"


async def test_people_are_looked_up_with_and_without_the_scope_for_addresses(
    slack: Slack, client: AsyncWebClient
) -> None:
    found = await client.users_lookupByEmail(email="SARA.lloyd@example.org")
    assert found["user"]["profile"]["email"] == "sara.lloyd@example.org"
    assert (await refused(client.users_lookupByEmail(email="x@example.org")))["error"] == "users_not_found"
    assert (await refused(client.users_info(user="U0NOBODY")))["error"] == "user_not_found"
    slack.workspace.tokens[slack.workspace.bot_token].scopes = ("users:read",)
    plain = await client.users_info(user=found["user"]["id"])
    assert "email" not in plain["user"]["profile"]


async def test_users_are_listed_in_pages(client: AsyncWebClient) -> None:
    seen: list[str] = []
    async for page in await client.users_list(limit=2):
        seen += [user["real_name"] for user in page["members"]]
    assert len(seen) == len(set(seen)) == 6


async def test_trigger_opens_one_modal_and_only_while_it_is_fresh(
    slack: Slack, client: AsyncWebClient
) -> None:
    workspace, sara = slack.workspace, slack.workspace.user("Sara")
    first = new_trigger(workspace, sara)
    await client.views_open(trigger_id=first, view=MODAL)
    assert (await refused(client.views_open(trigger_id=first, view=MODAL)))["error"] == "exchanged_trigger_id"
    late = new_trigger(workspace, sara)
    workspace.triggers[late].made -= workspace.trigger_seconds + 1
    assert (await refused(client.views_open(trigger_id=late, view=MODAL)))["error"] == "expired_trigger_id"
    assert (await refused(client.views_open(trigger_id="x", view=MODAL)))["error"] == "invalid_trigger_id"


async def test_stack_of_modals_is_three_deep(slack: Slack, client: AsyncWebClient) -> None:
    workspace, sara = slack.workspace, slack.workspace.user("Sara")
    assert (await refused(client.views_push(trigger_id=new_trigger(workspace, sara), view=MODAL)))[
        "error"
    ] == "not_found"
    await client.views_open(trigger_id=new_trigger(workspace, sara), view=MODAL)
    for _ in range(2):
        await client.views_push(trigger_id=new_trigger(workspace, sara), view=MODAL)
    fourth = client.views_push(trigger_id=new_trigger(workspace, sara), view=MODAL)
    assert (await refused(fourth))["error"] == "push_limit_reached"


async def test_view_is_updated_by_id_or_name_but_not_over_a_newer_one(
    slack: Slack, client: AsyncWebClient
) -> None:
    workspace, sara = slack.workspace, slack.workspace.user("Sara")
    opened = await client.views_open(
        trigger_id=new_trigger(workspace, sara), view={**MODAL, "external_id": "one"}
    )
    view = opened["view"]
    updated = await client.views_update(
        external_id="one", hash=view["hash"], view={**MODAL, "external_id": "one"}
    )
    assert updated["view"]["id"] == view["id"]
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    assert (await refused(stale))["error"] == "hash_conflict"
    assert (await refused(client.views_update(view_id="V0", view=MODAL)))["error"] == "not_found"


async def test_home_is_published_under_its_hash(slack: Slack, client: AsyncWebClient) -> None:
    sara = slack.workspace.user("Sara").id
    first = await client.views_publish(user_id=sara, view=HOME)
    await client.views_publish(user_id=sara, view=HOME, hash=first["view"]["hash"])
    stale = client.views_publish(user_id=sara, view=HOME, hash=first["view"]["hash"])
    assert (await refused(stale))["error"] == "hash_conflict"
    assert (await refused(client.views_publish(user_id="U0", view=HOME)))["error"] == "invalid_arguments"


async def test_file_is_uploaded_shared_and_read_back_with_a_token_only(
    slack: Slack, client: AsyncWebClient
) -> None:
    await client.files_upload_v2(
        channel=general(slack), filename="year.ics", content="BEGIN", title="The year"
    )
    file = next(iter(slack.workspace.files.values()))
    shown = (await client.files_info(file=file.id))["file"]
    assert (shown["title"], shown["size"], shown["channels"]) == ("The year", 5, [general(slack)])
    assert slack.person("Sara").sees("[file: year.ics]")
    import aiohttp

    async with aiohttp.ClientSession() as session:
        auth = {"authorization": f"Bearer {slack.workspace.bot_token}"}
        async with session.get(shown["url_private"], headers=auth) as answer:
            assert await answer.read() == b"BEGIN"
        async with session.get(shown["url_private"]) as answer:
            assert "Sign in" in await answer.text()


async def test_unfinished_file_can_not_be_completed(slack: Slack, client: AsyncWebClient) -> None:
    asked = await client.files_getUploadURLExternal(filename="a.csv", length=3)
    call = client.files_completeUploadExternal(files=[{"id": asked["file_id"], "title": "a"}])
    assert (await refused(call))["error"] == "file_not_found"
    assert (await refused(client.files_info(file="F0")))["error"] == "file_not_found"


async def test_permalink_leads_to_the_message(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=general(slack), text="x")
    link = await client.chat_getPermalink(channel=general(slack), message_ts=posted["ts"])
    assert link["permalink"].endswith(f"/archives/{general(slack)}/p{posted['ts'].replace('.', '')}")
    gone = client.chat_getPermalink(channel=general(slack), message_ts="1.000001")
    assert (await refused(gone))["error"] == "message_not_found"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # what Slack's own client uses
async def test_code_of_an_installation_is_good_once(slack: Slack) -> None:
    app = slack.workspace.app
    slack.workspace.oauth_codes["c1"] = slack.workspace.user("Owen").id
    anonymous = AsyncWebClient(base_url=slack.api_url)
    secrets = {"client_id": app.client_id, "client_secret": app.client_secret}
    granted = await anonymous.oauth_v2_access(**secrets, code="c1")
    assert granted["team"]["id"] == slack.workspace.team_id
    assert (await AsyncWebClient(token=granted["access_token"], base_url=slack.api_url).auth_test())["ok"]
    assert (await refused(anonymous.oauth_v2_access(**secrets, code="c1")))["error"] == "invalid_code"
    wrong = {**secrets, "client_secret": "no"}
    assert (await refused(anonymous.oauth_v2_access(**wrong, code="c1")))["error"] == "bad_client_secret"


async def test_everything_asked_is_kept_for_the_inspector(
    slack: Slack, client: AsyncWebClient, clock: Clock
) -> None:
    await client.chat_postMessage(channel=general(slack), text="kept")
    record = slack.inspector.calls("chat.postMessage")[-1]
    assert record.request["text"] == "kept"
    assert record.answer["ok"] is True
    assert (record.status, record.at) == (200, clock.now.isoformat())


async def test_block_that_says_the_same_keeps_its_id_when_the_place_is_drawn_again(
    slack: Slack, client: AsyncWebClient
) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    row = {"type": "actions", "elements": [button]}
    sara = slack.workspace.user("Sara").id
    first = await client.views_publish(user_id=sara, view={"type": "home", "blocks": [row]})
    note = {"type": "section", "text": {"type": "mrkdwn", "text": "News"}}
    again = await client.views_publish(user_id=sara, view={"type": "home", "blocks": [note, row, row]})
    ids = [block["block_id"] for block in again["view"]["blocks"]]
    assert ids[1] == first["view"]["blocks"][0]["block_id"]
    assert len(set(ids)) == 3
