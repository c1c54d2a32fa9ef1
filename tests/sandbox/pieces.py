"""Blocks and views that several tests show."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def md(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(label: str, **fields: Any) -> Json:
    return {"type": "button", "text": plain(label), "action_id": label.lower(), **fields}


def option(label: str) -> Json:
    return {"text": plain(label), "value": label.lower()}


def asks(label: str, element: Json, **fields: Any) -> Json:
    name = label.lower()
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": name, **element},
        **fields,
    }


CONFIRM = {
    "title": plain("Sure?"),
    "text": md("It can’t be undone."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}
CARD = [
    {"type": "header", "text": plain("Spring meeting")},
    {"type": "section", "text": md("*Cardiff* on <!date^1810108800^{date_long} at {time}|12 May>")},
    {
        "type": "actions",
        "block_id": "answers",
        "elements": [
            button("Attend", style="primary", value="7"),
            button("Cancel it", style="danger", confirm=CONFIRM),
            {"type": "overflow", "action_id": "more", "options": [option("Bring a guest"), option("Leave")]},
        ],
    },
]
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Edit the meeting"),
    "submit": plain("Save"),
    "notify_on_close": True,
    "blocks": [
        asks("Theme", {"type": "plain_text_input"}, hint=plain("Shown on the card")),
        asks("Date", {"type": "datepicker", "initial_date": "2027-05-12"}),
        asks("Nation", {"type": "static_select", "options": [option("England"), option("Wales")]}),
        asks("Mode", {"type": "radio_buttons", "options": [option("Virtual"), option("In person")]}),
        asks(
            "Needs", {"type": "checkboxes", "options": [option("Step-free"), option("Loop")]}, optional=True
        ),
        asks("Speakers", {"type": "multi_users_select"}, optional=True),
        asks("Host", {"type": "external_select", "min_query_length": 1}, optional=True),
        asks("Members", {"type": "file_input", "filetypes": ["csv"]}, optional=True),
        asks("Start", {"type": "datetimepicker"}, optional=True),
        {
            "type": "section",
            "text": md("Or begin with what there is"),
            "accessory": {"type": "overflow", "action_id": "old", "options": [option("Use last year’s")]},
        },
    ],
}
HOME = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Good morning")},
        {"type": "section", "text": md("Three people ask to join."), "accessory": button("Review")},
        {"type": "divider"},
        {
            "type": "section",
            "text": md("Your profession"),
            "accessory": {
                "type": "static_select",
                "action_id": "profession",
                "placeholder": plain("Choose"),
                "options": [option("Nurse"), option("Police")],
            },
        },
        {"type": "context", "elements": [md("_Kept for 13 months_ :lock:")]},
    ],
}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": t} for t in row] for row in ("ab", "cd")]}
EVERY_KIND = [
    TABLE,
    {"type": "markdown", "text": "**x**"},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "in a list"}]},
                ],
            }
        ],
    },
]
