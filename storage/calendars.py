"""How people want meetings in their calendars, and what each calendar was invited to."""

import secrets
from datetime import datetime

from sqlalchemy import Row, select
from sqlmodel import Field, SQLModel, col
from sqlmodel import select as rows

from rules.invitations import Choice, Entry, Invitation, Partstat
from rules.meetings import State
from storage.answers import AnswerRow
from storage.base import word
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx


def new_token() -> str:
    """192 random bits as 32 characters, for an address that must not be guessed."""
    return secrets.token_urlsafe(24)


class CalendarChoice(SQLModel, table=True):
    """What a person chose, and the tokens in the addresses made for them.

    Letters go only to those who chose them: this row is the consent. `feed_token` is None while they
    have no feed; a new one ends the old address.
    """

    __tablename__ = "calendar_choices"

    person_id: str = Field(foreign_key="people.id", primary_key=True)
    choice: Choice = Field(sa_type=word(Choice))
    chosen_at: datetime
    stop_token: str = Field(default_factory=new_token, max_length=40, unique=True)
    feed_token: str | None = Field(default=None, max_length=40, unique=True)


class InvitationRow(SQLModel, table=True):
    """One person's invitation to one meeting; `answered_from` and `answered_until` are the time answered for.

    `revised_at` is when the invitation itself last changed, apart from its meeting.
    """

    __tablename__ = "invitations"

    meeting_id: str = Field(foreign_key="meetings.id", primary_key=True)
    person_id: str = Field(foreign_key="people.id", primary_key=True, index=True)
    entry: Entry = Field(sa_type=word(Entry))
    own: int = 0
    partstat: Partstat = Field(default=Partstat.NEEDS_ACTION, sa_type=word(Partstat))
    answered_from: datetime | None = None
    answered_until: datetime | None = None
    revised_at: datetime

    @property
    def value(self) -> Invitation:
        """As the rules know it."""
        answered_for = None
        if self.answered_from is not None and self.answered_until is not None:
            answered_for = (self.answered_from, self.answered_until)
        return Invitation(Entry(self.entry), self.own, Partstat(self.partstat), answered_for)

    def keep(self, value: Invitation) -> None:
        """Take over what the rules decided."""
        self.entry, self.own, self.partstat = value.entry, value.own, value.partstat
        self.answered_from, self.answered_until = value.answered_for or (None, None)


_CHOICES = CalendarChoice.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_PEOPLE = Person.__table__  # type: ignore[attr-defined]


def choice_of(tx: Tx, person_id: str) -> Choice:
    """What the person chose; nothing while they have not."""
    chosen = tx.connection.execute(
        select(_CHOICES.c.choice).where(_CHOICES.c.person_id == person_id)
    ).scalar()
    return Choice(chosen) if chosen is not None else Choice.NOTHING


def by_stop_token(tx: Tx, token: str) -> CalendarChoice | None:
    """The choice that a letter's stop address belongs to."""
    return tx.session.exec(rows(CalendarChoice).where(CalendarChoice.stop_token == token)).one_or_none()


def by_feed_token(tx: Tx, token: str) -> CalendarChoice | None:
    """The choice that a private feed's address belongs to."""
    return tx.session.exec(rows(CalendarChoice).where(CalendarChoice.feed_token == token)).one_or_none()


def invited_to(tx: Tx, meeting_id: str) -> list[InvitationRow]:
    """Every invitation to the meeting, also those that were taken back."""
    return list(tx.session.exec(rows(InvitationRow).where(InvitationRow.meeting_id == meeting_id)))


def answered_ahead(tx: Tx, person_id: str) -> list[str]:
    """The meetings still ahead that someone has answered, by their ids."""
    answered = rows(AnswerRow.meeting_id).join(Meeting, col(Meeting.id) == col(AnswerRow.meeting_id))
    open_to = [State.PUBLISHED, State.OPEN]
    return list(
        tx.session.exec(
            answered.where(
                AnswerRow.person_id == person_id,
                Meeting.ends_at > tx.now,
                col(Meeting.state).in_(open_to),
            )
        )
    )


def held_ahead(tx: Tx, person_id: str) -> list[InvitationRow]:
    """The invitations to meetings still ahead that stand in someone's calendar."""
    held = rows(InvitationRow).join(Meeting, col(Meeting.id) == col(InvitationRow.meeting_id))
    return list(
        tx.session.exec(
            held.where(
                InvitationRow.person_id == person_id,
                InvitationRow.entry != Entry.WITHDRAWN,
                Meeting.ends_at > tx.now,
            )
        )
    )


def invitation_for(tx: Tx, uid: str, email: str) -> Row[str, str] | None:
    """Meeting id and person id of the invitation that a reply is to; None for a stranger to it."""
    statement = (
        select(col(InvitationRow.meeting_id), col(InvitationRow.person_id))
        .join(Meeting, col(Meeting.id) == col(InvitationRow.meeting_id))
        .join(Person, col(Person.id) == col(InvitationRow.person_id))
        .where(col(Meeting.uid) == uid, col(Person.email) == email)
    )
    return tx.connection.execute(statement).one_or_none()
