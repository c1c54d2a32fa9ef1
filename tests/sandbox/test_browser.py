"""The page in a real browser: live, by keyboard, on a phone, and without barriers."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack, Workspace, running, serve
from sandbox.pages import Extras, Jump, Step, page_routes
from tests.sandbox.bot import Bot
from tests.sandbox.conftest import PATIENT
from tests.sandbox.pieces import CARD, FORM, HOME, option
from tests.sandbox.test_page import letter

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=PATIENT * 1000)
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt-get install chromium)"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
async def slack(workspace: Workspace, bot: Bot) -> AsyncIterator[Slack]:
    sara = workspace.user("Sara").id
    extras = Extras(
        jumps=lambda: [Jump("day", "A day")],
        story=lambda: [Step("Answer", "Attend the meeting", sara, workspace.channel("general").id)],
        letters=lambda: [letter()],
    )
    async with (
        running(bot.app()) as url,
        serve(
            workspace, bot_url=f"{url}/slack/events", ack_seconds=PATIENT, pages=page_routes(extras)
        ) as slack,
    ):
        client = AsyncWebClient(token=workspace.bot_token, base_url=slack.api_url)
        _behave(bot, client)
        await client.chat_postMessage(channel=workspace.channel("general").id, text="x", blocks=CARD)
        yield slack


def _behave(bot: Bot, client: AsyncWebClient) -> None:
    async def edit(payload: dict[str, Any]) -> None:
        await client.views_open(trigger_id=payload["trigger_id"], view=FORM)

    async def answered(payload: dict[str, Any]) -> None:
        if "channel" in payload:
            where = {"channel": payload["channel"]["id"], "user": payload["user"]["id"]}
            await client.chat_postEphemeral(**where, text="You are coming.")

    async def publish(payload: dict[str, Any]) -> None:
        await client.views_publish(user_id=payload["event"]["user"], view=HOME)

    async def suggest(payload: dict[str, Any]) -> dict[str, Any]:
        return {"options": [option(f"{payload['value']} board")]}

    bot.on |= {
        "/sig": edit,
        "block_actions": answered,
        "app_home_opened": publish,
        "block_suggestion": suggest,
    }


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser, slack: Slack) -> Page:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(f"{slack.url}/?at={slack.workspace.channel('general').id}")
    return page


async def type_command(page: Page, text: str) -> None:
    await page.get_by_label("Message to").fill(text)
    await page.keyboard.press("Enter")


async def test_click_is_answered_live_and_marked_as_private(page: Page, bot: Bot) -> None:
    await page.get_by_role("button", name="Attend").click()
    await expect(page.get_by_text("You are coming.")).to_be_visible()
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    assert bot.last("block_actions")["actions"][0]["value"] == "7"


async def test_nothing_typed_is_lost_when_the_page_changes(page: Page, slack: Slack) -> None:
    await page.get_by_label("Message to").fill("half a sent")
    general, tom = slack.workspace.channel("general").id, slack.workspace.user("Tom").id
    slack.workspace.say(general, tom, "news from Tom")
    await expect(page.get_by_text("news from Tom")).to_be_visible()
    await expect(page.get_by_label("Message to")).to_have_value("half a sent")
    await page.reload()
    await expect(page.get_by_label("Message to")).to_have_value("half a sent")


async def test_open_modal_keeps_what_is_typed_while_it_is_updated(
    page: Page, slack: Slack, client: AsyncWebClient
) -> None:
    await type_command(page, "/sig edit")
    await page.get_by_label("Theme").fill("Neglect")
    view = slack.workspace.modals[slack.workspace.user("Sara").id][0]
    note = {"type": "section", "block_id": "note", "text": {"type": "mrkdwn", "text": "Seven targets met"}}
    await client.views_update(view_id=view.id, view={**FORM, "blocks": [note, *FORM["blocks"]]})  # type: ignore[misc]  # a list of blocks
    await expect(page.get_by_text("Seven targets met")).to_be_visible()
    await expect(page.get_by_label("Theme")).to_have_value("Neglect")
    await expect(page.get_by_label("Theme")).to_be_focused()


async def test_modal_is_filled_and_submitted_with_every_kind_of_input(page: Page, bot: Bot) -> None:
    await type_command(page, "/sig edit")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Please complete this required field.").first).to_be_visible()
    await page.get_by_label("Theme").fill("Neglect")
    await page.get_by_label("Date", exact=True).fill("2027-06-01")
    await page.get_by_label("Nation").select_option("Wales")
    await page.get_by_label("In person").check()
    await page.get_by_label("Loop").check()
    await page.get_by_label("Tom Reid").check()
    await page.get_by_label("Host").press_sequentially("Cardiff")
    await expect(page.locator("datalist option")).to_have_attribute("value", "Cardiff board")
    await page.get_by_label("Host").fill("Cardiff board")
    await page.get_by_label("Members").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": b"name"}
    )
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("dialog.modal")).to_have_count(0)
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert values["date"]["date"]["selected_date"] == "2027-06-01"
    assert values["needs"]["needs"]["selected_options"][0]["value"] == "loop"
    assert values["host"]["host"]["selected_option"]["value"] == "cardiff board"
    assert values["members"]["members"]["files"][0]["name"] == "a.csv"


async def test_dangerous_button_asks_first(page: Page, bot: Bot) -> None:
    await page.get_by_role("button", name="Cancel it").click()
    await page.get_by_role("button", name="No").click()
    await page.get_by_role("button", name="Cancel it").click()
    await page.get_by_role("button", name="Yes").click()
    await expect(page.get_by_text("You are coming.")).to_be_visible()
    assert [kind for kind, _ in bot.heard] == ["block_actions"]


async def test_keyboard_alone_completes_a_command_and_closes_the_modal(page: Page, bot: Bot) -> None:
    await page.get_by_label("Message to").focus()
    await page.keyboard.type("/sig")
    await expect(page.get_by_role("option", name="/sig help")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Message to")).to_have_value("/sig help ")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Theme")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.modal")).to_have_count(0)
    assert bot.last("view_closed")["view"]["callback_id"] == "form"


async def test_escape_closes_a_menu_before_the_modal_around_it(page: Page) -> None:
    await type_command(page, "/sig edit")
    await expect(page.get_by_label("Theme")).to_be_focused()
    await page.locator("dialog.modal details.overflow summary").click()
    await expect(page.get_by_role("button", name="Use last year’s")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.modal details[open]")).to_have_count(0)
    await expect(page.locator("dialog.modal")).to_be_visible()


async def test_conversation_is_read_from_its_end_and_home_from_its_beginning(
    page: Page, slack: Slack
) -> None:
    general, tom = slack.workspace.channel("general").id, slack.workspace.user("Tom").id
    for number in range(40):
        slack.workspace.say(general, tom, f"message {number}")
    await expect(page.get_by_text("message 39")).to_be_in_viewport()
    await page.set_viewport_size({"width": 360, "height": 300})
    await page.goto(f"{slack.url}/?at=home")
    await expect(page.get_by_text("Good morning")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
async def test_no_barrier_on_any_page(browser: Browser, slack: Slack, scheme: Any, width: int) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 780}, color_scheme=scheme, bypass_csp=True
    )
    page, general = await context.new_page(), slack.workspace.channel("general").id
    for query in ("", "&side=story", "&side=letters", "&side=inspector", "&at=home", "modal"):
        await page.goto(f"{slack.url}/?{query if query == '&at=home' else f'at={general}{query}'}")
        await page.wait_for_load_state("load")
        if query == "modal":
            await type_command(page, "/sig edit")
            await expect(page.get_by_label("Theme")).to_be_focused()
        found = (await Axe().run(page)).response["violations"]
        assert [f"{v['id']} {v['nodes'][0]['target']}" for v in found] == [], query
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
