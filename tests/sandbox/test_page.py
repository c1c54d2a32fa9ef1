"""The page without a browser: what it shows to whom, and what its forms do."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage
from html import unescape
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack, Workspace, running, serve
from sandbox.pages import Extras, Jump, Role, Step, page_routes
from tests.sandbox.bot import Bot
from tests.sandbox.conftest import PATIENT
from tests.sandbox.pieces import CARD, EVERY_KIND, FORM, HOME

INVITATION = b"""BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:a@b\r
DTSTAMP:20270301T090000Z\r\nDTSTART:20270512T090000Z\r\nDTEND:20270512T150000Z\r\nSUMMARY:Spring meeting\r
END:VEVENT\r\nEND:VCALENDAR\r\n"""


def letter() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "group@example.org", "sara@example.org", "Spring <meeting>"
    mail["Date"] = "Mon, 01 Mar 2027 09:00:00 +0000"
    mail.set_content("You are invited.")
    mail.add_alternative("<p style='color: teal'>You are <b>invited</b>.</p>", subtype="html")
    mail.add_attachment(INVITATION, maintype="text", subtype="calendar", filename="invite.ics")
    return mail.as_bytes()


class Visitor:
    """Someone without JavaScript."""

    def __init__(self, slack: Slack, session: aiohttp.ClientSession, user_id: str) -> None:
        self._url, self._session, self._as = slack.url, session, user_id

    async def sees(self, **query: str) -> str:
        async with self._session.get(self._url, params={"as": self._as, **query}) as answer:
            assert answer.status == 200
            return unescape(await answer.text())

    async def posts(self, path: str, fields: dict[str, str], **query: str) -> int:
        url, where = f"{self._url}{path}", {"as": self._as, **query}
        async with self._session.post(url, params=where, data=fields, allow_redirects=False) as answer:
            return answer.status


@pytest.fixture
def jumps() -> list[Any]:
    return []


@pytest.fixture
def extras(workspace: Workspace, jumps: list[Any]) -> Extras:
    async def jump(key: str) -> None:
        jumps.append(key)

    async def jump_to(moment: datetime) -> None:
        jumps.append(moment)

    sara = workspace.user("Sara").id
    return Extras(
        title="Try it",
        cast=[Role(sara, "Secretary"), Role(workspace.user("Tom").id, "Chair")],
        jumps=lambda: [Jump("day", "A day", "Tuesday")],
        jump=jump,
        jump_to=jump_to,
        story=lambda: [Step("Answer", "Attend the meeting", sara, workspace.channel("general").id)],
        letters=lambda: [letter()],
    )


@pytest.fixture
async def slack(workspace: Workspace, bot: Bot, extras: Extras) -> AsyncIterator[Slack]:
    async with (
        running(bot.app()) as url,
        serve(
            workspace, bot_url=f"{url}/slack/events", ack_seconds=PATIENT, pages=page_routes(extras)
        ) as slack,
    ):
        yield slack


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def sara(slack: Slack, session: aiohttp.ClientSession) -> Visitor:
    return Visitor(slack, session, slack.workspace.user("Sara").id)


def general(slack: Slack) -> str:
    return slack.workspace.channel("general").id


async def test_messages_are_shown_and_private_ones_only_to_their_reader(
    slack: Slack, session: aiohttp.ClientSession, sara: Visitor, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=general(slack), text="x", blocks=CARD)
    await client.chat_postEphemeral(
        channel=general(slack), user=slack.workspace.user("Sara").id, text="Just for you"
    )
    page = await sara.sees(at=general(slack))
    assert '<strong>Cardiff</strong> on <span class="when">Wednesday 12 May 2027 at 09:00</span>' in page
    assert "Only visible to you" in page
    tom = Visitor(slack, session, slack.workspace.user("Tom").id)
    assert "Just for you" not in await tom.sees(at=general(slack))


async def test_what_people_write_can_not_become_markup(slack: Slack, sara: Visitor) -> None:
    tom = slack.workspace.user("Tom").id
    slack.workspace.say(general(slack), tom, "<script>alert(1)</script> &lt;b&gt; <javascript:alert(1)|here>")
    async with (
        aiohttp.ClientSession() as session,
        session.get(slack.url, params={"at": general(slack)}) as answer,
    ):
        page = await answer.text()
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page
    assert "javascript:" not in page


async def test_channel_that_one_is_not_in_is_not_shown(slack: Slack, sara: Visitor) -> None:
    closed = slack.workspace.channel("closed-room")
    slack.workspace.say(closed.id, slack.workspace.user("Ana").id, "between us")
    page = await sara.sees(at=closed.id)
    assert "between us" not in page
    assert "closed-room" not in page


async def test_unread_messages_are_counted_until_they_are_seen(slack: Slack, sara: Visitor) -> None:
    team = slack.workspace.add_channel("team", members=["Sara", "Tom"])
    slack.workspace.say(team.id, slack.workspace.user("Tom").id, "one")
    slack.workspace.say(team.id, slack.workspace.user("Tom").id, "two")
    assert '<span class="count">2' in await sara.sees(at=general(slack))
    await sara.sees(at=team.id)
    assert '<span class="count">' not in await sara.sees(at=general(slack))


async def test_button_works_as_a_plain_form(
    slack: Slack, sara: Visitor, bot: Bot, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=general(slack), text="x", blocks=CARD)
    place = f"message:{general(slack)}:{posted['ts']}"
    status = await sara.posts("/act", {"do": "press:answers/attend"}, at=general(slack), place=place)
    assert status == 303
    assert bot.last("block_actions")["actions"][0]["value"] == "7"
    await sara.posts("/act", {"do": "pick:answers/more#0"}, at=general(slack), place=place)
    assert bot.last("block_actions")["actions"][0]["selected_option"]["value"] == "bring a guest"


async def test_button_of_a_message_that_has_gone_says_so(slack: Slack, sara: Visitor) -> None:
    gone = f"message:{general(slack)}:1.000001"
    assert await sara.posts("/act", {"do": "press:a/b"}, place=gone) == 410


async def test_command_is_sent_from_the_message_box(slack: Slack, sara: Visitor, bot: Bot) -> None:
    await sara.posts("/say", {"text": "/sig help"}, at=general(slack))
    assert bot.last("/sig")["text"] == "help"
    await sara.posts("/say", {"text": "Good *morning*"}, at=general(slack))
    assert "Good <strong>morning</strong>" in await sara.sees(at=general(slack))


async def test_home_is_asked_for_and_shown(
    slack: Slack, sara: Visitor, bot: Bot, client: AsyncWebClient
) -> None:
    async def publish(payload: dict[str, Any]) -> None:
        await client.views_publish(user_id=payload["event"]["user"], view=HOME)

    bot.on["app_home_opened"] = publish
    assert "has not set up its Home tab" in await sara.sees(at="home")
    await slack.settled()
    page = await sara.sees(at="home")
    assert "Three people ask to join." in page
    assert "🔒" in page


async def test_modal_is_shown_filled_and_submitted_as_a_plain_form(
    slack: Slack, sara: Visitor, bot: Bot, client: AsyncWebClient
) -> None:
    async def edit(payload: dict[str, Any]) -> None:
        await client.views_open(trigger_id=payload["trigger_id"], view=FORM)

    bot.on["/sig"] = edit
    await sara.posts("/say", {"text": "/sig edit"}, at=general(slack))
    view = slack.workspace.modals[slack.workspace.user("Sara").id][0]
    assert "Edit the meeting" in await sara.sees(at=general(slack))
    entered = {
        "theme/theme": "Neglect",
        "nation/nation": "wales",
        "mode/mode": "virtual",
        "start/start": "2027-05-12T10:00",
    }
    fields = {**entered, **{f"has:{name}": "1" for name in entered}, "do": "submit:"}
    await sara.posts("/act", fields, place=f"view:{view.id}")
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert values["theme"]["theme"]["value"] == "Neglect"
    assert values["nation"]["nation"]["selected_option"]["value"] == "wales"
    assert values["mode"]["mode"]["selected_option"]["value"] == "virtual"
    assert values["date"]["date"]["selected_date"] == "2027-05-12"
    assert values["start"]["start"]["selected_date_time"] == 1810112400
    assert "Edit the meeting" not in await sara.sees(at=general(slack))


async def test_nobody_can_act_in_someone_elses_modal(
    slack: Slack, session: aiohttp.ClientSession, sara: Visitor, bot: Bot, client: AsyncWebClient
) -> None:
    async def edit(payload: dict[str, Any]) -> None:
        await client.views_open(trigger_id=payload["trigger_id"], view=FORM)

    bot.on["/sig"] = edit
    await sara.posts("/say", {"text": "/sig edit"}, at=general(slack))
    view = slack.workspace.modals[slack.workspace.user("Sara").id][0]
    tom = Visitor(slack, session, slack.workspace.user("Tom").id)
    assert await tom.posts("/act", {"do": "close:"}, place=f"view:{view.id}") == 410


async def test_letters_are_shown_with_their_calendar_entry(sara: Visitor) -> None:
    page = await sara.sees(side="letters")
    assert "Spring <meeting>" in page
    assert "Invitation" in page
    assert "Wednesday 12 May 2027, 10:00 (Europe/London)" in page


async def test_html_of_a_letter_is_shut_off(slack: Slack, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{slack.url}/letter/1") as answer:
        assert "You are <b>invited</b>" in await answer.text()
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    async with session.get(f"{slack.url}/letter/2") as answer:
        assert answer.status == 404


async def test_thread_stands_at_the_side_and_takes_replies(
    slack: Slack, sara: Visitor, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=general(slack), text="Lunch?")
    where = {"at": general(slack), "thread": posted["ts"]}
    await sara.posts("/say", {"text": "Yes please"}, **where)
    assert "Yes please" in await sara.sees(**where)
    alone = await sara.sees(at=general(slack))
    assert "1 reply" in alone
    assert "Yes please" not in alone


async def test_clock_story_and_inspector_are_shown(slack: Slack, sara: Visitor, jumps: list[Any]) -> None:
    assert "Mon 1 Mar 2027, 09:00" in await sara.sees()
    await sara.posts("/jump", {"key": "day"})
    await sara.posts("/jump", {"moment": "2027-05-12T10:00"})
    assert jumps == ["day", datetime(2027, 5, 12, 9, 0, tzinfo=UTC)]
    assert "Go there as Sara Lloyd" in await sara.sees(side="story")
    await sara.posts("/say", {"text": "/sig help"}, at=general(slack))
    page = await sara.sees(side="inspector")
    assert "<code>/sig</code>" in page
    assert "of the three seconds" in page


async def test_every_kind_of_block_is_drawn(slack: Slack, sara: Visitor, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=general(slack), text="x", blocks=EVERY_KIND)
    page = await sara.sees(at=general(slack))
    assert "<th>a</th>" in page
    assert "<li>in a list</li>" in page
    assert "unsupported" not in page


async def test_files_open_only_when_they_are_pictures(slack: Slack, session: aiohttp.ClientSession) -> None:
    tom = slack.workspace.user("Tom")
    evil = slack.desk.acts.uploads(tom, "a.html", b"<script>", "text/html")
    picture = slack.desk.acts.uploads(tom, "a.png", b"png", "image/png")
    for file, way in ((evil, "attachment"), (picture, "inline")):
        async with session.get(f"{slack.url}/file/{file.id}") as answer:
            assert answer.headers["content-disposition"].startswith(way)
            assert answer.headers["x-content-type-options"] == "nosniff"
