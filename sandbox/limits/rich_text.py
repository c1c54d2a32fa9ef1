"""Rich text and the cells of a table."""

from collections.abc import Iterator
from typing import Any

from sandbox.limits.composition import URL
from sandbox.limits.shapes import Check, anything, boolean, integer, list_of, one_of, record, string, wrong

STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))

INLINE: dict[str, Check] = {
    "text": record({"type": anything, "text": string()}, {"style": STYLE}),
    "link": record({"type": anything, "url": URL}, {"text": string(), "style": STYLE, "unsafe": boolean}),
    "user": record({"type": anything, "user_id": string()}, {"style": STYLE}),
    "usergroup": record({"type": anything, "usergroup_id": string()}, {"style": STYLE}),
    "channel": record({"type": anything, "channel_id": string()}, {"style": STYLE}),
    "emoji": record({"type": anything, "name": string()}, {"unicode": string(), "style": STYLE}),
    "broadcast": record({"type": anything, "range": one_of("here", "channel", "everyone")}, {}),
    "date": record(
        {"type": anything, "timestamp": integer(0), "format": string()},
        {"url": URL, "fallback": string(), "style": STYLE},
    ),
    "color": record({"type": anything, "value": string()}, {}),
}


def _one_of_kinds(kinds: dict[str, Check]) -> Check:
    def check(value: Any, at: str, surface: str) -> Iterator[str]:
        kind = kinds.get(value.get("type", "")) if isinstance(value, dict) else None
        if kind is None:
            yield wrong("unsupported type", f"{at}/type")
        else:
            yield from kind(value, at, surface)

    return check


_inline = list_of(_one_of_kinds(INLINE), fewest=0)
_section = record({"type": anything, "elements": _inline}, {})
_BORDER = {"border": integer(0, 1)}

RICH_TEXT = _one_of_kinds(
    {
        "rich_text_section": _section,
        "rich_text_preformatted": record(
            {"type": anything, "elements": _inline}, {**_BORDER, "language": string()}
        ),
        "rich_text_quote": record({"type": anything, "elements": _inline}, _BORDER),
        "rich_text_list": record(
            {
                "type": anything,
                "style": one_of("bullet", "ordered"),
                "elements": list_of(_one_of_kinds({"rich_text_section": _section})),
            },
            {**_BORDER, "indent": integer(0, 8), "offset": integer(0)},
        ),
    }
)

TABLE_CELL = _one_of_kinds(
    {
        "raw_text": record({"type": anything, "text": string()}, {}),
        "rich_text": record({"type": anything, "elements": list_of(RICH_TEXT)}, {}),
    }
)
