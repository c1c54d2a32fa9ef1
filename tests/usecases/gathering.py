"""A group with a published meeting and people of every standing, for the tests of its quorum."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import select

from rules.charter import Charter
from rules.meetings import Kind, Mode, State
from rules.nations import Nation
from rules.offices import Office
from rules.quorum import Rule
from storage.groups import Belonging, CharterVersion, Group, GroupMember, Officer
from storage.meetings import Meeting
from storage.notices import Notice
from storage.people import Membership, Person
from storage.transaction import Store, Tx
from usecases.callers import Caller

T = TypeVar("T")
STARTS = datetime(2027, 5, 14, 9, 30, tzinfo=UTC)  # 10:30 in London


@dataclass
class Clock:
    """The time, which stands still until it is moved."""

    now: datetime = STARTS

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def make_group(tx: Tx, *, rule: Rule | None) -> str:
    """A group with one officer for each office, who are people of their own, and a published meeting."""
    sara = _person(tx, "sara", "partnership")
    group = Group(
        team_id="T1",
        channel_id="C1",
        name="Practice Learning Reviews",
        nation=Nation.WALES,
        set_up_by=sara.id,
        set_up_at=STARTS - timedelta(days=300),
    )
    tx.session.add(group)
    tx.session.flush()
    charter = Charter() if rule is None else Charter(quorum=rule)
    tx.session.add(
        CharterVersion(
            group_id=group.id, version=1, settings=charter.to_data(), author_id=sara.id, since=STARTS
        )
    )
    for office, name in (
        (Office.SECRETARY, "sara"),
        (Office.CHAIR, "cora"),
        (Office.INDEPENDENT_CHAIR, "iris"),
    ):
        person = sara if name == "sara" else _person(tx, name, "nurse" if name == "cora" else "lay")
        tx.session.add(
            Officer(group_id=group.id, office=office, person_id=person.id, named_by=sara.id, named_at=STARTS)
        )
    meeting = _meeting(group.id, STARTS)
    tx.session.add(meeting)
    tx.session.flush()
    return meeting.id


def make_person(
    tx: Tx, *, name: str, role: str | None, until: date | None, member: bool, email: str | None = None
) -> str:
    """Someone of the workspace; a member from 2026 on, until that day if there is one."""
    person = _person(tx, name, role, email=email)
    if member:
        tx.session.add(
            Membership(
                person_id=person.id,
                starts_on=date(2026, 1, 1),
                ends_on=until,
                confirmed_by=person.id,
                confirmed_at=tx.now,
            )
        )
    group = tx.session.exec(select(Group)).one()
    tx.session.add(
        GroupMember(group_id=group.id, person_id=person.id, state=Belonging.BELONGS, asked_at=tx.now)
    )
    return person.id


def make_meeting(tx: Tx, *, starts_at: datetime) -> str:
    """Another published meeting."""
    meeting = _meeting(tx.session.exec(select(Group)).one().id, starts_at)
    tx.session.add(meeting)
    return meeting.id


def make_officer(tx: Tx, *, name: str, office: Office) -> None:
    """This person holds an office from now on."""
    person = tx.session.exec(select(Person).where(Person.slack_id == f"U-{name}")).one()
    group = tx.session.exec(select(Group)).one()
    tx.session.add(
        Officer(group_id=group.id, office=office, person_id=person.id, named_by=person.id, named_at=tx.now)
    )


@dataclass
class Gathering:
    """Drives the use cases as people would, by name."""

    store: Store
    clock: Clock
    meeting_id: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    async def begin(self, rule: Rule | None = None) -> None:
        """The group, its officers and its meeting."""
        self.meeting_id = await self.store.perform(make_group, rule=rule)

    async def person(
        self,
        name: str,
        role: str | None = None,
        *,
        member: bool = True,
        until: date | None = None,
        email: str = "",
    ) -> None:
        """Someone who may come."""
        self.ids[name] = await self.store.perform(
            make_person, name=name, role=role, until=until, member=member, email=email or None
        )

    async def members(self, **roles: int) -> list[str]:
        """So many members of each role, called "nurse0", "nurse1", …"""
        names = [f"{role}{number}" for role, count in roles.items() for number in range(count)]
        for name in names:
            await self.person(name, name.rstrip("0123456789").replace("_", "-"))
        return names

    async def does(self, name: str, verb: Callable[..., T], /, **facts: Any) -> T:
        """This person does something about the meeting."""
        facts.setdefault("meeting_id", self.meeting_id)
        return await self.store.perform(verb, caller=caller(name), **facts)

    async def told(self, kind: str) -> list[Notice]:
        """The notices of a kind, in the order of their keys."""
        return await self.store.look(_notices, kind=kind)


def caller(name: str) -> Caller:
    """Someone's account in the workspace."""
    return Caller("T1", f"U-{name}", name)


def _notices(tx: Tx, *, kind: str) -> list[Notice]:
    found = tx.session.exec(select(Notice).where(Notice.kind == kind).order_by(Notice.key)).all()
    for row in found:
        tx.session.expunge(row)
    return list(found)


def _person(tx: Tx, name: str, role: str | None, *, email: str | None = None) -> Person:
    person = Person(
        team_id="T1",
        slack_id=f"U-{name}",
        email=email,
        name=name.title(),
        role=role,
        first_seen_at=STARTS,
    )
    tx.session.add(person)
    tx.session.flush()
    return person


def _meeting(group_id: str, starts_at: datetime) -> Meeting:
    return Meeting(
        group_id=group_id,
        kind=Kind.ORDINARY,
        state=State.PUBLISHED,
        mode=Mode.VIRTUAL,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        zone="Europe/London",
        created_at=STARTS,
        revised_at=STARTS,
        published_at=STARTS,
    )
