"""Importing a list of people: what it would change, and changing exactly that, all of it or nothing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from rules.memberships import amended
from rules.offices import Act
from rules.pricing import Period
from rules.refusals import Refusal
from storage import audit
from storage.base import new_id
from storage.people import Membership, Person
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.people_sheet import PersonRow, Sheet

_PEOPLE = Person.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_MEMBERSHIPS = Membership.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_FIELDS = ("name", "role", "organisation", "nation", "membership_number")


@dataclass(frozen=True)
class Change:
    """What one line changes: the columns, by the names they have in the sheet; or it adds somebody new."""

    line: int
    columns: tuple[str, ...]
    new: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a sheet changes, or has changed, and how many people it leaves as they are."""

    changes: tuple[Change, ...]
    unchanged: int

    @property
    def new(self) -> int:
        """How many people are new."""
        return sum(change.new for change in self.changes)

    @property
    def changed(self) -> int:
        """How many people were known and change."""
        return len(self.changes) - self.new


@dataclass(frozen=True)
class _Known:
    """Somebody in the database, or somebody new, before and after their line."""

    id: str
    new: bool
    before: dict[str, Any]
    after: dict[str, Any]
    periods_before: tuple[Period, ...]
    periods_after: tuple[Period, ...]
    row: PersonRow

    @property
    def change(self) -> Change | None:
        if self.new:
            return Change(self.row.line, (), new=True)
        columns = [_column(field) for field in _FIELDS if self.before[field] != self.after[field]]
        if self.periods_before != self.periods_after:
            columns += ["member_from", "member_until"]
        return Change(self.row.line, tuple(columns)) if columns else None


def preview(tx: Tx, *, team_id: str, sheet: Sheet) -> Outcome:
    """What importing this sheet would change. Nothing is written."""
    return _outcome(list(_compared(tx, team_id, sheet)))


def preview_for(tx: Tx, *, caller: Caller, group_id: str, sheet: Sheet) -> Outcome:
    """The same for the secretary, who may import it."""
    permitted(tx, caller, group_id, Act.CONFIRM_MEMBERS)
    return preview(tx, team_id=caller.team_id, sheet=sheet)


def import_sheet(tx: Tx, *, caller: Caller, group_id: str, sheet: Sheet) -> Outcome:
    """Import as the secretary, whose name stands beside each membership that this confirms.

    Refuses a sheet with a bad row: nothing of it is kept until every row is right.
    """
    _, person = permitted(tx, caller, group_id, Act.CONFIRM_MEMBERS)
    return import_for(tx, team_id=caller.team_id, group_id=group_id, confirmed_by=person.id, sheet=sheet)


def import_for(tx: Tx, *, team_id: str, group_id: str, confirmed_by: str, sheet: Sheet) -> Outcome:
    """Import on behalf of somebody who may confirm members, from the command line of the server."""
    if sheet.bad:
        count = f"{len(sheet.bad)} rows need" if len(sheet.bad) > 1 else "One row needs"
        raise Refusal(
            f"{count} mending first, so nothing was imported. Each is listed with its line and reason."
        )
    compared = list(_compared(tx, team_id, sheet))
    changing = [known for known in compared if known.change]
    _write_people(tx, team_id, changing)
    _write_memberships(tx, confirmed_by, [one for one in changing if one.periods_before != one.periods_after])
    audit.note(tx, "people imported", team_id=team_id, group_id=group_id, actor_id=confirmed_by)
    return _outcome(compared)


def _outcome(compared: list[_Known]) -> Outcome:
    changes = tuple(known.change for known in compared if known.change)
    return Outcome(changes, len(compared) - len(changes))


def _compared(tx: Tx, team_id: str, sheet: Sheet) -> Iterator[_Known]:
    people = {
        person.email: person._mapping
        for person in tx.connection.execute(select(_PEOPLE).where(_PEOPLE.c.team_id == team_id))
        if person.email
    }
    periods = _periods(tx, team_id)
    for row in sheet.rows:
        before = people.get(row.email)
        known = periods[before["id"]] if before else ()
        yield _Known(
            id=before["id"] if before else new_id(),
            new=before is None,
            before=dict(before or {}),
            after=_after(before, row),
            periods_before=known,
            periods_after=_confirmed(known, row),
            row=row,
        )


def _after(before: Any, row: PersonRow) -> dict[str, Any]:
    """What a line makes of a person: what it says, and what is known where it says nothing."""
    said = {
        field: getattr(row, field) or (before[field] if before else getattr(row, field)) for field in _FIELDS
    }
    if before is not None and before["slack_id"]:
        said["name"] = before["name"]  # people are called what they are called in Slack
    return said


def _confirmed(known: tuple[Period, ...], row: PersonRow) -> tuple[Period, ...]:
    if row.member_from is None:
        return known
    return amended(known, Period(row.member_from, row.member_until))


def _periods(tx: Tx, team_id: str) -> defaultdict[str, tuple[Period, ...]]:
    found: defaultdict[str, tuple[Period, ...]] = defaultdict(tuple)
    query = (
        select(_MEMBERSHIPS.c.person_id, _MEMBERSHIPS.c.starts_on, _MEMBERSHIPS.c.ends_on)
        .join(_PEOPLE, _PEOPLE.c.id == _MEMBERSHIPS.c.person_id)
        .where(_PEOPLE.c.team_id == team_id)
        .order_by(_MEMBERSHIPS.c.starts_on)
    )
    for person_id, starts_on, ends_on in tx.connection.execute(query):
        found[person_id] += (Period(starts_on, ends_on),)
    return found


def _write_people(tx: Tx, team_id: str, changing: list[_Known]) -> None:
    new = [
        {"id": known.id, "team_id": team_id, "email": known.row.email, "zone": "Europe/London"}
        | {"first_seen_at": tx.now, **known.after}
        for known in changing
        if known.new
    ]
    known = [{"which": known.id, **known.after} for known in changing if not known.new]
    if new:
        tx.connection.execute(insert(_PEOPLE), new)
    if known:
        tx.connection.execute(update(_PEOPLE).where(_PEOPLE.c.id == bindparam("which")), known)


def _write_memberships(tx: Tx, confirmed_by: str, changing: list[_Known]) -> None:
    """Periods that stay keep who confirmed them; the others go, and new ones come."""
    gone = [
        {"person": known.id, "first_day": period.starts_on, "last_day": period.ends_on}
        for known in changing
        for period in known.periods_before
        if period not in known.periods_after
    ]
    come = [
        {
            "id": new_id(),
            "person_id": known.id,
            "starts_on": period.starts_on,
            "ends_on": period.ends_on,
            "confirmed_by": confirmed_by,
            "confirmed_at": tx.now,
        }
        for known in changing
        for period in known.periods_after
        if period not in known.periods_before
    ]
    if gone:
        one = (
            (_MEMBERSHIPS.c.person_id == bindparam("person"))
            & (_MEMBERSHIPS.c.starts_on == bindparam("first_day"))
            & _MEMBERSHIPS.c.ends_on.is_not_distinct_from(bindparam("last_day"))
        )
        tx.connection.execute(delete(_MEMBERSHIPS).where(one), gone)
    if come:
        tx.connection.execute(insert(_MEMBERSHIPS), come)


def _column(field: str) -> str:
    return "profession" if field == "role" else field
