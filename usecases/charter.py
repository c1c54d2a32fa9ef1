"""The charter: read by anybody, changed by the organisers, every version kept with its author and date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rules import charter_fields
from rules.charter import Charter
from rules.offices import Act
from rules.refusals import Refusal
from storage import groups as group_rows
from storage.people import Person
from storage.transaction import Tx
from usecases import groups
from usecases.callers import Caller


@dataclass(frozen=True)
class CharterShown:
    """A charter in force: which version, since when (UTC), by whom."""

    group_id: str
    group_name: str
    zone: str
    charter: Charter
    version: int
    author: str
    since: datetime
    may_change: bool


def shown(tx: Tx, *, caller: Caller, group_id: str) -> CharterShown:
    """The charter in force."""
    here = groups.here(tx, caller=caller, channel_id=None, group_id=group_id)
    newest = group_rows.newest_charter(tx, group_id)
    author = tx.session.get_one(Person, newest.author_id).name
    return CharterShown(
        group_id=group_id,
        group_name=here.name,
        zone=here.zone,
        charter=here.charter,
        version=newest.version,
        author=author,
        since=newest.since,
        may_change=here.may(Act.CHANGE_CHARTER),
    )


def change(tx: Tx, *, caller: Caller, group_id: str, version: int, typed: Mapping[str, str]) -> CharterShown:
    """Put the typed settings in force as the next version.

    Prices already shown to people stay as they were booked. Raises `Refusal` beside the setting that
    can't be so, and when somebody changed the charter since it was opened.
    """
    before = shown(tx, caller=caller, group_id=group_id)
    if before.version != version:
        raise Refusal(
            f"{before.author} changed the charter since you opened it. Nothing was saved; please open it again."
        )
    groups.change_charter(
        tx, caller=caller, group_id=group_id, charter=charter_fields.read(before.charter, typed)
    )
    return shown(tx, caller=caller, group_id=group_id)
