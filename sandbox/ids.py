"""The ids that Slack gives to blocks and elements that have none."""

import copy

from sandbox.limits.blocks import elements_of
from sandbox.state import Json
from sandbox.workspace import Workspace


def with_ids(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    """A copy of the blocks in which each block has a `block_id` and each element an `action_id`."""
    finished = copy.deepcopy(blocks)
    for block in finished:
        block.setdefault("block_id", workspace.new_id("b"))
        for element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", workspace.new_id("a"))
    return finished
