"""The sandbox as a visitor plays it, in a real browser.

`CONVENOR_PICTURES=docs/pictures uv run pytest -n 0 tests/journeys/test_in_a_browser.py` also keeps what they see.
"""

import os
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.clock import wall_clock
from bot.tryout import cast
from bot.tryout.serving import tried
from tests.sandbox.test_browser import CHROMIUM, QUIET

PICTURES = os.environ.get("CONVENOR_PICTURES")
# The story begins on the same Monday whenever it is played
BEGINS = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PATIENT_MS = 60_000
LARGE, PHONE = (1280, 860), (360, 740)

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt-get install chromium)"),
    pytest.mark.xdist_group("browser"),
]


class Visitor:
    """Somebody at the page, acting as one person after another."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.modal = page.locator("dialog.modal")
        self.clock = page.get_by_role("banner").locator("time")

    async def acts_as(self, part: str, *, at: str = "channel", side: str = "") -> None:
        """Choose somebody by what they are, and go to the group's `channel`, to `home` or to `messages`."""
        await self.page.goto(self.url)
        chosen = self.page.get_by_label("Act as").locator("option", has_text=re.compile(f"– {part}")).first
        somebody = await chosen.get_attribute("value")
        await self.page.goto(f"{self.url}/?as={somebody}&at=home&side={side}")
        if at != "home":
            name = "Messages" if at == "messages" else cast.CHANNEL
            await self.page.get_by_role("navigation").get_by_role("link", name=name).first.click()
            await expect(self.page.get_by_label("Message to")).to_be_visible()

    async def types(self, text: str) -> None:
        await self.page.get_by_label("Message to").fill(text)
        await self.page.keyboard.press("Enter")

    async def reads(self, words: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_role("main").get_by_text(words).last).to_be_visible()

    async def presses(self, label: str) -> None:
        await self.button(label).last.click()

    async def closes(self) -> None:
        await self.page.keyboard.press("Escape")
        await expect(self.modal).to_have_count(0)

    def button(self, label: str) -> Locator:
        """By what is seen on it: its name may say more, such as which meeting it is for."""
        return self.page.locator("button", has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))

    async def jumps(self, label: str) -> None:
        """Send the clock on, and wait until everything that fell due on the way has arrived."""
        await self.clock.click()
        async with self.page.expect_response(re.compile("/jump")):
            await self.page.get_by_role("button", name=label).click()

    async def finds_no_barrier(self) -> None:
        found = (await Axe().run(self.page)).response["violations"]
        assert [f"{one['id']} {one['nodes'][0]['target']}" for one in found] == []

    async def takes(self, size: tuple[int, int]) -> None:
        """Go on with a screen of this size."""
        await self.page.set_viewport_size({"width": size[0], "height": size[1]})

    async def keeps(self, name: str) -> None:
        """A picture, where somebody asked for pictures; and nothing in anybody's way, always."""
        await self.finds_no_barrier()
        assert await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if PICTURES:
            taken = Image.open(BytesIO(await self.page.screenshot(animations="disabled", caret="hide")))
            taken.convert("RGB").quantize(128).save(Path(PICTURES) / f"{name}.png", optimize=True)


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[Visitor]:
    (tmp_path / "clock").write_text(str((BEGINS - wall_clock()).total_seconds()), encoding="utf-8")
    async with tried(tmp_path, 0, lambda _line: None) as url, async_playwright() as playwright:
        browser: Browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        # The bar that axe is put in by is not the page's own
        context = await browser.new_context(
            viewport={"width": LARGE[0], "height": LARGE[1]}, reduced_motion="reduce", bypass_csp=True
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENT_MS)
        expect.set_options(timeout=PATIENT_MS)
        yield Visitor(page, url)
        await browser.close()


async def test_visitor_plays_the_story(visitor: Visitor) -> None:
    await _publishes_a_year(visitor)
    await _answers_as_member_and_as_non_member(visitor)
    await _tells_a_practitioner(visitor)
    await _prepares_for_the_learning_event(visitor)
    await _sees_the_invitation_come(visitor)
    await _reaches_quorum(visitor)


