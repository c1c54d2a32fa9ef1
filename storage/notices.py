"""The outbox: everything the bot says on its own initiative, each row written with its fact."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
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

    `key` is unique over (subject, kind, person): planning the same thing twice is planning it once.
    `wanted` counts the changes that it should show, `shown` the one it did show; they differ while a
    redraw is owed. `remote` says where it stands (channel and ts, or Message-ID).
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_state_due_at", "state", "due_at"),
        Index("ix_notices_destination_state_due_at", "destination", "state", "due_at"),
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
    # "channel:C…", "person:…" (direct message) or "mail:…" (the person's id: addresses change).
    destination: str = Field(max_length=40)
    facts: dict[str, Any] = json_field(default_factory=dict)
    due_at: datetime
    best_before: datetime | None = None
    state: NoticeState = Field(default=NoticeState.DUE, sa_type=word(NoticeState))
    wanted: int = 1
    shown: int = 0
    owner: str | None = Field(default=None, max_length=40)
    lease_until: datetime | None = None
    attempts: int = 0
    first_tried_at: datetime | None = None
    remote: dict[str, Any] = json_field(default_factory=dict)
    outcome: str = Field(default="", max_length=300)
    settled_at: datetime | None = None
    created_at: datetime


class Destination(SQLModel, table=True):
    """Where notices go, leased by one courier at a time; it keeps the order and the pace."""

    __tablename__ = "destinations"

    key: str = Field(primary_key=True, max_length=40)
    owner: str | None = Field(default=None, max_length=40)
    lease_until: datetime | None = None
    next_send_at: datetime
    blocked_because: str = Field(default="", max_length=200)
