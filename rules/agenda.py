"""A meeting's agenda: the standing items, edited as lines of text; what was carried to it keeps its origin.

The standing items are domain 4, [D]; the five headings under the regional updates are terms 2.5, the
National Panel 2.4.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from rules.refusals import Refusal

REGIONAL_UPDATES = "Regional updates"
REGIONAL_HEADINGS = (
    "Development of good practice",
    "Triangulation with other processes",
    "Emerging learning themes",
    "Effectiveness of the case-review process",
    "The interface with the CDOP process",
)
LAST_MINUTES = "Minutes of the last meeting"
THEMED_LEARNING = "Themed learning"
ANY_OTHER_BUSINESS = "Any other business"

MOST_ITEMS = 40
LONGEST_LINE = 150
LONGEST_TEXT = 2400  # a Slack modal's input holds 3,000: what is carried here later needs room too

_HEADING = re.compile(r"[-–—]\s+")
_MARKS = re.compile(r"^(?:(?:\d{1,2}[.)]|[-–—•*])\s+)+")


class Carried(StrEnum):
    """Why an item comes from an earlier meeting."""

    FOR_RATIFICATION = "for ratification"  # decided while inquorate (terms 4.1)
    PROMISED = "promised"  # somebody said that they would bring it (source item 3)


@dataclass(frozen=True)
class Item:
    """One item, with the headings under it; `origin` says which meeting a carried one comes from."""

    title: str
    headings: tuple[str, ...] = ()
    carried: Carried | None = None
    origin: str = ""

    @property
    def in_words(self) -> str:
        """The title, with why it is here: "Bursaries (for ratification, from 14 May 2027)"."""
        return f"{self.title} ({self.carried}, from {self.origin})" if self.carried else self.title

    def to_data(self) -> dict[str, Any]:
        """Plain values for storage as JSON."""
        return {
            "title": self.title,
            "headings": list(self.headings),
            "carried": self.carried,
            "origin": self.origin,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Item":
        """An item read back from storage."""
        carried = Carried(data["carried"]) if data["carried"] else None
        return cls(data["title"], tuple(data["headings"]), carried, data["origin"])


Agenda = tuple[Item, ...]


def standing(theme: str = "") -> Agenda:
    """The items of every meeting; a themed one names its theme (source item 8)."""
    items = (
        Item("Apologies"),
        Item("Quorum"),
        Item("Conflicts of interest"),
        Item(LAST_MINUTES),
        Item("Actions"),
        Item(REGIONAL_UPDATES, REGIONAL_HEADINGS),
        Item("National Panel: developments and feedback"),
        Item("CDOP: learning from child death reviews"),
        Item(THEMED_LEARNING),
        Item(ANY_OTHER_BUSINESS),
        Item("Dates of the next meetings"),
    )
    return with_theme(items, theme)


def with_theme(agenda: Agenda, theme: str) -> Agenda:
    """The agenda after the meeting's theme has changed; one without the themed item stays as it is."""
    title = f"{THEMED_LEARNING}: {theme}" if theme else THEMED_LEARNING
    return tuple(
        replace(item, title=title) if item.title.startswith(THEMED_LEARNING) else item for item in agenda
    )


def add(agenda: Agenda, title: str, *, position: int | None = None) -> Agenda:
    """Add an item at a position, counted from 1; before any other business if none is given."""
    place = (
        _place_before(agenda, ANY_OTHER_BUSINESS) if position is None else _index(position, len(agenda) + 1)
    )
    return _checked((*agenda[:place], Item(_line(_bare(title))), *agenda[place:]))


def remove(agenda: Agenda, position: int) -> Agenda:
    """Take the item at a position, counted from 1, off the agenda.

    Refuses one that waits for ratification: a decision without it would be left hanging.
    """
    place = _index(position, len(agenda))
    left = (*agenda[:place], *agenda[place + 1 :])
    _refuse_loss(agenda, left)
    return left


def move(agenda: Agenda, position: int, to: int) -> Agenda:
    """Put the item at one position to another, both counted from 1."""
    place, target = _index(position, len(agenda)), _index(to, len(agenda))
    left = (*agenda[:place], *agenda[place + 1 :])
    return (*left[:target], agenda[place], *left[target:])


