"""What a meeting decided, and the urgent business of an inquorate one."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, col, select

from rules.decisions import Decision, Force
from rules.quorum_verdict import Colour, Evaluation
from rules.urgent import Consultation, Ruling, Step, Urgent, View, Way
from storage.attendance import ChairWord
from storage.base import id_field, json_field, word
from storage.meetings import Meeting
from storage.transaction import Tx


class DecisionRow(SQLModel, table=True):
    """A decision with the quorum as it was at that moment, in numbers and in words."""

    __tablename__ = "decisions"

    id: str = id_field()
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    text: str = Field(max_length=1000)
    proposer_id: str = Field(foreign_key="people.id")
    conflicted: list[str] = json_field(default_factory=list)
    at: datetime
    force: Force = Field(sa_type=word(Force), index=True)
    colour: Colour = Field(sa_type=word(Colour))
    members: int
    sectors: list[Any] = json_field(default_factory=list)
    sentence: str
    word_id: str | None = Field(default=None, foreign_key="chair_words.id")
    recorded_by: str = Field(foreign_key="people.id")
    settled_at: datetime | None = None
    settled_by: str | None = Field(default=None, foreign_key="people.id")
    settled_in: str | None = Field(default=None, foreign_key="meetings.id")


class UrgentRow(SQLModel, table=True):
    """One item of urgent business, from the Chair's proposal to the Chair's decision (source item 18)."""

    __tablename__ = "urgent_business"

    id: str = id_field()
    meeting_id: str = Field(foreign_key="meetings.id", index=True)
    text: str = Field(max_length=1000)
    reason: str = Field(max_length=1000)
    chair_id: str = Field(foreign_key="people.id")
    independent_id: str = Field(foreign_key="people.id")
    proposed_at: datetime
    step: Step = Field(sa_type=word(Step))
    view: View | None = Field(default=None, sa_type=word(View))
    view_words: str = Field(default="", max_length=1000)
    way: Way | None = Field(default=None, sa_type=word(Way))
    viewed_by: str | None = Field(default=None, foreign_key="people.id")
    viewed_at: datetime | None = None
    approved: bool | None = None
    ruling_words: str = Field(default="", max_length=1000)
    ruled_by: str | None = Field(default=None, foreign_key="people.id")
    ruled_at: datetime | None = None

    def as_urgent(self) -> Urgent:
        """The row as the rules know it."""
        return Urgent(
            self.text,
            self.reason,
            self.chair_id,
            self.independent_id,
            self.proposed_at,
            self.step,
            self._consultation(),
            self._ruling(),
        )

    def take(self, urgent: Urgent) -> None:
        """Write down how far the business has come."""
        self.step = urgent.step
        if kept := urgent.consultation:
            self.view, self.view_words, self.way = kept.view, kept.words, kept.way
            self.viewed_by, self.viewed_at = kept.given_by, kept.at
        if ruling := urgent.ruling:
            self.approved, self.ruling_words = ruling.approved, ruling.words
            self.ruled_by, self.ruled_at = ruling.decided_by, ruling.at

    def _consultation(self) -> Consultation | None:
        if self.view is None or self.way is None or self.viewed_by is None or self.viewed_at is None:
            return None
        return Consultation(self.view, self.view_words, self.way, self.viewed_by, self.viewed_at)

    def _ruling(self) -> Ruling | None:
        if self.approved is None or self.ruled_by is None or self.ruled_at is None:
            return None
        return Ruling(self.approved, self.ruling_words, self.ruled_by, self.ruled_at)


def of_meeting(tx: Tx, meeting_id: str) -> list[DecisionRow]:
    """The decisions of a meeting in order of time."""
    return list(
        tx.session.exec(
            select(DecisionRow).where(DecisionRow.meeting_id == meeting_id).order_by(col(DecisionRow.at))
        )
    )


def for_ratification(tx: Tx, group_id: str) -> list[DecisionRow]:
    """What a group's next meeting is asked to ratify, the oldest first."""
    return list(
        tx.session.exec(
            select(DecisionRow)
            .join(Meeting, col(Meeting.id) == col(DecisionRow.meeting_id))
            .where(Meeting.group_id == group_id, DecisionRow.force == Force.FOR_RATIFICATION)
            .order_by(col(DecisionRow.at))
        )
    )


def urgent_of_meeting(tx: Tx, meeting_id: str) -> list[UrgentRow]:
    """The urgent business of a meeting in order of time."""
    return list(
        tx.session.exec(
            select(UrgentRow).where(UrgentRow.meeting_id == meeting_id).order_by(col(UrgentRow.proposed_at))
        )
    )


def as_decision(tx: Tx, row: DecisionRow) -> Decision:
    """The row as the rules know it; of the rule's parts only the sentence was kept."""
    said = tx.session.get(ChairWord, row.word_id) if row.word_id else None
    return Decision(
        row.text,
        row.proposer_id,
        tuple(row.conflicted),
        row.at,
        row.force,
        Evaluation(row.colour, (), row.members, tuple(row.sectors), row.sentence),
        said.as_word() if said else None,
        row.settled_at,
    )
