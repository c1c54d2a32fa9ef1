"""Form fields of the page, and the values that Slack would keep for them."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile

from sandbox.forms import held, stateful
from sandbox.limits.composition import offered
from sandbox.objects import file_json
from sandbox.people.acts import Acts, Place
from sandbox.state import Json, User

OPTIONS = ("static_select", "radio_buttons", "external_select")
MANY_OPTIONS = ("multi_static_select", "checkboxes", "multi_external_select")


def field_name(block: Json, element: Json) -> str:
    """The name of an element's field; no two elements of a place share one."""
    return f"{quote(block['block_id'], safe='')}/{quote(element['action_id'], safe='')}"


def find(blocks: list[Json], name: str) -> tuple[Json, Json] | None:
    """The block and the stateful element with this field name."""
    return next(((b, e) for b, e in stateful(blocks) if field_name(b, e) == name), None)


async def take_fields(
    acts: Acts, user: User, place: Place, form: FormData, offers: dict[str, list[Json]]
) -> None:
    """Enter everything that a form brought; fields it doesn't have stay as they were.

    `offers` are the options that the app has suggested for external selects, by field name.
    """
    values = acts.values(user, place)
    for block, element in stateful(place.blocks):
        name = field_name(block, element)
        if f"has:{name}" not in form:
            continue
        before = held(element, values[block["block_id"]][element["action_id"]])
        if element["type"] == "file_input":
            value = await _files(acts, user, form.getlist(name), before) or before
        else:
            value = _value(element, form.getlist(name), user, offers.get(name, []))
        if value != before:
            acts.enters(user, place, block, element, value)


def _value(element: Json, fields: list[UploadFile | str], user: User, suggested: list[Json]) -> Any:
    kind, sent = element["type"], [field for field in fields if isinstance(field, str) and field]
    if kind in OPTIONS or kind in MANY_OPTIONS:
        choices = suggested or offered(element)
        chosen = [option for option in choices if option["value"] in sent or option["text"]["text"] in sent]
        return chosen if kind in MANY_OPTIONS else next(iter(chosen), None)
    if kind.startswith("multi_"):
        return sent
    return _single(kind, sent[0], user) if sent else None


def _single(kind: str, text: str, user: User) -> Any:
    if kind == "datetimepicker":
        return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(user.tz)).astimezone(UTC).timestamp())
    if kind == "rich_text_input":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        return {"type": "rich_text", "elements": [section]}
    return text.replace("\r\n", "\n")


async def _files(acts: Acts, user: User, fields: list[UploadFile | str], before: list[Json]) -> list[Json]:
    """The files that a form brought; one that it brought before is not taken twice."""
    found = []
    for upload in fields:
        if not isinstance(upload, str) and upload.filename:
            content, known = await upload.read(), acts.workspace.files
            same = (f for f in before if f["name"] == upload.filename and known[f["id"]].content == content)
            already: Json = next(same, {})
            found.append(already or _taken(acts, user, upload, content))
    return found


def _taken(acts: Acts, user: User, upload: UploadFile, content: bytes) -> Json:
    mimetype = upload.content_type or "application/octet-stream"
    return file_json(acts.workspace, acts.uploads(user, upload.filename or "file", content, mimetype))
