"""A workspace that was left is found again as it was."""

from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack, Workspace
from sandbox.keeping import dump, load, restore, save
from tests.sandbox.conftest import Clock
from tests.sandbox.pieces import CARD, HOME


async def test_everything_that_lasts_comes_back(
    slack: Slack, client: AsyncWebClient, clock: Clock, tmp_path: Path
) -> None:
    workspace, general = slack.workspace, slack.workspace.channel("general").id
    await client.chat_postMessage(channel=general, text="x", blocks=CARD)
    await client.views_publish(user_id=workspace.user("Sara").id, view=HOME)
    await client.files_upload_v2(channel=general, filename="a.bin", content=b"\x00\xff")
    workspace.last_read[workspace.user("Sara").id, general] = "1.0"
    save(workspace, tmp_path / "workspace.json")
    again = Workspace(clock=clock, app=workspace.app)
    assert restore(again, tmp_path / "workspace.json")
    assert dump(again) == dump(workspace)
    assert next(iter(again.files.values())).content == b"\x00\xff"
    assert again.next_ts() > max(workspace.channel("general").messages)


def test_nothing_is_restored_where_nothing_was_kept(workspace: Workspace, tmp_path: Path) -> None:
    assert restore(workspace, tmp_path / "none.json") is False


def test_file_of_another_edition_is_refused(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="edition 0"):
        load(workspace, {"edition": 0})
