"""Blocks: each type's fields with their limits, and the rules that span a whole list of blocks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.limits.composition import ID, URL, plain, text
from sandbox.limits.elements import element_in
from sandbox.limits.rich_text import RICH_TEXT, TABLE_CELL
from sandbox.limits.shapes import (
    Check,
    anything,
    at_least_one,
    boolean,
    both,
    exactly_one,
    list_of,
    one_of,
    only_on,
    record,
    string,
    wrong,
)

MARKDOWN_IN_ALL = 12_000
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


@dataclass(frozen=True)
class Block:
    """What a block must and may hold, and the rules between its fields."""

    must: dict[str, Check]
    may: dict[str, Check]
    rules: tuple[Check, ...] = ()


def _context_element(value: Any, at: str, surface: str) -> Iterator[str]:
    is_text = isinstance(value, dict) and value.get("type") in ("plain_text", "mrkdwn")
    return (text(3000) if is_text else element_in("context"))(value, at, surface)


BLOCKS: dict[str, Block] = {
    "section": Block(
        {},
        {
            "text": text(3000),
            "fields": list_of(text(2000), most=10),
            "accessory": element_in("section"),
            "expand": boolean,
        },
        (at_least_one("text", "fields"),),
    ),
    "header": Block({"text": plain(150)}, {}),
    "divider": Block({}, {}),
    "context": Block({"elements": list_of(_context_element, most=10)}, {}),
    "actions": Block({"elements": list_of(element_in("actions"), most=25)}, {}),
    "input": Block(
        {"label": plain(2000), "element": element_in("input")},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": Block(
        {"alt_text": string(2000)},
        {"image_url": URL, "slack_file": anything, "title": plain(2000)},
        (exactly_one("image_url", "slack_file"),),
    ),
    "markdown": Block({"text": string(MARKDOWN_IN_ALL)}, {}, (only_on("message"),)),
    "table": Block(
        {"rows": list_of(list_of(TABLE_CELL, most=20), most=100)},
        {
            "column_settings": list_of(
                record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}), most=20
            )
        },
        (only_on("message"),),
    ),
    "rich_text": Block({"elements": list_of(RICH_TEXT)}, {}),
}


def _block(value: Any, at: str, surface: str) -> Iterator[str]:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        yield wrong("missing required field: type", at)
        return
    kind = BLOCKS.get(value["type"])
    if kind is None:
        yield wrong(f"unsupported type: {value['type']}", f"{at}/type")
        return
    shape = record({"type": anything, **kind.must}, {"block_id": ID, **kind.may})
    yield from both(shape, *kind.rules)(value, at, surface)


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The interactive elements of one block."""
    if block["type"] == "actions":
        return list(block.get("elements", []))
    one = block.get("element") if block["type"] == "input" else block.get("accessory")
    return [one] if one else []


def _ids_differ(blocks: Any, at: str, _surface: str) -> Iterator[str]:
    named = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for block_id, times in named.items():
        if times > 1:
            yield wrong(f"block_id must be unique: {block_id}", at)
    for index, block in enumerate(blocks):
        actions = Counter(e["action_id"] for e in elements_of(block) if "action_id" in e)
        for action_id, times in actions.items():
            if times > 1:
                yield wrong(f"action_id `{action_id}` already exists in this block", f"{at}/{index}/elements")


def _whole_message(blocks: Any, at: str, _surface: str) -> Iterator[str]:
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield wrong("only one table is allowed", at)
    written = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if written > MARKDOWN_IN_ALL:
        yield wrong(f"markdown blocks hold more than {MARKDOWN_IN_ALL} characters in all", at)


def check_blocks(blocks: Any, surface: str, *, at: str = "/blocks") -> list[str]:
    """What Slack would refuse in a list of blocks; empty when it accepts them."""
    each = list_of(_block, most=MOST_BLOCKS[surface], fewest=0)
    return list(both(each, _ids_differ, _whole_message)(blocks, at, surface))
