"""What people fill in: the elements of a form, and the field with a label that holds each of them."""

from collections.abc import Sequence

from handlers.slack.blocks.kit import Block, Choice, option, plain


def select(
    action: str, choices: Sequence[Choice], *, placeholder: str = "Choose", chosen: str | None = None
) -> Block:
    """A menu with at most a hundred choices."""
    element: Block = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": [option(choice) for choice in choices[:100]],
    }
    return _with_initial(element, choices, chosen)


def multi_select(
    action: str, choices: Sequence[Choice], *, placeholder: str = "Choose", chosen: Sequence[str] = ()
) -> Block:
    """A menu from which several may be chosen."""
    element: Block = {
        "type": "multi_static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": [option(choice) for choice in choices[:100]],
    }
    initial = [option(choice) for choice in choices if choice.value in chosen]
    return {**element, "initial_options": initial} if initial else element


def radios(action: str, choices: Sequence[Choice], *, chosen: str | None = None) -> Block:
    """A choice of one, all of them visible."""
    element: Block = {
        "type": "radio_buttons",
        "action_id": action,
        "options": [option(choice) for choice in choices[:10]],
    }
    return _with_initial(element, choices, chosen)


def checkboxes(action: str, choices: Sequence[Choice], *, chosen: Sequence[str] = ()) -> Block:
    """A choice of any number."""
    element: Block = {
        "type": "checkboxes",
        "action_id": action,
        "options": [option(choice) for choice in choices[:10]],
    }
    ticked = [option(choice) for choice in choices if choice.value in chosen]
    if ticked:
        element["initial_options"] = ticked
    return element


def text_input(
    action: str, *, value: str = "", multiline: bool = False, longest: int | None = None, hint: str = ""
) -> Block:
    """A line, or several, to type."""
    element: Block = {"type": "plain_text_input", "action_id": action, "multiline": multiline}
    if value:
        element["initial_value"] = value if longest is None else value[:longest]
    if longest is not None:
        element["max_length"] = longest
    if hint:
        element["placeholder"] = plain(hint, 150)
    return element


def field_of(
    label: str, element: Block, *, hint: str = "", optional: bool = False, name: str | None = None
) -> Block:
    """An input of a modal: its `block_id` is the element's action id unless named otherwise."""
    block: Block = {
        "type": "input",
        "block_id": name or element["action_id"],
        "label": plain(label, 2_000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2_000)
    return block


def date_picker(action: str, value: str | None = None) -> Block:
    """A day, `YYYY-MM-DD`."""
    element: Block = {"type": "datepicker", "action_id": action}
    return {**element, "initial_date": value} if value else element


def time_picker(action: str, value: str | None = None) -> Block:
    """A time of day, `HH:MM`."""
    element: Block = {"type": "timepicker", "action_id": action}
    return {**element, "initial_time": value} if value else element


def email_input(action: str, value: str = "") -> Block:
    """An e-mail address; Slack itself refuses what can't be one."""
    element: Block = {"type": "email_text_input", "action_id": action}
    return {**element, "initial_value": value} if value else element


def file_input(action: str, types: Sequence[str]) -> Block:
    """One file of one of these types (the endings of their names)."""
    return {"type": "file_input", "action_id": action, "filetypes": list(types), "max_files": 1}


def person_picker(action: str, chosen: str | None = None) -> Block:
    """Somebody of the workspace."""
    element: Block = {"type": "users_select", "action_id": action}
    return {**element, "initial_user": chosen} if chosen else element


def people_picker(action: str, chosen: Sequence[str] = ()) -> Block:
    """Several people of the workspace."""
    element: Block = {"type": "multi_users_select", "action_id": action}
    return {**element, "initial_users": list(chosen)} if chosen else element


def _with_initial(element: Block, choices: Sequence[Choice], chosen: str | None) -> Block:
    for choice in choices:
        if choice.value == chosen:
            element["initial_option"] = option(choice)
    return element
