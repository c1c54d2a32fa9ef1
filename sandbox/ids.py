"""The ids that Slack gives to blocks and elements that have none."""

import copy
import json
from collections.abc import Sequence

from sandbox.limits.blocks import elements_of
from sandbox.state import Json
from sandbox.workspace import Workspace


def with_ids(workspace: Workspace, blocks: list[Json], *, before: Sequence[Json] = ()) -> list[Json]:
    """A copy of the blocks in which each block has a `block_id` and each element an `action_id`.

    A block that was there `before`, and says the same, keeps its id: a click that is on its way while
    the place is drawn again still arrives.
    """
    finished = copy.deepcopy(blocks)
    known: dict[str, list[str]] = {}
    for block in before:
        known.setdefault(_said(block), []).append(block["block_id"])
    for block in finished:
        if "block_id" not in block:
            same = known.get(_said(block))
            block["block_id"] = same.pop(0) if same else workspace.new_id("b")
        for element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", workspace.new_id("a"))
    return finished


def _said(block: Json) -> str:
    return json.dumps({key: value for key, value in block.items() if key != "block_id"}, sort_keys=True)
