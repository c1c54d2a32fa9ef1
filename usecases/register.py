"""The people of a group as its secretary sees them: who belongs, who asked, whose standing is unknown."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import col, select

from rules import pricing
from rules.moments import local
from rules.offices import Act
from rules.pricing import Period, Standing
from rules.refusals import Refusal
from storage.answers import AnswerRow
from storage.groups import Belonging, Group, GroupMember, Officer
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import permitted

FOUND_AT_MOST = 20


@dataclass(frozen=True)
class Entry:
    """Somebody in the register. `standing` is today's; `claims` says that they gave a membership number."""

    person_id: str
    name: str
    slack_id: str | None
    role: str | None
    organisation: str
    membership_number: str
    standing: Standing
    belonging: Belonging | None

    @property
    def claims(self) -> bool:
        """Whether they say that they are a member, and nobody has confirmed or denied it yet."""
        return self.standing is Standing.UNKNOWN and bool(self.membership_number)


@dataclass(frozen=True)
class Register:
    """Everyone who belongs to a group, asked to, holds an office or answered one of its meetings, by name."""

    group_id: str
    group_name: str
    entries: tuple[Entry, ...]

    @property
    def asked(self) -> tuple[Entry, ...]:
        """Those who wait for an answer."""
        return self._where(Belonging.ASKED)

    @property
    def belong(self) -> tuple[Entry, ...]:
        """Those who belong."""
        return self._where(Belonging.BELONGS)

    @property
    def unknown(self) -> tuple[Entry, ...]:
        """Those whose standing nobody has confirmed; whoever gave a membership number comes first."""
        found = [one for one in self.entries if one.standing is Standing.UNKNOWN]
        return tuple(sorted(found, key=lambda one: not one.claims))

    def _where(self, belonging: Belonging) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.belonging is belonging)


def register(tx: Tx, *, caller: Caller, group_id: str) -> Register:
    """The register, for the secretary."""
    group, _ = permitted(tx, caller, group_id, Act.CONFIRM_MEMBERS)
    ids = (
        select(col(GroupMember.person_id))
        .where(GroupMember.group_id == group.id, GroupMember.state != Belonging.LEFT)
        .union(
            select(col(Officer.person_id)).where(Officer.group_id == group.id),
            select(col(AnswerRow.person_id))
            .join(Meeting, col(Meeting.id) == col(AnswerRow.meeting_id))
            .where(Meeting.group_id == group.id),
        )
    )
    found = tx.session.exec(select(Person).where(col(Person.id).in_(ids))).all()
    return Register(group.id, group.name, _entries(tx, group, found))


def find(tx: Tx, *, caller: Caller, group_id: str, text: str) -> tuple[Entry, ...]:
    """People of the workspace whose name, address or membership number holds this; a few at most."""
    group, _ = permitted(tx, caller, group_id, Act.CONFIRM_MEMBERS)
    words = " ".join(text.split())
    if len(words) < 2:
        raise Refusal("Please type at least two letters of a name, address or number.", field="find")
    found = tx.session.exec(
        select(Person)
        .where(
            Person.team_id == group.team_id,
            or_(
                *(
                    column.icontains(words, autoescape=True)
                    for column in (col(Person.name), col(Person.email), col(Person.membership_number))
                )
            ),
        )
        .order_by(col(Person.name))
        .limit(FOUND_AT_MOST)
    ).all()
    return _entries(tx, group, found)


def _entries(tx: Tx, group: Group, found: Collection[Person]) -> tuple[Entry, ...]:
    ids = [person.id for person in found]
    today = local(tx.now, group.zone).date()
    periods: dict[str, list[Period]] = {}
    for one in tx.session.exec(select(Membership).where(col(Membership.person_id).in_(ids))):
        periods.setdefault(one.person_id, []).append(Period(one.starts_on, one.ends_on))
    belongings = dict(
        tx.session.exec(
            select(col(GroupMember.person_id), col(GroupMember.state)).where(
                GroupMember.group_id == group.id, col(GroupMember.person_id).in_(ids)
            )
        ).all()
    )
    entries = [
        Entry(
            person_id=person.id,
            name=person.name,
            slack_id=person.slack_id,
            role=person.role,
            organisation=person.organisation,
            membership_number=person.membership_number,
            standing=pricing.standing_on(
                today,
                today=today,
                periods=periods.get(person.id, ()),
                declared_non_member=person.declared_non_member is not None,
            ),
            belonging=belongings.get(person.id),
        )
        for person in found
    ]
    return tuple(sorted(entries, key=lambda one: one.name.casefold()))