async def _publishes_a_year(visitor: Visitor) -> None:
    await visitor.acts_as("Secretary$")
    await visitor.types("/sig programme plan 2028")
    await expect(visitor.button("Publish 2028")).to_be_visible()
    await visitor.keeps("planning-a-year")
    await visitor.presses("Publish 2028")
    await visitor.presses("Yes, publish")
    await expect(visitor.page.get_by_text("2028 is published.")).to_be_visible()
    await visitor.closes()
    await visitor.reads("Practice Learning Reviews: the programme for 2028")


async def _answers_as_member_and_as_non_member(visitor: Visitor) -> None:
    await visitor.acts_as("Member, Paediatrician")
    await visitor.types("/sig attend")
    await visitor.reads("Free: you are a member of the association on 21 January.")
    await visitor.acts_as("Not a member")
    await visitor.types("/sig attend")
    await visitor.reads("£50: the price for non-members.")
    await visitor.reads(re.compile("You owe £50"))
    await visitor.acts_as("Member, Paediatrician", at="home", side="letters")
    await visitor.reads("Your meetings")
    await visitor.keeps("home-and-letters")


async def _tells_a_practitioner(visitor: Visitor) -> None:
    await visitor.acts_as("Practitioner", at="home")
    await visitor.reads("Programme")
    await expect(visitor.button("My preparation")).to_have_count(0)
    await visitor.acts_as("Panel member", at="home")
    await visitor.presses("My practitioners")
    await visitor.presses("I have told them")
    await expect(visitor.page.get_by_text("has been told")).to_be_visible()
    await visitor.finds_no_barrier()
    await visitor.closes()


async def _prepares_for_the_learning_event(visitor: Visitor) -> None:
    await visitor.jumps("Next reminder")
    await expect(visitor.clock).to_contain_text("21 Dec 2026, 10:00")
    await visitor.acts_as("Practitioner", at="messages")
    await visitor.reads("This is a short note about a meeting that Lowri Ellis has told you about.")
    thought = visitor.page.get_by_label("I have thought about good practice worth highlighting")
    for ticked in (False, True):  # the second time it is as they left it
        await visitor.acts_as("Practitioner", at="home")
        await visitor.presses("My preparation")
        await expect(thought).to_be_checked(checked=ticked)
        await thought.check()
        await visitor.keeps("learning-event")
        await visitor.presses("Keep")
        await expect(visitor.modal).to_have_count(0)


async def _sees_the_invitation_come(visitor: Visitor) -> None:
    await visitor.jumps("Next reminder")
    await expect(visitor.clock).to_contain_text("24 Dec 2026, 09:00")
    await visitor.acts_as("Member, Police", side="story")
    await visitor.reads("Meeting of Practice Learning Reviews: Communication in child protection networks")
    await visitor.presses("Attend")
    await visitor.reads("Free: you are a member of the association on 21 January.")
    await visitor.keeps("invitation")
    await visitor.takes(PHONE)
    await visitor.page.reload()
    await visitor.page.get_by_role("link", name="Close").click()
    await visitor.reads("Answers are seen by the organisers")
    await visitor.keeps("on-a-phone")
    await visitor.takes(LARGE)


async def _reaches_quorum(visitor: Visitor) -> None:
    await visitor.jumps("Before a meeting")
    await expect(visitor.clock).to_contain_text("21 Jan 2027, 10:25")
    await visitor.acts_as("Chair$")
    await visitor.types("/sig open")
    await visitor.reads("Not quorate. No members yet; eight more members and three more sectors needed.")
    await visitor.acts_as("Not a member")
    await visitor.presses("Check in")
    await visitor.reads(re.compile("Not quorate. No members yet"))
    labels = await visitor.page.get_by_label("Act as").locator("option").all_inner_texts()
    members = [label.split(" – ")[1] for label in labels if " – Member, " in label]
    for part in members:
        await visitor.acts_as(part)
        await visitor.presses("Check in")
        await visitor.reads("You are checked in")
    await visitor.acts_as(members[-1], side="inspector")
    await visitor.reads(re.compile("^Quorate"))
    await visitor.keeps("quorum")
