"""Everything Slack can ask of us, by name: each noun's listeners, gathered from its module."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType

from handlers.slack import (
    answers,
    attendance,
    calendar,
    calendar_choice,
    charter,
    decisions,
    dues,
    extraordinary,
    guests,
    home,
    joining,
    learning,
    learning_events,
    learning_people,
    learning_report,
    learning_unit,
    me,
    meetings,
    minutes,
    people,
    people_import,
    programme,
    quorum_rule,
    reminders,
    rsvp,
    setup,
    trends,
)
from handlers.slack import help as help_
from handlers.slack.door import Listener

NOUNS: tuple[ModuleType, ...] = (
    answers,
    attendance,
    calendar,
    calendar_choice,
    charter,
    decisions,
    dues,
    extraordinary,
    guests,
    help_,
    home,
    joining,
    learning,
    learning_events,
    learning_people,
    learning_report,
    learning_unit,
    me,
    meetings,
    minutes,
    people,
    people_import,
    programme,
    quorum_rule,
    reminders,
    rsvp,
    setup,
    trends,
)


@dataclass(frozen=True)
class Routes:
    """Listeners by name: the phrase after `/sig`, the button's `action_id`, the modal's `callback_id`."""

    commands: dict[str, Listener] = field(default_factory=dict)
    clicks: dict[str, Listener] = field(default_factory=dict)
    submissions: dict[str, Listener] = field(default_factory=dict)
    shortcuts: dict[str, Listener] = field(default_factory=dict)

    def click(self, action_id: str) -> Listener | None:
        """The listener of a button; several of the same kind in one row are numbered ("give-place-3")."""
        found = self.clicks.get(action_id)
        if found is None:
            name, _, number = action_id.rpartition("-")
            found = self.clicks.get(name) if number.isdecimal() else None
        return found


def gather() -> Routes:
    """The routes of all nouns; a name that two of them claim is a fault of ours, found at once."""
    routes = Routes()
    for noun in NOUNS:
        for kind in ("commands", "clicks", "submissions", "shortcuts"):
            _add(getattr(routes, kind), getattr(noun, kind.upper(), {}), noun.__name__)
    return routes


def _add(into: dict[str, Listener], found: Mapping[str, Listener], noun: str) -> None:
    for name, listener in found.items():
        if name in into:
            raise ValueError(f"{noun} claims {name!r}, which another noun has already")
        into[name] = listener
