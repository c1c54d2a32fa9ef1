"""One person's data across everything: all of it for them to read, and all of it erased.

Where money or approved minutes must be kept, the person is pseudonymised there, and told so.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlmodel
from sqlalchemy import Table, delete, func, or_, select
from sqlmodel import col

from rules.offices import Office
from rules.refusals import Refusal, Unknown
from storage import audit, groups, roster
from storage.base import metadata
from storage.groups import Officer
from storage.outbox import NOTICES
from storage.people import Person
from storage.transaction import Tx
from usecases import learning_erasure

# What is a person's alone goes; what is also the group's record (money, minutes) keeps its row and loses the name.
THEIRS = (
    *("calendar_choices", "group_members", "invitations", "meeting_requests", "memberships"),
    *("officers", "preferences", "unit_members"),
)
RECORDS = {
    "answers": "answers to meetings, with the price that applied",
    "ledger": "what was owed and paid, for six years and the current one",
    "stays": "attendance, which minutes and quorum rest on",
    "presences": "that they were at meetings, which the minutes rest on",
}
PSEUDONYM = "Former participant"
# The same words whatever it is: whoever runs the server can't tell an office from a part in a learning event.
NEEDED = (
    "Others rest on them just now. Please ask them to have somebody else named in their place first "
    "(for an office: `/sig officers name`), then try again."
)


@dataclass(frozen=True)
class Erasure:
    """What became of a person's data: what is kept without their name.

    How much was erased, and of what, is not told: whoever runs the server has no need to know where somebody
    takes part.
    """

    kept: tuple[str, ...]


def find(tx: Tx, *, words: str) -> str:
    """The id of the person with this e-mail address, Slack account or id; refuses none and several."""
    asked = words.strip()
    known_as = or_(col(Person.id) == asked, col(Person.slack_id) == asked, col(Person.email) == asked.lower())
    found = tx.session.exec(sqlmodel.select(Person.id).where(known_as)).all()
    if not found:
        raise Unknown(
            "Nobody here has this address or account. Give an e-mail address, or a Slack id like U024BE7LH."
        )
    if len(found) > 1:
        raise Refusal("Several people match, in different workspaces. Give the Slack id of the one you mean.")
    return found[0]


def export(tx: Tx, *, person_id: str) -> dict[str, Any]:
    """Everything that is kept of one person, as plain values for a JSON file."""
    tx.session.flush()
    found = {table.name: _rows_of(tx, table, person_id) for table in _tables_about_people()}
    found["notices"] = [
        {name: row[name] for name in ("kind", "due_at", "state", "settled_at")} for row in found["notices"]
    ]
    person = metadata.tables["people"]
    found["people"] = _plain(tx.connection.execute(select(person).where(person.c.id == person_id)).all())
    found["learning_events"] = learning_erasure.export_person(tx, person_id=person_id)
    found["acts"] = [
        {"at": line.at.isoformat(), "verb": line.verb} for line in audit.by_actor(tx, person_id=person_id)
    ]
    return {name: rows for name, rows in sorted(found.items()) if rows}


def erase(tx: Tx, *, person_id: str) -> Erasure:
    """Erase one person; what the bot sent them is taken back in Slack too.

    Refuses while others rest on them: somebody else is named in their place first.
    """
    person = tx.session.get_one(Person, person_id)
    _refuse_while_needed(tx, person)
    audit.note(tx, "person erased", team_id=person.team_id, group_id=None, actor_id=None, subject=person_id)
    learning_erasure.erase_person(tx, person_id=person_id)
    learning_erasure.take_back(tx, NOTICES.c.person_id == person_id)
    for name in THEIRS:
        _delete_rows(tx, metadata.tables[name], person_id)
    kept = tuple(words for name, words in RECORDS.items() if _count(tx, metadata.tables[name], person_id))
    tx.session.expire_all()
    known = tx.session.get(Person, person_id)
    if known is not None:  # somebody without Slack whom nothing names any more is gone already
        known.name, known.slack_id, known.email = PSEUDONYM, None, None
        known.organisation, known.membership_number, known.nation = "", "", None
        tx.session.add(known)
    return Erasure(kept)


def _refuse_while_needed(tx: Tx, person: Person) -> None:
    if roster.sat_on(tx, person.id) or roster.reviewed_by(tx, person.id):
        raise Refusal(NEEDED)
    held = tx.session.exec(sqlmodel.select(Officer).where(Officer.person_id == person.id)).all()
    for office in held:
        others = [one for one in groups.officers(tx, office.group_id) if one.person_id != person.id]
        if office.office is Office.SECRETARY and not any(one.office is Office.SECRETARY for one in others):
            raise Refusal(NEEDED)


def _tables_about_people() -> list[Table]:
    """Tables with rows that are about one person, by a column of that name."""
    learning = {"practitioners", "panel_members"}  # told in their own words, without what concerns others
    return [
        table
        for table in metadata.sorted_tables
        if "person_id" in table.columns and table.name not in learning
    ]


def _rows_of(tx: Tx, table: Table, person_id: str) -> list[dict[str, Any]]:
    return _plain(tx.connection.execute(select(table).where(table.c.person_id == person_id)).all())


def _plain(rows: Any) -> list[dict[str, Any]]:
    return [{name: _value(value) for name, value in row._mapping.items()} for row in rows]


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _delete_rows(tx: Tx, table: Table, person_id: str) -> None:
    tx.connection.execute(delete(table).where(table.c.person_id == person_id))


def _count(tx: Tx, table: Table, person_id: str) -> int:
    query = select(func.count()).select_from(table).where(table.c.person_id == person_id)
    return tx.connection.execute(query).scalar_one()
