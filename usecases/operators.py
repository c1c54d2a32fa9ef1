"""What the person who runs the server does on a group's behalf, from the command line."""

from dataclasses import dataclass

from sqlmodel import col, select

from rules.offices import Office
from rules.refusals import Refusal
from storage import groups
from storage.groups import Group
from storage.transaction import Tx


@dataclass(frozen=True)
class Behalf:
    """A group, and in whose name the operator acts: its secretary's, or else whoever set it up."""

    team_id: str
    group_id: str
    group_name: str
    person_id: str


def on_behalf(tx: Tx, *, group: str | None = None) -> Behalf:
    """The group of this name (or id), or the only one there is; refuses when that leaves a choice."""
    every = list(
        tx.session.exec(select(Group).where(col(Group.channel_id).is_not(None)).order_by(Group.name))
    )
    wanted = [one for one in every if group is None or group in {one.id, one.name}]
    if not every:
        raise Refusal("There is no group yet. Set one up in Slack with `/sig setup`.")
    if not wanted:
        raise Refusal(f"There is no group of that name. There are: {_names(every)}.")
    if len(wanted) > 1:
        raise Refusal(f"Say which group with --group and its name or id. There are: {_names(wanted)}.")
    (found,) = wanted
    secretaries = [one for one in groups.officers(tx, found.id) if one.office is Office.SECRETARY]
    person_id = secretaries[0].person_id if secretaries else found.set_up_by
    return Behalf(found.team_id, found.id, found.name, person_id)


def _names(found: list[Group]) -> str:
    return "; ".join(f"{one.name} ({one.id})" for one in found)
