"""The check-in page in a real browser: on a small phone, without scripts, and without barriers."""

from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, async_playwright, expect
from starlette.applications import Starlette

from handlers.web import check_in
from rules.quorum import Headcount
from sandbox.running import running
from storage.transaction import Store
from tests import pictures
from tests.sandbox.test_browser import CHROMIUM, QUIET
from tests.usecases.gathering import Clock, Gathering
from usecases import attendance, quorum, sittings

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt-get install chromium)"),
    pytest.mark.xdist_group("browser"),
]
PHONE = {"width": 320, "height": 640}


@pytest.fixture
async def gathering(sqlite_url: str) -> AsyncIterator[Gathering]:
    """A meeting that is open."""
    store = Store.open(sqlite_url, clock=Clock())
    gathering = Gathering(store, Clock())
    await gathering.begin(Headcount(1))
    await gathering.does("cora", sittings.open_meeting)
    yield gathering
    store.close()


@pytest.fixture
async def address(gathering: Gathering) -> AsyncIterator[str]:
    board = await gathering.does("cora", quorum.board)
    async with running(Starlette(routes=check_in.routes(gathering.store, "https://sig.example"))) as url:
        yield f"{url}{check_in.path(board.code)}"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


async def test_visitor_checks_in_and_leaves_on_a_small_phone_without_scripts(
    browser: Browser, address: str, gathering: Gathering
) -> None:
    page = await browser.new_page(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # its own TypedDict
    await page.goto(address)
    await page.get_by_label("Your name").fill("Gus Fox")
    await page.get_by_label("Your e-mail address").fill("nonsense")
    await page.get_by_role("button", name="Check in").click()
    await expect(page.get_by_text("Please give the e-mail address")).to_be_visible()
    await expect(page.get_by_label("Your name")).to_have_value("Gus Fox")
    await page.get_by_label("Your e-mail address").fill("gus@example.org")
    await page.get_by_label("Your profession (if you like)").select_option("Legal")
    await page.get_by_role("button", name="Check in").click()
    await expect(page.get_by_role("heading", name="You are checked in")).to_be_visible()
    await page.get_by_role("button", name="I am leaving").click()
    await expect(page.get_by_role("heading", name="Checked out")).to_be_visible()
    (entry,) = await gathering.does("sara", attendance.register)
    assert (entry.name, entry.role, entry.left_at is not None) == ("Gus Fox", "legal", True)


async def test_code_and_its_address_fit_on_the_chairs_screen_without_scrolling(
    browser: Browser, address: str
) -> None:
    page = await browser.new_page(viewport={"width": 1000, "height": 760}, color_scheme="light")
    await page.goto(f"{address}/screen")
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    pictures.keep("check-in-screen", await page.screenshot())


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_step_is_without_barriers_and_fits_a_small_phone(
    browser: Browser, address: str, scheme: str
) -> None:
    page = await browser.new_page(viewport=PHONE, color_scheme=scheme, device_scale_factor=2)  # type: ignore[arg-type]  # as above
    axe = Axe()

    async def is_sound() -> None:
        found = await axe.run(page)
        assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    await page.goto(address)
    await is_sound()
    if scheme == "light":
        pictures.keep("check-in", await page.screenshot(full_page=True, caret="hide"))
    await page.get_by_role("button", name="Check in").click()
    await is_sound()  # with what is missing said beside it
    await page.get_by_label("Your name").fill("Gus Fox")
    await page.get_by_label("Your e-mail address").fill("gus@example.org")
    await page.get_by_role("button", name="Check in").click()
    await is_sound()
    await page.goto(f"{address}/screen")
    await is_sound()
    await page.goto(f"{address}x")
    await is_sound()
