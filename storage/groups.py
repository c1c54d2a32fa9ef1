"""Groups, the versions of their charters, who holds which office, and who belongs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from rules.charter import Charter
from rules.nations import Nation
from rules.offices import Office
from storage.base import id_field, json_field, word
from storage.transaction import Tx


class Group(SQLModel, table=True):
    """A special interest group, bound to one Slack channel."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("team_id", "channel_id"),)

    id: str = id_field()
    team_id: str = Field(max_length=20)
    # None once the binding was undone: the group's history stays.
    channel_id: str | None = Field(default=None, max_length=20)
    name: str = Field(max_length=80)
    nation: Nation = Field(sa_type=word(Nation))
    zone: str = Field(default="Europe/London", max_length=60)
    set_up_by: str = Field(foreign_key="people.id")
    set_up_at: datetime


class CharterVersion(SQLModel, table=True):
    """A charter as it stood from `since` on; the newest version is in force."""

    __tablename__ = "charter_versions"
    __table_args__ = (UniqueConstraint("group_id", "version"),)

    id: str = id_field()
    group_id: str = Field(foreign_key="groups.id")
    version: int
    settings: dict[str, Any] = json_field()
    author_id: str = Field(foreign_key="people.id")
    since: datetime


class Officer(SQLModel, table=True):
    """One person holding one office of one group."""

    __tablename__ = "officers"

    group_id: str = Field(foreign_key="groups.id", primary_key=True)
    office: Office = Field(sa_type=word(Office), primary_key=True)
    person_id: str = Field(foreign_key="people.id", primary_key=True)
    named_by: str = Field(foreign_key="people.id")
    named_at: datetime


class Belonging(StrEnum):
    """Where someone stands with a group (source item 9): they asked, they belong, or they left."""

    ASKED = "asked"
    BELONGS = "belongs"
    LEFT = "left"


class GroupMember(SQLModel, table=True):
    """Someone who asked to join the group, or belongs to it. It says nothing of the association."""

    __tablename__ = "group_members"

    group_id: str = Field(foreign_key="groups.id", primary_key=True)
    person_id: str = Field(foreign_key="people.id", primary_key=True)
    state: Belonging = Field(sa_type=word(Belonging))
    asked_at: datetime
    decided_by: str | None = Field(default=None, foreign_key="people.id")
    decided_at: datetime | None = None


def in_channel(tx: Tx, team_id: str, channel_id: str) -> Group | None:
    """The group bound to a channel."""
    return tx.session.exec(
        select(Group).where(Group.team_id == team_id, Group.channel_id == channel_id)
    ).one_or_none()


def of_team(tx: Tx, team_id: str) -> list[Group]:
    """The groups of a workspace that are bound to a channel, by name."""
    return list(
        tx.session.exec(
            select(Group)
            .where(Group.team_id == team_id, col(Group.channel_id).is_not(None))
            .order_by(Group.name)
        )
    )


def newest_charter(tx: Tx, group_id: str) -> CharterVersion:
    """The version in force."""
    return tx.session.exec(
        select(CharterVersion)
        .where(CharterVersion.group_id == group_id)
        .order_by(col(CharterVersion.version).desc())
        .limit(1)
    ).one()


def charter_of(tx: Tx, group_id: str) -> Charter:
    """The settings in force."""
    return Charter.from_data(newest_charter(tx, group_id).settings)


def offices_of(tx: Tx, group_id: str, person_id: str) -> frozenset[Office]:
    """The offices that a person holds in a group."""
    return frozenset(
        tx.session.exec(
            select(col(Officer.office)).where(Officer.group_id == group_id, Officer.person_id == person_id)
        )
    )


def officers(tx: Tx, group_id: str) -> list[Officer]:
    """Everyone who holds an office, in the order in which they were named."""
    return list(
        tx.session.exec(select(Officer).where(Officer.group_id == group_id).order_by(col(Officer.named_at)))
    )


def member_ids(tx: Tx, group_id: str) -> list[str]:
    """The people who belong to the group, by their ids."""
    return list(
        tx.session.exec(
            select(GroupMember.person_id).where(
                GroupMember.group_id == group_id, GroupMember.state == Belonging.BELONGS
            )
        )
    )
