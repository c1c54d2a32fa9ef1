"""The report of a meeting as the group's own notice had it (source items 1 and 3)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Presentation:
    """Who presented what."""

    presenter: str
    title: str


@dataclass(frozen=True)
class Promise:
    """Something promised for a later meeting; it appears on the next agenda."""

    text: str
    owner: str = ""


@dataclass(frozen=True)
class Action:
    """Something to be done, by whom and until when (as people wrote it)."""

    text: str
    owner: str
    due: str = ""


@dataclass(frozen=True)
class Report:
    """What a meeting was about. Views are unattributed; nothing in it may identify a case."""

    presentations: tuple[Presentation, ...] = ()
    themes: tuple[str, ...] = ()
    worked_well: tuple[str, ...] = ()
    learnt: tuple[str, ...] = ()
    sustain: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    actions: tuple[Action, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Plain values for storage as JSON."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Report":
        """A report read back from storage; a part that is not there yet is empty."""
        known = {f.name: tuple(data[f.name]) for f in fields(cls) if f.name in data}
        for name, kind in (("presentations", Presentation), ("promises", Promise), ("actions", Action)):
            known[name] = tuple(kind(**entry) for entry in known.get(name, ()))
        return cls(**known)


def lines_of(text: str) -> tuple[str, ...]:
    """One entry per line as people type them; blank lines and leading dashes or dots are dropped."""
    stripped = (line.strip().lstrip("-•*–").strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)


def split_lines(text: str, parts: int) -> Iterable[tuple[str, ...]]:
    """One entry per line, its parts set off by " | ", e.g. "Audrey Scott | a local experience"; padded."""
    for line in lines_of(text):
        pieces = [piece.strip() for piece in line.split("|", parts - 1)]
        yield tuple(pieces + [""] * (parts - len(pieces)))
