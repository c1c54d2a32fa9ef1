"""`convenor sandbox`: the seeded workspace, the clock's jumps, and a folder that is gone on with."""

from pathlib import Path

import aiohttp
import pytest

from bot.tryout import cast
from bot.tryout.serving import tried


async def _page(url: str, **look: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url, params=look) as answer:
        assert answer.status == 200
        return await answer.text()


@pytest.fixture
def said() -> list[str]:
    return []


async def test_sandbox_shows_the_seeded_workspace_and_is_gone_on_with(
    tmp_path: Path, said: list[str]
) -> None:
    async with tried(tmp_path, 0, said.append) as url:
        page = await _page(url)
        assert cast.CHANNEL in page
        assert "Board&#39;s business unit" in page or "Board's business unit" in page
    assert any("60 people" in line for line in said)
    said.clear()
    async with tried(tmp_path, 0, said.append) as url:
        assert cast.CHANNEL in await _page(url)
    assert not any("60 people" in line for line in said)
