"""Modals and Home tabs: the view around the blocks."""

import json
from typing import Any

from sandbox.limits.blocks import check_blocks
from sandbox.limits.composition import ID, plain
from sandbox.limits.shapes import anything, boolean, record, string, wrong

LARGEST_BYTES = 250 * 1024

_SHARED = {"private_metadata": string(3000, shortest=0), "callback_id": ID, "external_id": ID}
_MODAL = record(
    {"type": anything, "title": plain(24), "blocks": anything},
    {
        **_SHARED,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record({"type": anything, "blocks": anything}, _SHARED)


def too_large(view: Any) -> bool:
    """Whether a view is over Slack's 250 KB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_BYTES


def check_view(view: Any, surface: str, *, at: str = "/view") -> list[str]:
    """What Slack would refuse in a view meant for `surface` (`modal` or `home`)."""
    if not isinstance(view, dict):
        return [wrong("must provide an object", at)]
    if view.get("type") != surface:
        return [wrong(f"value must be one of {surface}", f"{at}/type")]
    found = list((_MODAL if surface == "modal" else _HOME)(view, at, surface))
    found += check_blocks(view.get("blocks", []), surface, at=f"{at}/blocks")
    if not found and surface == "modal" and _asks(view) and "submit" not in view:
        found.append(wrong("missing required field: submit", at))
    return found


def _asks(view: dict[str, Any]) -> bool:
    return any(block["type"] == "input" for block in view["blocks"])
