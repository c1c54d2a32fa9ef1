"""Who answered which meeting how, at what rates, and with which place."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, col, select

from rules.pricing import Standing
from rules.rsvp import Answer, Place
from storage.base import word
from storage.people import Person
from storage.transaction import Tx


class AnswerRow(SQLModel, table=True):
    """One person's answer to one meeting. Pence; the rates are those in force at booking.

    `price_pence` is None while nothing is owed yet: the standing is not settled for the meeting's day.
    `queued` is the number drawn on the waiting list. `guest_of` is the member who booked for them.
    """

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_person_id", "person_id"),)

    meeting_id: str = Field(foreign_key="meetings.id", primary_key=True)
    person_id: str = Field(foreign_key="people.id", primary_key=True)
    answer: Answer = Field(sa_type=word(Answer))
    place: Place = Field(sa_type=word(Place))
    answered_at: datetime
    booked_at: datetime | None = None
    queued: int | None = None
    offer_expires_at: datetime | None = None
    member_pence: int | None = None
    non_member_pence: int | None = None
    standing: Standing | None = Field(default=None, sa_type=word(Standing))
    price_pence: int | None = None
    waived_by: str | None = Field(default=None, foreign_key="people.id")
    waived_because: str = Field(default="", max_length=200)
    guest_of: str | None = Field(default=None, foreign_key="people.id")
    revision: int = 0


def answers_to(tx: Tx, meeting_id: str) -> list[AnswerRow]:
    """Every answer to a meeting, the first one first."""
    return list(
        tx.session.exec(
            select(AnswerRow).where(AnswerRow.meeting_id == meeting_id).order_by(col(AnswerRow.answered_at))
        )
    )


def roles_coming(tx: Tx, meeting_id: str) -> list[str]:
    """The professional roles of those who have a place, each once."""
    found = tx.session.exec(
        select(col(Person.role))
        .join(AnswerRow, col(AnswerRow.person_id) == col(Person.id))
        .where(AnswerRow.meeting_id == meeting_id, AnswerRow.place == Place.BOOKED)
        .distinct()
    )
    return [role for role in found if role is not None]
