"""The outbox: everything the bot says on its own initiative, each row written with its fact."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from storage.base import id_field, json_field, word


class NoticeState(StrEnum):
    """Where a notice stands. A `SENT` card goes back to `DUE` when what it shows has changed."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    SKIPPED = "skipped"
    DEAD = "dead"


class Notice(SQLModel, table=True):
    """One thing to say to one destination, rendered from the state at the moment it is sent.

    `key` is unique over (subject, occasion, kind, person): planning the same thing twice is planning it
    once. `wanted` counts the changes that it should show, `shown` the one it did show; they differ while
    a redraw is owed. `remote` says where it stands (channel and ts, or Message-ID).
    """

    __tablename__ = "notices"
    __table_args__ = (
        # What is due at a destination, in order; and over all, for officers and for the figures
        Index("ix_notices_destination_state_due_at_turn", "destination", "state", "due_at", "turn"),
        Index("ix_notices_state_due_at", "state", "due_at"),
    )

    id: str = id_field()
    key: str = Field(max_length=160, unique=True)
    kind: str = Field(max_length=40)
    team_id: str = Field(max_length=20)
    group_id: str | None = Field(default=None, foreign_key="groups.id", index=True)
    meeting_id: str | None = Field(default=None, foreign_key="meetings.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="people.id", index=True)
    # Who may see that it exists: "officers" of its group, or "event:…" for that event's business unit only.
    audience: str = Field(default="officers", max_length=40)
    # "channel:C…", "person:…" (message or letter, as they prefer), "mail:…" (both the person's id: addresses
    # change), or "crowd:…", which becomes one notice for each person of the crowd when it falls due.
    destination: str = Field(max_length=40)
    facts: dict[str, Any] = json_field(default_factory=dict)
    due_at: datetime
    best_before: datetime | None = None
    # The order of writing, for notices due at the same instant
    turn: int = Field(sa_type=BigInteger)
    # An officer chose `due_at`: planning again leaves it alone.
    by_hand: bool = False
    state: NoticeState = Field(default=NoticeState.DUE, sa_type=word(NoticeState))
    wanted: int = 1
    shown: int = 0
    owner: str | None = Field(default=None, max_length=60)
    attempts: int = 0
    # Whether the last attempt may have arrived although nobody knows: look before sending again.
    uncertain: bool = False
    first_tried_at: datetime | None = None
    remote: dict[str, Any] = json_field(default_factory=dict)
    outcome: str = Field(default="", max_length=300)
    settled_at: datetime | None = None
    created_at: datetime


class Destination(SQLModel, table=True):
    """Where notices go, leased by one courier at a time; it keeps the order and the pace.

    `next_due_at` is when the first of its notices falls due (None while there is none), `not_before` keeps
    the pace and the backoff. `lease_until` is in seconds by the database's own clock, which all processes
    share; `now`, which may be a simulated one, decides only what is due.
    """

    __tablename__ = "destinations"

    key: str = Field(primary_key=True, max_length=40)
    owner: str | None = Field(default=None, max_length=60)
    lease_until: float | None = None
    next_due_at: datetime | None = Field(default=None, index=True)
    not_before: datetime


class Redraw(SQLModel, table=True):
    """A mark that what a card shows has changed, written with the change.

    Rows of their own, because 500 people who click at once must not queue for the card's row.
    """

    __tablename__ = "redraws"

    number: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=160)


class Preference(SQLModel, table=True):
    """How a person wants to be told: by message or letter, when, and which kinds not at all."""

    __tablename__ = "preferences"

    person_id: str = Field(foreign_key="people.id", primary_key=True)
    by_letter: bool = False
    # Wall times in the person's own zone, "20:00" and "07:30"; both None for no quiet hours
    quiet_from: str | None = Field(default=None, max_length=5)
    quiet_until: str | None = Field(default=None, max_length=5)
    working_days_only: bool = False
    muted: list[str] = json_field(default_factory=list)
