"""What a person has before their eyes, and where on it a label stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.forms import KEEPS
from sandbox.limits.blocks import elements_of
from sandbox.people.acts import Place
from sandbox.people.render import Reader
from sandbox.state import Channel, Json, Message, User, View
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Spot:
    """One element on one place; `option` when the label was that of a choice in an overflow menu."""

    place: Place
    block: Json
    element: Json
    option: Json | None = None


def messages_for(workspace: Workspace, user: User, channel: Channel | None = None) -> list[Message]:
    """Every message that this person can read, oldest first; private ones of others left out."""
    channels = [channel] if channel is not None else workspace.visible_channels(user.id)
    if channel is not None and channel.is_private and user.id not in channel.members:
        return []
    everything = [m for c in channels for m in c.messages.values() if m.only_for in ("", user.id)]
    return sorted(everything, key=lambda m: tuple(map(int, m.ts.split("."))))


def top_modal(workspace: Workspace, user: User) -> View | None:
    """The modal that lies uppermost for this person."""
    stack = workspace.modals.get(user.id)
    return stack[-1] if stack else None


def blocks_of(place: Place) -> list[Json]:
    """The blocks of a message or view."""
    return place.blocks


def pressables(place: Place, label: str, reader: Reader) -> Iterator[Spot]:
    """Buttons and overflow choices with this label."""
    for block in blocks_of(place):
        for element in elements_of(block):
            if element["type"] == "button" and label in _names(element, reader):
                yield Spot(place, block, element)
            if element["type"] == "overflow":
                for option in element["options"]:
                    if reader.text(option["text"]) == label:
                        yield Spot(place, block, element, option)


def _names(button: Json, reader: Reader) -> tuple[str, str]:
    return reader.text(button["text"]), str(button.get("accessibility_label", ""))


def inputs(place: Place, label: str, reader: Reader) -> Iterator[Spot]:
    """Elements that hold a value, by the label, section text or placeholder beside them."""
    for block in blocks_of(place):
        for element in elements_of(block):
            if element["type"] in KEEPS and label in _labels(block, element, reader):
                yield Spot(place, block, element)


def _labels(block: Json, element: Json, reader: Reader) -> list[str]:
    shown = [reader.text(block.get("label")), reader.text(block.get("text"))]
    return [*shown, reader.text(element.get("placeholder"))]
