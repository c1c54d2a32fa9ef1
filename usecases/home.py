"""The Home tab's facts: everything that concerns the reader, as it stands now."""

from dataclasses import dataclass

from storage import groups
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import GroupHere, seen_by


@dataclass(frozen=True)
class Overview:
    """What one person sees of their groups."""

    groups: tuple[GroupHere, ...]


def overview(tx: Tx, *, caller: Caller) -> Overview:
    """Everything for the caller's Home tab."""
    return Overview(tuple(seen_by(tx, group, caller) for group in groups.of_team(tx, caller.team_id)))
