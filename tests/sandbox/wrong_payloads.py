"""Wrong payloads beside their accepted neighbours: what is refused, by which code, and at which limit."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def md(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    return {"type": "section", **({"text": md("words")} | fields)}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain("Go"), **fields}


def option(text: str = "one", value: str = "1", **fields: Any) -> Json:
    return {"text": plain(text), "value": value, **fields}


def options(count: int) -> list[Json]:
    return [option(f"option {n}", str(n)) for n in range(count)]


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


def menu(**fields: Any) -> Json:
    return {"type": "static_select", "action_id": "m", **({"options": options(2)} | fields)}


def asks(element: Json, **fields: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **fields}


def typed(**fields: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "t", **fields}


def modal(*blocks: Json, **fields: Any) -> Json:
    shown = list(blocks) or [section()]
    return {"type": "modal", "title": plain("Title"), "submit": plain("Save"), "blocks": shown} | fields


def without(record: Json, *names: str) -> Json:
    return {name: value for name, value in record.items() if name not in names}


@dataclass(frozen=True)
class Case:
    """`wrong` is refused with `code` (and `says` in its messages) by `method`; `right` is accepted."""

    name: str
    code: str
    wrong: Any
    right: Any
    says: str = ""
    method: str = "blocks"


def blocks(name: str, says: str, wrong: list[Json], right: list[Json]) -> Case:
    return Case(name, "invalid_blocks", wrong, right, says)


def view(name: str, says: str, wrong: Json, right: Json) -> Case:
    return Case(name, "invalid_arguments", wrong, right, says, "view")


def table(rows: int, cells: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


def confirm(**fields: Any) -> Json:
    return {
        "title": plain("Sure?"),
        "text": md("Really"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    } | fields


def nested_input(**fields: Any) -> Json:
    return modal(asks(typed(**fields)))


MESSAGES = [
    blocks("51 blocks", "no more than 50 items", [section()] * 51, [section()] * 50),
    blocks("section text", "less than 3001", [section(text=md("x" * 3001))], [section(text=md("x" * 3000))]),
    blocks("empty section text", "more than 0 characters", [section(text=md(""))], [section(text=md("x"))]),
    blocks("section without text", "missing required field: text", [{"type": "section"}], [section()]),
    blocks(
        "section fields",
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
        [section(fields=[md("x")] * 11)],
        [section(fields=[md("x")] * 10)],
    ),
    blocks(
        "section field text",
        "less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
        [section(fields=[md("x" * 2001)])],
        [section(fields=[md("x" * 2000)])],
    ),
    blocks(
        "header text",
        "less than 151",
        [{"type": "header", "text": plain("x" * 151)}],
        [{"type": "header", "text": plain("x" * 150)}],
    ),
    blocks(
        "header in mrkdwn",
        "one of plain_text",
        [{"type": "header", "text": md("x")}],
        [{"type": "header", "text": plain("x")}],
    ),
    blocks(
        "context elements",
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        [{"type": "context", "elements": [md("x")] * 11}],
        [{"type": "context", "elements": [md("x")] * 10}],
    ),
    blocks("actions", "no more than 25 items", actions(*[button()] * 26), actions(*[button()] * 25)),
    blocks(
        "button text",
        "less than 76",
        actions(button(text=plain("x" * 76))),
        actions(button(text=plain("x" * 75))),
    ),
    blocks("button value", "/value", actions(button(value="x" * 2001)), actions(button(value="x" * 2000))),
    blocks("button style", "primary, danger", actions(button(style="loud")), actions(button(style="danger"))),
    blocks(
        "accessibility label",
        "/accessibility_label",
        actions(button(accessibility_label="x" * 76)),
        actions(button(accessibility_label="x" * 75)),
    ),
    blocks(
        "url length",
        "less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
        actions(button(url="https://example.org/" + "x" * 3000)),
        actions(button(url="https://example.org/" + "x" * 2000)),
    ),
    blocks(
        "not a url", "required pattern", actions(button(url="x.org")), actions(button(url="https://x.org"))
    ),
    blocks(
        "action_id length",
        "less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
        actions(button(action_id="x" * 256)),
        actions(button(action_id="x" * 255)),
    ),
    blocks(
        "block_id length",
        "less than 256 characters [json-pointer:/blocks/0/block_id]",
        [section(block_id="x" * 256)],
        [section(block_id="x" * 255)],
    ),
    blocks(
        "same action_id in a block",
        "already exists in this block",
        actions(button(action_id="a"), button(action_id="a")),
        actions(button(action_id="a"), button(action_id="b")),
    ),
    blocks(
        "same block_id",
        "block_id must be unique",
        [section(block_id="a"), section(block_id="a")],
        [section(block_id="a"), section(block_id="b")],
    ),
    blocks("unknown block", "unsupported type: sectoin", [{"type": "sectoin"}], [{"type": "divider"}]),
    blocks("unknown element", "unsupported type: knob", actions({"type": "knob"}), actions(button())),
    blocks("unknown field", "invalid additional property", [section(colour="red")], [section(expand=True)]),
    blocks(
        "text input outside an input block",
        "unsupported type: plain_text_input",
        actions(typed()),
        [asks(typed())],
    ),
    blocks(
        "menu options",
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
        actions(menu(options=options(101))),
        actions(menu(options=options(100))),
    ),
    blocks(
        "option groups",
        "/option_groups",
        actions(without(menu(option_groups=[{"label": plain("g"), "options": options(1)}] * 101), "options")),
        actions(without(menu(option_groups=[{"label": plain("g"), "options": options(1)}] * 100), "options")),
    ),
    blocks(
        "options and groups at once",
        "only one of options, option_groups",
        actions(menu(option_groups=[{"label": plain("g"), "options": options(1)}])),
        actions(menu()),
    ),
    blocks(
        "menu without options",
        "missing required field: options",
        actions(without(menu(), "options")),
        actions(menu()),
    ),
    blocks(
        "option text",
        "/options/0/text/text",
        actions(menu(options=[option("x" * 76)])),
        actions(menu(options=[option("x" * 75)])),
    ),
    blocks(
        "option value",
        "/options/0/value",
        actions(menu(options=[option(value="x" * 151)])),
        actions(menu(options=[option(value="x" * 150)])),
    ),
    blocks(
        "option description",
        "/options/0/description",
        actions(menu(options=[option(description=plain("x" * 76))])),
        actions(menu(options=[option(description=plain("x" * 75))])),
    ),
    blocks(
        "initial option not offered",
        "initial_option must be one of the options",
        actions(menu(initial_option=option("no", "no"))),
        actions(menu(initial_option=options(1)[0])),
    ),
    blocks(
        "placeholder",
        "/placeholder/text",
        actions(menu(placeholder=plain("x" * 151))),
        actions(menu(placeholder=plain("x" * 150))),
    ),
    blocks(
        "overflow options",
        "no more than 5 items",
        actions({"type": "overflow", "options": options(6)}),
        actions({"type": "overflow", "options": options(5)}),
    ),
    blocks(
        "boxes",
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
        actions({"type": "checkboxes", "options": options(11)}),
        actions({"type": "checkboxes", "options": options(10)}),
    ),
    blocks(
        "multi-select in actions",
        "unsupported type: multi_users_select",
        actions({"type": "multi_users_select"}),
        [section(accessory={"type": "multi_users_select"})],
    ),
    blocks(
        "confirm title",
        "/confirm/title/text",
        actions(button(confirm=confirm(title=plain("x" * 101)))),
        actions(button(confirm=confirm(title=plain("x" * 100)))),
    ),
    blocks(
        "confirm text",
        "/confirm/text/text",
        actions(button(confirm=confirm(text=md("x" * 301)))),
        actions(button(confirm=confirm(text=md("x" * 300)))),
    ),
    blocks(
        "confirm answer",
        "/confirm/deny/text",
        actions(button(confirm=confirm(deny=plain("x" * 31)))),
        actions(button(confirm=confirm(deny=plain("x" * 30)))),
    ),
    blocks(
        "date",
        "/initial_date",
        actions({"type": "datepicker", "initial_date": "14/05/2027"}),
        actions({"type": "datepicker", "initial_date": "2027-05-14"}),
    ),
    blocks(
        "time",
        "/initial_time",
        actions({"type": "timepicker", "initial_time": "24:00"}),
        actions({"type": "timepicker", "initial_time": "23:59"}),
    ),
    blocks(
        "file input in a message",
        "not supported on the surface: message",
        [asks({"type": "file_input"})],
        [asks(typed())],
    ),
    blocks(
        "image without alt_text",
        "missing required field: alt_text",
        [{"type": "image", "image_url": "https://x.org/a.png"}],
        [{"type": "image", "image_url": "https://x.org/a.png", "alt_text": "a"}],
    ),
    blocks("table rows", "no more than 100 items", [table(101, 1)], [table(100, 1)]),
    blocks("table cells", "no more than 20 items", [table(1, 21)], [table(1, 20)]),
    blocks("two tables", "only one table", [table(1, 1), table(1, 1)], [table(1, 1), section()]),
    blocks(
        "markdown in all",
        "markdown blocks hold more than 12000",
        [{"type": "markdown", "text": "x" * 6001}] * 2,
        [{"type": "markdown", "text": "x" * 6000}] * 2,
    ),
    blocks(
        "rich text part",
        "unsupported type [json-pointer:/blocks/0/elements/0/type]",
        [{"type": "rich_text", "elements": [{"type": "rich_text_poem", "elements": []}]}],
        [{"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": []}]}],
    ),
]

VIEWS = [
    view("101 blocks", "no more than 100 items", modal(*[section()] * 101), modal(*[section()] * 100)),
    view("title", "/view/title", modal(title=plain("x" * 25)), modal(title=plain("x" * 24))),
    view("no title", "missing required field: title", without(modal(), "title"), modal()),
    view("submit label", "/view/submit", modal(submit=plain("x" * 25)), modal(submit=plain("x" * 24))),
    view("close label", "/view/close", modal(close=plain("x" * 25)), modal(close=plain("x" * 24))),
    view(
        "private metadata",
        "/view/private_metadata",
        modal(private_metadata="x" * 3001),
        modal(private_metadata="x" * 3000),
    ),
    view("callback id", "/view/callback_id", modal(callback_id="x" * 256), modal(callback_id="x" * 255)),
    view(
        "input without submit",
        "missing required field: submit",
        without(nested_input(), "submit"),
        nested_input(),
    ),
    view(
        "input label",
        "/label/text",
        modal(asks(typed(), label=plain("x" * 2001))),
        modal(asks(typed(), label=plain("x" * 2000))),
    ),
    view(
        "hint",
        "/hint/text",
        modal(asks(typed(), hint=plain("x" * 2001))),
        modal(asks(typed(), hint=plain("x" * 2000))),
    ),
    view("max_length", "/element/max_length", nested_input(max_length=3001), nested_input(max_length=3000)),
    view(
        "min over max",
        "must not exceed",
        nested_input(min_length=9, max_length=8),
        nested_input(min_length=8, max_length=8),
    ),
    view(
        "number input",
        "is_decimal_allowed",
        modal(asks({"type": "number_input"})),
        modal(asks({"type": "number_input", "is_decimal_allowed": False})),
    ),
    view(
        "files",
        "/element/max_files",
        modal(asks({"type": "file_input", "max_files": 11})),
        modal(asks({"type": "file_input", "max_files": 10})),
    ),
    view("button as input", "unsupported type: button", modal(asks(button())), modal(asks(menu()))),
    view("markdown in a modal", "surface: modal", modal({"type": "markdown", "text": "x"}), modal(section())),
    view("type of view", "one of modal", modal(type="home"), modal()),
]

BIG = [section(text=md("x" * 2999)) for _ in range(90)]
TEXTS = [
    Case("no text at all", "no_text", {"text": ""}, {"text": "x"}, method="chat.postMessage"),
    Case(
        "text too long", "msg_too_long", {"text": "x" * 4001}, {"text": "x" * 4000}, method="chat.postMessage"
    ),
    Case(
        "blocks not a list",
        "invalid_blocks_format",
        {"text": "x", "blocks": "[{"},
        {"text": "x", "blocks": []},
        method="chat.postMessage",
    ),
    Case(
        "metadata without type",
        "invalid_metadata_format",
        {"text": "x", "metadata": {"event_payload": {}}},
        {"text": "x", "metadata": {"event_type": "card", "event_payload": {}}},
        method="chat.postMessage",
    ),
    Case(
        "metadata too large",
        "metadata_too_large",
        {"text": "x", "metadata": {"event_type": "card", "event_payload": {"a": "x" * 8000}}},
        {"text": "x", "metadata": {"event_type": "card", "event_payload": {"a": "x" * 7000}}},
        method="chat.postMessage",
    ),
    Case(
        "unknown channel",
        "channel_not_found",
        {"channel": "C0NOWHERE", "text": "x"},
        {"text": "x"},
        method="chat.postMessage",
    ),
    Case(
        "private channel of others",
        "channel_not_found",
        {"channel": "#closed-room", "text": "x"},
        {"channel": "#general", "text": "x"},
        "",
        "chat.postMessage",
    ),
    Case(
        "not in the channel",
        "not_in_channel",
        {"channel": "#elsewhere", "text": "x"},
        {"channel": "#general", "text": "x"},
        method="chat.postMessage",
    ),
    Case(
        "unknown thread",
        "thread_not_found",
        {"text": "x", "thread_ts": "1.000001"},
        {"text": "x", "thread_ts": ""},
        method="chat.postMessage",
    ),
    Case("view too large", "view_too_large", modal(*BIG), modal(*BIG[:80]), method="view"),
]

CASES = MESSAGES + VIEWS + TEXTS
