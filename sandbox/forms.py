"""What a person has entered: how Slack keeps each element's state, and what it asks for before submitting."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.limits.blocks import elements_of
from sandbox.state import Json


@dataclass(frozen=True)
class Keeps:
    """Under which key an element keeps its value, where its first value comes from, what empty is."""

    key: str
    initial: str
    many: bool = False


_ONE = Keeps("selected_option", "initial_option")
_SOME = Keeps("selected_options", "initial_options", many=True)
_TYPED = Keeps("value", "initial_value")

KEEPS: dict[str, Keeps] = {
    "plain_text_input": _TYPED,
    "email_text_input": _TYPED,
    "url_text_input": _TYPED,
    "number_input": _TYPED,
    "rich_text_input": Keeps("rich_text_value", "initial_value"),
    "static_select": _ONE,
    "external_select": _ONE,
    "radio_buttons": _ONE,
    "multi_static_select": _SOME,
    "multi_external_select": _SOME,
    "checkboxes": _SOME,
    "users_select": Keeps("selected_user", "initial_user"),
    "multi_users_select": Keeps("selected_users", "initial_users", many=True),
    "channels_select": Keeps("selected_channel", "initial_channel"),
    "multi_channels_select": Keeps("selected_channels", "initial_channels", many=True),
    "conversations_select": Keeps("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Keeps("selected_conversations", "initial_conversations", many=True),
    "datepicker": Keeps("selected_date", "initial_date"),
    "timepicker": Keeps("selected_time", "initial_time"),
    "datetimepicker": Keeps("selected_date_time", "initial_date_time"),
    "file_input": Keeps("files", "", many=True),
}

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
WEB = re.compile(r"https?://[^\s/]+\.?\S*")


def stateful(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) that keeps a value."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in KEEPS:
                yield block, element


def empty_state(element: Json) -> Json:
    """An element's state before anyone has touched it."""
    keeps = KEEPS[element["type"]]
    first = element.get(keeps.initial, [] if keeps.many else None)
    state: Json = {"type": element["type"], keeps.key: copy.deepcopy(first)}
    if element["type"] == "timepicker" and "timezone" in element:
        state["timezone"] = element["timezone"]
    return state


def state_of(element: Json, value: Any) -> Json:
    """An element's state once it holds `value`."""
    return {**empty_state(element), KEEPS[element["type"]].key: value}


def held(element: Json, state: Json) -> Any:
    """The value inside a state."""
    return state.get(KEEPS[element["type"]].key)


def kept_values(blocks: list[Json], old: Json) -> Json:
    """`state.values` for these blocks: what was entered where the ids are still there, else the initial."""
    values: Json = {}
    for block, element in stateful(blocks):
        before = old.get(block["block_id"], {}).get(element["action_id"])
        fits = before is not None and before["type"] == element["type"]
        mine = values.setdefault(block["block_id"], {})
        mine[element["action_id"]] = before if fits else empty_state(element)
    return values


def complaints(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack itself says under the inputs, by block id, before the app hears of a submission."""
    found = {}
    for block, element in stateful(blocks):
        if block["type"] != "input":
            continue
        said = _complaint(block, element, held(element, values[block["block_id"]][element["action_id"]]))
        if said:
            found[block["block_id"]] = said
    return found


def _complaint(block: Json, element: Json, value: Any) -> str:
    if value in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    if element["type"] == "email_text_input" and not EMAIL.fullmatch(value):
        return "This doesn’t look like an email address."
    if element["type"] == "url_text_input" and not WEB.fullmatch(value):
        return "This doesn’t look like a valid URL."
    if element["type"] == "number_input":
        return _number_complaint(element, value)
    return _length_complaint(element, value)


def _length_complaint(element: Json, value: Any) -> str:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if not isinstance(value, str):
        most = element.get("max_selected_items") or element.get("max_files")
        too_many = most and isinstance(value, list) and len(value) > most
        return f"Choose at most {most}." if too_many else ""
    if len(value) < shortest:
        return f"Must be at least {shortest} characters long."
    if len(value) > longest:
        return f"Must be at most {longest} characters long."
    return ""


def _number_complaint(element: Json, value: str) -> str:
    whole = not element["is_decimal_allowed"]
    if not re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", value):
        return "This doesn’t look like a whole number." if whole else "This doesn’t look like a number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return ""
