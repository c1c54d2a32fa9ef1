"""The notice page: what anybody may read of a group's year, and what nobody finds there."""

from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.assembly import Convenor
from rules.meetings import Mode, State
from sandbox import Workspace
from storage.groups import in_channel
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL
from tests.journeys.stage import a_meeting


async def _page(workspace: Workspace, path: str) -> tuple[int, str]:
    address = urlsplit(workspace.app.request_url)
    async with aiohttp.ClientSession() as session, session.get(f"http://{address.netloc}{path}") as answer:
        return answer.status, await answer.text()


@pytest.fixture
async def path(convenor: Convenor, workspace: Workspace) -> str:
    """The page of a group with a virtual, a face-to-face and a cancelled meeting."""
    link = "https://meet.example.org/secret"
    await a_meeting(convenor, workspace, theme="Communication & <trust>")
    await a_meeting(convenor, workspace, mode=Mode.VIRTUAL, nation=None, venue="", join_link=link)
    await a_meeting(convenor, workspace, state=State.CANCELLED)

    def group_id(tx: Tx) -> str:
        group = in_channel(tx, workspace.team_id, workspace.channel(CHANNEL).id)
        assert group is not None
        return group.id

    return f"/g/{await convenor.store.look(group_id)}"


async def test_page_shows_the_year_with_the_price_and_how_to_book(workspace: Workspace, path: str) -> None:
    status, page = await _page(workspace, path)
    assert status == 200
    assert "Practice Learning Reviews" in page
    assert "Wednesday 12 May 2027, 10:30 to 15:30" in page
    assert "Communication &amp; &lt;trust&gt;" in page
    assert "City Hall, Cardiff" in page
    assert "£50" in page
    assert "mailto:sig@example.org?subject=" in page
    assert f"webcal://sig.example.org{path}/calendar.ics" in page
    assert "Cancelled." in page


async def test_join_link_is_never_on_the_page(workspace: Workspace, path: str) -> None:
    _, page = await _page(workspace, path)
    assert "meet.example.org" not in page
    assert "The link is sent to those who attend." in page


async def test_page_of_no_group_is_a_sentence(workspace: Workspace, path: str) -> None:
    status, page = await _page(workspace, f"{path}x")
    assert status == 404
    assert "There is no group at this address." in page
