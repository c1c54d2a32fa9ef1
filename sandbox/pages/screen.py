"""Renders the page and its regions."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from sandbox.desk import Desk
from sandbox.forms import KEEPS, empty_state
from sandbox.limits.composition import offered
from sandbox.pages import cards
from sandbox.pages.extras import Extras
from sandbox.pages.fields import field_name
from sandbox.pages.letters import read_letter
from sandbox.pages.look import HOME, Look, mark_read, players, unread
from sandbox.pages.words import Words
from sandbox.people.render import Reader
from sandbox.people.sight import top_modal
from sandbox.state import Json
from sandbox.workspace import Workspace

REGIONS = ("top", "nav", "talk", "side", "modal", "toasts")
HERE = Path(__file__).parent
NEWEST = 80


def environment() -> Environment:
    """The templates with the functions they use."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.globals |= {
        "field_name": field_name,
        "hue": cards.hue,
        "key": cards.key,
        "initials": cards.initials,
        "offered": offered,
        "pretty": cards.pretty,
        "share_of_limit": cards.share_of_limit,
        "spoken_day": cards.spoken_day,
        "block_version": cards.block_version,
    }
    return made


class Screen:
    """What one visitor sees, rendered in pieces that can be sent again when they change."""

    def __init__(self, desk: Desk, extras: Extras, templates: Environment) -> None:
        self._desk = desk
        self._extras = extras
        self._templates = templates

    def page(self, look: Look) -> str:
        """The whole page."""
        context = self._context(look)
        regions = {name: Markup(self._region(name, context)) for name in REGIONS}  # noqa: S704 - rendered with autoescape
        return self._templates.get_template("page.html").render(**context, regions=regions)

    def regions(self, look: Look) -> dict[str, str]:
        """Every region by its name."""
        context = self._context(look)
        return {name: self._region(name, context) for name in REGIONS}

    def _region(self, name: str, context: dict[str, Any]) -> str:
        html = self._templates.get_template(f"{name}.html").render(**context)
        keyed = " data-parts" if name in ("talk", "side", "modal") else ""
        return f'<div id="region-{name}" data-v="{cards.version(html)}"{keyed}>{html}</div>'

    def _context(self, look: Look) -> dict[str, Any]:
        workspace = self._desk.workspace
        channel = workspace.channels.get(look.at)
        if channel is not None:
            mark_read(workspace, look.user, channel)
        now = workspace.clock().astimezone(ZoneInfo(look.user.tz))
        modal = top_modal(workspace, look.user)
        return {
            "look": look,
            "workspace": workspace,
            "app": workspace.app,
            "extras": self._extras,
            "now": now,
            "players": players(workspace, self._extras),
            "rooms": cards.rooms(workspace, look),
            "channel": channel,
            "direct": workspace.direct(look.user.id),
            "direct_unread": unread(workspace, look.user, workspace.direct(look.user.id)),
            "cards": cards.cards(workspace, look.user, channel) if channel else [],
            "left_out": cards.left_out(workspace, look.user, channel) if channel else 0,
            "home": workspace.homes.get(look.user.id) if look.at == HOME else None,
            "modal": modal,
            "depth": len(workspace.modals.get(look.user.id, [])),
            "side": self._side(look),
            "troubles": workspace.troubles.get(look.user.id, []),
            "words": Words(workspace, look.user),
            "state_for": self._state_for(look),
            "reader": Reader(workspace, look.user),
            "zone": ZoneInfo(look.user.tz),
            "commands": _completions(workspace),
            "people": lambda: [(u.id, u.real_name) for u in workspace.users.values() if not u.is_bot],
            "places": lambda: [
                (c.id, f"#{c.name}") for c in workspace.visible_channels(look.user.id) if c.name
            ],
        }

    def _side(self, look: Look) -> dict[str, Any]:
        workspace = self._desk.workspace
        channel = workspace.channels.get(look.at)
        if look.thread and channel is not None:
            return {"thread": cards.thread_cards(workspace, look.user, channel, look.thread)}
        match look.side:
            case "story":
                return {"story": list(self._extras.story())}
            case "letters":
                raw = list(enumerate(self._extras.letters(), start=1))[-NEWEST:]
                return {
                    "letters": [read_letter(number, mail, look.user.tz) for number, mail in reversed(raw)]
                }
            case "inspector":
                return {"records": list(reversed(self._desk.inspector.records))[:NEWEST]}
        return {}

    def _state_for(self, look: Look) -> Any:
        """A function for the templates: what an element on a place holds."""

        def held(place: Any, block: Json, element: Json) -> Any:
            values = self._desk.acts.values(look.user, place)
            state = values.get(block["block_id"], {}).get(element["action_id"]) or empty_state(element)
            return state[KEEPS[element["type"]].key]

        return held


def _completions(workspace: Workspace) -> str:
    """The slash commands and their words, for the message box to complete."""
    found = []
    for command in workspace.app.commands:
        found.append({"text": command.name, "hint": command.description})
        found += [{"text": f"{command.name} {word}", "hint": ""} for word in command.words]
    return json.dumps(found)
