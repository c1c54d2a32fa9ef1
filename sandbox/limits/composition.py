"""Composition objects: text, options, confirmation dialogs."""

from collections.abc import Iterator
from typing import Any

from sandbox.limits.shapes import Check, boolean, list_of, one_of, record, string, wrong

URL = string(3000, pattern=r"https?://\S+|mailto:\S+|slack://\S+")
ID = string(255)


def text(longest: int, *, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Check:
    """A text object of at most `longest` characters."""
    shape = record({"type": one_of(*kinds), "text": string(longest)}, {"emoji": boolean, "verbatim": boolean})

    def check(value: Any, at: str, surface: str) -> Iterator[str]:
        yield from shape(value, at, surface)
        if isinstance(value, dict):
            foreign = "verbatim" if value.get("type") == "plain_text" else "emoji"
            if foreign in value:
                yield wrong(f"invalid additional property: {foreign}", at)

    return check


def plain(longest: int) -> Check:
    """A `plain_text` object."""
    return text(longest, kinds=("plain_text",))


def option(*, rich: bool = False, link: bool = False) -> Check:
    """One choice; `rich` lets its words be mrkdwn (boxes, radio buttons), `link` lets it open a page."""
    words = text(75) if rich else plain(75)
    extra: dict[str, Check] = {"url": URL} if link else {}
    return record({"text": words, "value": string(150)}, {"description": words, **extra})


GROUP = record({"label": plain(75), "options": list_of(option(), most=100)}, {})

CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def offered(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Every option of an element, grouped or not."""
    grouped = [o for group in element.get("option_groups", []) for o in group.get("options", [])]
    return list(element.get("options", [])) + grouped


def initial_is_offered(element: dict[str, Any], at: str, _surface: str) -> Iterator[str]:
    """An initial option must be, exactly, among the options."""
    choices = offered(element)
    chosen = element.get("initial_options", [])
    if "initial_option" in element and element["initial_option"] not in choices:
        yield wrong("initial_option must be one of the options", f"{at}/initial_option")
    for index, each in enumerate(chosen):
        if each not in choices:
            yield wrong("initial_options must be among the options", f"{at}/initial_options/{index}")


def values_differ(element: dict[str, Any], at: str, _surface: str) -> Iterator[str]:
    """Two options of one element may not carry the same value."""
    values = [o.get("value") for o in offered(element)]
    if len(set(values)) < len(values):
        yield wrong("option values must be unique", f"{at}/options")
