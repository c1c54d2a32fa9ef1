"""People and their memberships of the association."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import UniqueConstraint, delete, exists
from sqlmodel import Field, SQLModel, select

from rules.nations import Nation
from storage.base import id_field, metadata, word
from storage.transaction import Tx


class Person(SQLModel, table=True):
    """Someone the group knows: from Slack, by e-mail only, or both.

    `declared_non_member` holds the day on which it was recorded that they are not a member; without it
    and without a membership their standing is simply unknown.
    """

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("team_id", "slack_id"), UniqueConstraint("team_id", "email"))

    id: str = id_field()
    team_id: str = Field(max_length=20)
    slack_id: str | None = Field(default=None, max_length=20)
    email: str | None = Field(default=None, max_length=254)
    name: str = Field(max_length=120)
    role: str | None = Field(default=None, max_length=40)
    organisation: str = Field(default="", max_length=120)
    nation: Nation | None = Field(default=None, sa_type=word(Nation))
    membership_number: str = Field(default="", max_length=40)
    declared_non_member: date | None = None
    zone: str = Field(default="Europe/London", max_length=60)
    first_seen_at: datetime


class Membership(SQLModel, table=True):
    """A period of membership in good standing, confirmed by the secretary; `ends_on` is its last day."""

    __tablename__ = "memberships"

    id: str = id_field()
    person_id: str = Field(foreign_key="people.id", index=True)
    starts_on: date
    ends_on: date | None = None
    confirmed_by: str = Field(foreign_key="people.id")
    confirmed_at: datetime


class Administrator(SQLModel, table=True):
    """Someone whom a workspace admin named as able to set up groups."""

    __tablename__ = "administrators"

    team_id: str = Field(primary_key=True, max_length=20)
    slack_id: str = Field(primary_key=True, max_length=20)
    named_by: str = Field(max_length=20)
    named_at: datetime


def by_slack(tx: Tx, team_id: str, slack_id: str) -> Person | None:
    """The person behind a Slack account."""
    return tx.session.exec(
        select(Person).where(Person.team_id == team_id, Person.slack_id == slack_id)
    ).one_or_none()


def by_email(tx: Tx, team_id: str, email: str) -> Person | None:
    """The person who gave this address (compared in lower case, as it is stored)."""
    return tx.session.exec(
        select(Person).where(Person.team_id == team_id, Person.email == email.strip().lower())
    ).one_or_none()


def memberships_of(tx: Tx, person_id: str) -> list[Membership]:
    """All confirmed periods of one person, oldest first."""
    return list(
        tx.session.exec(
            select(Membership).where(Membership.person_id == person_id).order_by(Membership.starts_on)  # type: ignore[arg-type]  # a column
        )
    )


def forget_unknown(tx: Tx, person_ids: Collection[str]) -> int:
    """Delete those of these people who have no Slack account and whom nothing refers to any more."""
    people = Person.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    referring = [
        key.parent
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is people.c.id
    ]
    unknown = [~exists().where(column == people.c.id) for column in referring]
    forgotten = tx.connection.execute(
        delete(people).where(people.c.id.in_(sorted(person_ids)), people.c.slack_id.is_(None), *unknown),
        execution_options={"preserve_rowcount": True},
    )
    return forgotten.rowcount
