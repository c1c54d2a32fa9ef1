"""A group with a published meeting and people of known standing, written straight into the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from rules.charter import Charter
from rules.meetings import Kind, Mode, State
from rules.nations import Nation
from rules.offices import Office
from storage.engines import open_engine
from storage.groups import CharterVersion, Group, Officer
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.transaction import Tx
from usecases.callers import Caller

TEAM = "T0WORLD"
MEETING_DAY = datetime(2027, 5, 12, 9, 30, tzinfo=UTC)
NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """What a test of a use case needs: `tx` is one open transaction, `now` moves by assignment."""

    tx: Tx
    people: dict[str, Person] = field(default_factory=dict)
    group: Group = None  # type: ignore[assignment]  # made at once by `a_world`

    def person(self, name: str, *, member: tuple[date, date | None] | None = None, **facts: object) -> Caller:
        """Somebody, a member for this period if one is given."""
        person = Person(
            team_id=TEAM, slack_id=f"U{len(self.people):04}", name=name, first_seen_at=self.tx.now, **facts
        )
        self.tx.session.add(person)
        self.tx.session.flush()
        self.people[name] = person
        if member is not None:
            self.join_association(name, *member)
        return self.caller(name)

    def join_association(self, name: str, starts_on: date, ends_on: date | None) -> None:
        """Confirm a period of membership."""
        person = self.people[name]
        self.tx.session.add(
            Membership(
                person_id=person.id,
                starts_on=starts_on,
                ends_on=ends_on,
                confirmed_by=person.id,
                confirmed_at=self.tx.now,
            )
        )
        self.tx.session.flush()

    def commit(self) -> None:
        """Keep what was done so far, for a test whose transactions get in each other's way."""
        self.tx.finish()
        self.tx.connection.commit()

    def caller(self, name: str) -> Caller:
        """How somebody asks for something."""
        return Caller(TEAM, self.people[name].slack_id or "", name)

    def officer(self, name: str, office: Office) -> Caller:
        """Give somebody an office."""
        person = self.people.get(name) or self.people[self.person(name).name]
        self.tx.session.add(
            Officer(
                group_id=self.group.id,
                office=office,
                person_id=person.id,
                named_by=person.id,
                named_at=self.tx.now,
            )
        )
        self.tx.session.flush()
        return self.caller(name)

    def meeting(self, **facts: object) -> Meeting:
        """A published meeting, virtual unless it is given a capacity."""
        given = {
            "mode": Mode.FACE_TO_FACE if facts.get("capacity") else Mode.VIRTUAL,
            "nation": Nation.WALES if facts.get("capacity") else None,
            "starts_at": MEETING_DAY,
            "state": State.PUBLISHED,
            **facts,
        }
        given.setdefault("ends_at", given["starts_at"] + timedelta(hours=2))  # type: ignore[operator]
        meeting = Meeting(
            group_id=self.group.id,
            kind=Kind.ORDINARY,
            zone="Europe/London",
            created_at=self.tx.now,
            revised_at=self.tx.now,
            **given,
        )
        self.tx.session.add(meeting)
        self.tx.session.flush()
        return meeting


@contextmanager
def a_world(url: str, *, charter: Charter | None = None, now: datetime = NOW) -> Iterator[World]:
    """A world in a transaction that is rolled back at the end, unless the test has committed it."""
    engine = open_engine(url)
    with engine.connect() as connection:
        transaction = connection.begin()
        world = World(Tx(connection, now))
        world.person("Sara Lloyd")
        founder = world.people["Sara Lloyd"].id
        world.group = Group(
            team_id=TEAM,
            channel_id="C0WORLD",
            name="Practice Learning Reviews",
            nation=Nation.WALES,
            set_up_by=founder,
            set_up_at=now,
        )
        world.tx.session.add(world.group)
        world.tx.session.flush()
        settings = (charter or Charter()).to_data()
        world.tx.session.add(
            CharterVersion(
                group_id=world.group.id, version=1, settings=settings, author_id=founder, since=now
            )
        )
        world.tx.session.flush()
        yield world
        world.tx.abandon()
        if transaction.is_active:
            transaction.rollback()
    engine.dispose()
