"""Turns what a person would say ("Wales", "14 May", "Sara") into the value an element keeps."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.limits.composition import offered
from sandbox.people.render import Reader
from sandbox.state import Json, User
from sandbox.workspace import Workspace


class CannotAnswer(AssertionError):
    """A person could not enter this; the message says what there is to choose from."""


def typed(element: Json, value: Any, user: User) -> Any:
    """The value of a text, number, date or time input. Dates may be given as `date`, times as `time`."""
    match element["type"]:
        case "datepicker":
            return date.fromisoformat(str(value)).isoformat()
        case "timepicker":
            return time.fromisoformat(str(value)).strftime("%H:%M")
        case "datetimepicker":
            return _epoch(value, user)
    return str(value)


def _epoch(value: datetime | str | int, user: User) -> int:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(moment, int):
        return moment
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(user.tz))
    return int(aware.astimezone(UTC).timestamp())


def option_named(options: list[Json], label: str, reader: Reader) -> Json:
    """The option with these words (or, failing that, this value)."""
    for option in options:
        if reader.text(option["text"]) == label or option.get("value") == label:
            return {key: option[key] for key in ("text", "value", "description") if key in option}
    shown = ", ".join(reader.text(option["text"]) for option in options) or "nothing"
    raise CannotAnswer(f"{label!r} is not offered; there is {shown}")


def chosen(
    element: Json, labels: tuple[str, ...], workspace: Workspace, reader: Reader, offers: list[Json]
) -> Any:
    """The value of a menu, boxes or radio buttons for the choices with these labels."""
    kind = element["type"]
    if kind.removeprefix("multi_") == "users_select":
        found: list[Any] = [workspace.user(label).id for label in labels]
    elif kind.removeprefix("multi_") in ("channels_select", "conversations_select"):
        found = [workspace.channel(label).id for label in labels]
    else:
        found = [option_named(offers or offered(element), label, reader) for label in labels]
    many = kind.startswith("multi_") or kind == "checkboxes"
    if many:
        return found
    if len(found) > 1:
        raise CannotAnswer("only one choice can be made here")
    return found[0] if found else None
