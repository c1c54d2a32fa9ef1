"""The Home tab's facts: everything that concerns the reader, as it stands now."""

from dataclasses import dataclass

from rules.meetings import State
from rules.moments import local
from storage import groups, meetings
from storage.transaction import Tx
from usecases import cards, officer_needs
from usecases.callers import Caller
from usecases.cards import MyMeeting
from usecases.groups import GroupHere, seen_by
from usecases.officer_needs import Needs


@dataclass(frozen=True)
class GroupHome:
    """One group as its reader's Home tab shows it: their next meeting, and what waits for them.

    `year` is that of the next meeting, or this one.
    """

    group: GroupHere
    year: int
    next: MyMeeting | None
    needs: Needs


@dataclass(frozen=True)
class Overview:
    """What one person sees of their groups."""

    groups: tuple[GroupHome, ...]


def overview(tx: Tx, *, caller: Caller) -> Overview:
    """Everything for the caller's Home tab."""
    seen = [seen_by(tx, group, caller) for group in groups.of_team(tx, caller.team_id)]
    return Overview(tuple(_home(tx, caller, group) for group in seen))


def _home(tx: Tx, caller: Caller, group: GroupHere) -> GroupHome:
    coming = meetings.next_in(tx, group.id, [State.PUBLISHED, State.OPEN], tx.now)
    return GroupHome(
        group=group,
        year=local(coming.starts_at if coming else tx.now, group.zone).year,
        next=cards.mine(tx, caller=caller, meeting_id=coming.id) if coming else None,
        needs=officer_needs.of(tx, group),
    )
