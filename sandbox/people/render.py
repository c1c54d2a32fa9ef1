"""Messages, modals and Home tabs as plain text, the way a person reads them."""

from collections.abc import Callable
from typing import Any

from sandbox.forms import KEEPS, held
from sandbox.mrkdwn import local_date, plain
from sandbox.state import Json, Message, User, View
from sandbox.workspace import Workspace


class Reader:
    """Reads for one person: in their zone, with the names they know."""

    def __init__(self, workspace: Workspace, user: User) -> None:
        self._workspace = workspace
        self._user = user

    def text(self, thing: Json | str | None) -> str:
        """A text object, or a string of mrkdwn."""
        if not thing:
            return ""
        if isinstance(thing, str):
            return plain(thing, self._workspace, self._user)
        if thing.get("type") == "plain_text":
            return str(thing["text"])
        return plain(str(thing["text"]), self._workspace, self._user)

    def blocks(self, blocks: list[Json], values: Json | None = None, errors: Json | None = None) -> str:
        """All blocks, one under the other; inputs with what they hold and what is wrong with it."""
        lines = []
        for block in blocks:
            lines.append(self._block(block, values or {}))
            if errors and block.get("block_id") in errors:
                lines.append(f"  ! {errors[block['block_id']]}")
        return "\n".join(line for line in lines if line)

    def message(self, message: Message) -> str:
        """A message with its author; the blocks when it has any, as Slack shows it."""
        body = self.blocks(message.blocks) if message.blocks else self.text(message.text)
        private = " (only visible to you)" if message.only_for else ""
        files = "".join(f"\n[file: {self._workspace.files[f].name}]" for f in message.files)
        return f"{self._workspace.users[message.user].real_name}{private}: {body}{files}"

    def view(self, view: View) -> str:
        """A modal or Home tab."""
        title = self.text(view.body.get("title"))
        foot = " ".join(f"[{self.text(view.body[b])}]" for b in ("close", "submit") if view.body.get(b))
        body = self.blocks(view.blocks, view.values, view.errors)
        return "\n".join(part for part in (title, body, view.trouble, foot) if part)

    def _block(self, block: Json, values: Json) -> str:
        mine = values.get(block.get("block_id", ""), {})
        readers: dict[str, Callable[[], str]] = {
            "section": lambda: self._section(block, mine),
            "header": lambda: self.text(block["text"]),
            "divider": lambda: "———",
            "context": lambda: " ".join(self._small(e) for e in block["elements"]),
            "actions": lambda: " ".join(self.element(e, mine) for e in block["elements"]),
            "input": lambda: self._input(block, mine),
            "image": lambda: f"[image: {block['alt_text']}]",
            "markdown": lambda: str(block["text"]),
            "table": lambda: "\n".join(" | ".join(map(self._cell, row)) for row in block["rows"]),
            "rich_text": lambda: self._rich(block["elements"]),
        }
        return readers[block["type"]]()

    def _section(self, block: Json, values: Json) -> str:
        parts = [self.text(block.get("text")), *(self.text(f) for f in block.get("fields", []))]
        if "accessory" in block:
            parts.append(self.element(block["accessory"], values))
        return "\n".join(part for part in parts if part)

    def _small(self, element: Json) -> str:
        return f"[image: {element['alt_text']}]" if element["type"] == "image" else self.text(element)

    def _input(self, block: Json, values: Json) -> str:
        optional = " (optional)" if block.get("optional") else ""
        hint = f"\n  {self.text(block['hint'])}" if "hint" in block else ""
        return f"{self.text(block['label'])}{optional}: {self.element(block['element'], values)}{hint}"

    def element(self, element: Json, values: Json) -> str:
        """A button in brackets, a menu with its choice, an input with what it holds."""
        match element["type"]:
            case "button":
                return f"[{self.text(element['text'])}]"
            case "image":
                return f"[image: {element['alt_text']}]"
            case "overflow":
                return "[… " + " / ".join(self.text(o["text"]) for o in element["options"]) + "]"
            case "checkboxes" | "radio_buttons":
                return self._ticks(element, values)
        state = values.get(element.get("action_id", ""))
        value = held(element, state) if state else element.get(KEEPS[element["type"]].initial)
        shown = self.value(element, value) or self.text(element.get("placeholder"))
        return f"[{shown or ' '} ▾]" if "select" in element["type"] else f"[{shown or ' '}]"

    def _ticks(self, element: Json, values: Json) -> str:
        state = values.get(element.get("action_id", ""))
        value = held(element, state) if state else element.get(KEEPS[element["type"]].initial)
        chosen = value if isinstance(value, list) else [value]
        return " ".join(
            f"({'x' if option in chosen else ' '}) {self.text(option['text'])}"
            for option in element["options"]
        )

    def value(self, element: Json, value: Any) -> str:
        """What an element holds, in words."""
        if isinstance(value, list):
            return ", ".join(self.value(element, each) for each in value)
        if isinstance(value, dict):
            return self.text(value["text"]) if "text" in value else str(value.get("name", ""))
        if element["type"] == "datetimepicker" and value:
            return local_date(value, "{date_num} {time}", self._user.tz, self._workspace.clock())
        return self._named(value)

    def _named(self, value: Any) -> str:
        if value in self._workspace.users:
            return self._workspace.users[value].real_name
        if value in self._workspace.channels:
            return f"#{self._workspace.channels[value].name}"
        return "" if value is None else str(value)

    def _cell(self, cell: Json) -> str:
        return str(cell["text"]) if cell["type"] == "raw_text" else self._rich(cell["elements"])

    def _rich(self, elements: list[Json]) -> str:
        return "\n".join(self._rich_part(element) for element in elements)

    def _rich_part(self, part: Json) -> str:
        kind = part["type"]
        if kind == "rich_text_list":
            return "\n".join(f"• {self._rich_part(each)}" for each in part["elements"])
        if "elements" in part:
            return "".join(self._rich_part(each) for each in part["elements"])
        if kind == "date":
            clock = self._workspace.clock()
            return local_date(part["timestamp"], part["format"], self._user.tz, clock)
        return self._rich_piece(kind, part)

    def _rich_piece(self, kind: str, part: Json) -> str:
        pieces: dict[str, Callable[[], str]] = {
            "text": lambda: str(part["text"]),
            "link": lambda: str(part.get("text") or part["url"]),
            "user": lambda: self.text(f"<@{part['user_id']}>"),
            "channel": lambda: self.text(f"<#{part['channel_id']}>"),
            "emoji": lambda: f":{part['name']}:",
            "broadcast": lambda: f"@{part['range']}",
            "usergroup": lambda: f"@{part['usergroup_id']}",
            "color": lambda: str(part["value"]),
        }
        return pieces[kind]()


def render_text(blocks: list[Json], workspace: Workspace, reader: User) -> str:
    """Blocks as `reader` reads them."""
    return Reader(workspace, reader).blocks(blocks)