def carry(agenda: Agenda, title: str, why: Carried, origin: str) -> Agenda:
    """Bring an item from an earlier meeting; bringing it twice is bringing it once.

    A decision for ratification comes right after the last minutes, a promise before any other business.
    """
    bare = _bare(title)
    short = bare if len(bare) <= LONGEST_LINE else f"{bare[: LONGEST_LINE - 1].rstrip()}…"
    if any((item.title, item.carried, item.origin) == (short, why, origin) for item in agenda):
        return agenda
    item = Item(short, carried=why, origin=origin)
    if why is Carried.FOR_RATIFICATION:
        place = _place_before(agenda, LAST_MINUTES) + 1
    else:
        place = _place_before(agenda, ANY_OTHER_BUSINESS)
    return (*agenda[:place], item, *agenda[place:])


def as_text(agenda: Agenda) -> str:
    """The agenda as a person edits it: a line for each item, headings below it after a dash."""
    return "\n".join(
        line for item in agenda for line in (item.title, *(f"- {each}" for each in item.headings))
    )


def parse(text: str, before: Agenda = ()) -> Agenda:
    """The agenda from edited lines; numbers and bullets in front of items are dropped.

    An item that was carried (known from `before` by its title) keeps its origin, wherever it is put.
    Refuses an empty or over-long agenda, a heading without an item, and the loss of an item that waits
    for ratification.
    """
    if len(text) > LONGEST_TEXT:
        raise Refusal(f"The agenda is too long: shorten it to {LONGEST_TEXT:,} characters.", field="agenda")
    known = list(before)
    items: list[Item] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if _HEADING.match(line):
            _put_heading(items, line)
        else:
            items.append(_recognised(_line(_bare(line)), known))
    agenda = _checked(tuple(items))
    _refuse_loss(before, agenda)
    return agenda


def to_data(agenda: Iterable[Item]) -> list[dict[str, Any]]:
    """Plain values for storage as JSON."""
    return [item.to_data() for item in agenda]


def from_data(data: Sequence[dict[str, Any]]) -> Agenda:
    """An agenda read back from storage."""
    return tuple(Item.from_data(each) for each in data)


def _recognised(title: str, known: list[Item]) -> Item:
    """The item of this title from before, each of them once, with its origin; or a new item."""
    same = [item for item in known if item.title.casefold() == title.casefold()]
    if not same:
        return Item(title)
    item = next((item for item in same if item.title == title), same[0])
    known.remove(item)
    return replace(item, headings=()) if item.carried else Item(title)


def _put_heading(items: list[Item], line: str) -> None:
    if not items:
        raise Refusal(
            "Start with an item: a line with a dash is a heading under the one before it.", field="agenda"
        )
    item = items.pop()
    items.append(replace(item, headings=(*item.headings, _line(_bare(line)))))


def _bare(text: str) -> str:
    return _MARKS.sub("", " ".join(text.split()))


def _line(text: str) -> str:
    tidy = " ".join(text.split())
    if not tidy:
        raise Refusal("Write what the item is about.", field="agenda")
    if len(tidy) > LONGEST_LINE:
        raise Refusal(f"An item is too long: shorten each line to {LONGEST_LINE} characters.", field="agenda")
    return tidy


def _checked(agenda: Agenda) -> Agenda:
    if not agenda:
        raise Refusal("An agenda needs at least one item. Write one on each line.", field="agenda")
    if len(agenda) > MOST_ITEMS:
        raise Refusal(f"An agenda holds up to {MOST_ITEMS} items. Please combine some.", field="agenda")
    return agenda


def _refuse_loss(before: Agenda, after: Agenda) -> None:
    kept = {(item.title.casefold(), item.origin) for item in after}
    for item in before:
        if item.carried is Carried.FOR_RATIFICATION and (item.title.casefold(), item.origin) not in kept:
            raise Refusal(
                f"“{item.title}” waits for ratification since {item.origin}. Keep its line, word for word; "
                "it goes when the meeting has dealt with it.",
                field="agenda",
            )


def _index(position: int, length: int) -> int:
    if not 1 <= position <= length:
        raise Refusal(f"Choose a position from 1 to {length}.", field="position")
    return position - 1


def _place_before(agenda: Agenda, title: str) -> int:
    return next((place for place, item in enumerate(agenda) if item.title == title), len(agenda))
