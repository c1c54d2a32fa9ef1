"""Elements: each type's fields with their limits, and the blocks and surfaces it may stand in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.limits.composition import (
    CONFIRM,
    GROUP,
    ID,
    URL,
    initial_is_offered,
    option,
    plain,
    values_differ,
)
from sandbox.limits.shapes import (
    Check,
    anything,
    at_least_one,
    boolean,
    both,
    exactly_one,
    integer,
    list_of,
    one_of,
    only_on,
    record,
    string,
    wrong,
)

DATE = string(pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")
NUMBER = string(pattern=r"-?\d+(\.\d+)?")
OPTION = option()
RICH = option(rich=True)
SHOWN = {"placeholder": plain(150), "focus_on_load": boolean}
ASKED = {"action_id": ID, "confirm": CONFIRM, **SHOWN}
MANY = {"max_selected_items": integer(1)}
TYPED = {**SHOWN, "action_id": ID, "initial_value": string(3000, shortest=0)}
DISPATCH = {
    "dispatch_action_config": record(
        {}, {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"))}
    )
}
LENGTHS = {"min_length": integer(0, 3000), "max_length": integer(1, 3000)}
FILTER = both(
    record(
        {},
        {
            "include": list_of(one_of("im", "mpim", "private", "public")),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)


@dataclass(frozen=True)
class Element:
    """What an element must and may hold, and where it may stand."""

    homes: tuple[str, ...]
    must: dict[str, Check]
    may: dict[str, Check]
    rules: tuple[Check, ...] = ()


def _fixed_choice(most: int, *, rich: bool) -> Check:
    return list_of(RICH if rich else OPTION, most=most)


def _lengths_agree(element: dict[str, Any], at: str, _surface: str) -> Iterator[str]:
    if element.get("min_length", 0) > element.get("max_length", 3000):
        yield wrong("min_length must not exceed max_length", f"{at}/min_length")


EVERYWHERE = ("section", "actions", "input")
MENUS = {"options": list_of(OPTION, most=100), "option_groups": list_of(GROUP, most=100)}
MENU_RULES = (exactly_one("options", "option_groups"), initial_is_offered)
MULTI = ("section", "input")

ELEMENTS: dict[str, Element] = {
    "button": Element(
        ("section", "actions"),
        {"text": plain(75)},
        {
            "action_id": ID,
            "url": URL,
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "static_select": Element(EVERYWHERE, {}, {**ASKED, **MENUS, "initial_option": OPTION}, MENU_RULES),
    "multi_static_select": Element(
        MULTI, {}, {**ASKED, **MANY, **MENUS, "initial_options": list_of(OPTION, most=100)}, MENU_RULES
    ),
    "external_select": Element(
        EVERYWHERE, {}, {**ASKED, "initial_option": OPTION, "min_query_length": integer(0)}
    ),
    "multi_external_select": Element(
        MULTI,
        {},
        {
            **ASKED,
            **MANY,
            "initial_options": list_of(OPTION, most=100),
            "min_query_length": integer(0),
        },
    ),
    "users_select": Element(EVERYWHERE, {}, {**ASKED, "initial_user": string()}),
    "multi_users_select": Element(MULTI, {}, {**ASKED, **MANY, "initial_users": list_of(string())}),
    "channels_select": Element(
        EVERYWHERE, {}, {**ASKED, "initial_channel": string(), "response_url_enabled": boolean}
    ),
    "multi_channels_select": Element(MULTI, {}, {**ASKED, **MANY, "initial_channels": list_of(string())}),
    "conversations_select": Element(
        EVERYWHERE,
        {},
        {
            **ASKED,
            "initial_conversation": string(),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
    ),
    "multi_conversations_select": Element(
        MULTI,
        {},
        {
            **ASKED,
            **MANY,
            "initial_conversations": list_of(string()),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
    ),
    "overflow": Element(
        ("section", "actions"),
        {"options": list_of(option(link=True), most=5)},
        {"action_id": ID, "confirm": CONFIRM},
        (values_differ,),
    ),
    "datepicker": Element(EVERYWHERE, {}, {**ASKED, "initial_date": DATE}),
    "timepicker": Element(EVERYWHERE, {}, {**ASKED, "initial_time": TIME, "timezone": string()}),
    "datetimepicker": Element(
        ("actions", "input"),
        {},
        {
            "action_id": ID,
            "confirm": CONFIRM,
            "focus_on_load": boolean,
            "initial_date_time": integer(1_000_000_000, 9_999_999_999),
        },
        (only_on("message", "modal"),),
    ),
    "plain_text_input": Element(
        ("input",), {}, {**TYPED, **DISPATCH, **LENGTHS, "multiline": boolean}, (_lengths_agree,)
    ),
    "email_text_input": Element(("input",), {}, {**TYPED, **DISPATCH}),
    "url_text_input": Element(("input",), {}, {**TYPED, **DISPATCH}),
    "number_input": Element(
        ("input",),
        {"is_decimal_allowed": boolean},
        {**TYPED, **DISPATCH, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
    ),
    "rich_text_input": Element(
        ("input",), {}, {**SHOWN, **DISPATCH, "action_id": ID, "initial_value": anything}
    ),
    "checkboxes": Element(
        EVERYWHERE,
        {"options": _fixed_choice(10, rich=True)},
        {"action_id": ID, "initial_options": list_of(RICH), "confirm": CONFIRM, "focus_on_load": boolean},
        (initial_is_offered, values_differ),
    ),
    "radio_buttons": Element(
        EVERYWHERE,
        {"options": _fixed_choice(10, rich=True)},
        {"action_id": ID, "initial_option": RICH, "confirm": CONFIRM, "focus_on_load": boolean},
        (initial_is_offered, values_differ),
    ),
    "file_input": Element(
        ("input",),
        {},
        {"action_id": ID, "filetypes": list_of(string()), "max_files": integer(1, 10)},
        (only_on("modal"),),
    ),
    "image": Element(
        ("section", "context"),
        {"alt_text": string(2000)},
        {"image_url": URL, "slack_file": anything},
        (exactly_one("image_url", "slack_file"),),
    ),
}


def element_in(block_type: str) -> Check:
    """An element of any type that may stand in this block."""

    def check(value: Any, at: str, surface: str) -> Iterator[str]:
        if not isinstance(value, dict) or not isinstance(value.get("type"), str):
            yield wrong("missing required field: type", at)
            return
        kind = ELEMENTS.get(value["type"])
        if kind is None or block_type not in kind.homes:
            yield wrong(f"unsupported type: {value['type']}", f"{at}/type")
            return
        shape = record({"type": anything, **kind.must}, kind.may)
        yield from both(shape, *kind.rules)(value, at, surface)

    return check
