"""Accounts: what is owed for which place, as the treasurer sees it and as it is exported."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import col, select

from rules import ledger, moments, pricing
from rules.ledger import EntryKind
from rules.meetings import State
from rules.offices import Act
from rules.pricing import Period, Rates, Standing
from rules.refusals import Unknown
from rules.rsvp import Place
from storage.answers import AnswerRow
from storage.ledger import LedgerEntry
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.sheet_export import as_csv

GONE = "That booking is not there any more. `/sig dues` shows how things stand."
HEADINGS = ("meeting", "name", "e-mail", "entry", "amount (£)", "note", "recorded by", "recorded at (UTC)")


@dataclass(frozen=True)
class Account:
    """One person's account for one meeting, in pence.

    `standing_now` is what is known today for the meeting's day; `settles_at` the price that follows from it
    where that differs from the one recorded, None where there is nothing to settle.
    """

    group_id: str
    meeting_id: str
    person_id: str
    name: str
    starts_at: datetime
    zone: str
    theme: str
    booked: bool
    standing_now: Standing
    price_pence: int | None
    waived_because: str
    charged_pence: int
    paid_pence: int
    settles_at: int | None
    revision: int

    @property
    def owed_pence(self) -> int:
        """What is owed, negative when something is owed to the person."""
        return self.charged_pence - self.paid_pence


@dataclass(frozen=True)
class _Facts:
    """What the accounts of a group are made from, each read once."""

    entries: dict[tuple[str, str], list[tuple[EntryKind, int]]]
    periods: dict[str, list[Period]]
    now: datetime


def accounts(tx: Tx, *, caller: Caller, group_id: str) -> list[Account]:
    """Every account of a group that holds a place or an amount, the meetings in order."""
    permitted(tx, caller, group_id, Act.SEE_ANSWERS)
    return of_group(tx, group_id)


def of_meeting(tx: Tx, *, caller: Caller, meeting_id: str) -> list[Account]:
    """The accounts of one meeting; `Unknown` if there are none."""
    meeting = tx.session.get(Meeting, meeting_id)
    found = accounts(tx, caller=caller, group_id=meeting.group_id) if meeting is not None else []
    of_it = [one for one in found if one.meeting_id == meeting_id]
    if not of_it:
        raise Unknown(GONE)
    return of_it


def account(tx: Tx, *, caller: Caller, meeting_id: str, person_id: str) -> Account:
    """One account, also one that holds nothing any more; `Unknown` if there is none."""
    meeting = tx.session.get(Meeting, meeting_id)
    if meeting is None:
        raise Unknown(GONE)
    permitted(tx, caller, meeting.group_id, Act.SEE_ANSWERS)
    for one in _all_of_group(tx, meeting.group_id):
        if (one.meeting_id, one.person_id) == (meeting_id, person_id):
            return one
    raise Unknown(GONE)


def export(tx: Tx, *, caller: Caller, group_id: str) -> bytes:
    """The ledger as a CSV file that is safe to open in a spreadsheet; the sum of a booking is what is owed."""
    permitted(tx, caller, group_id, Act.EXPORT_ACCOUNTS)
    names = dict(tx.session.exec(select(Person.id, Person.name)).all())
    rows = tx.session.exec(
        select(LedgerEntry, Meeting, Person)
        .join(Meeting, col(Meeting.id) == col(LedgerEntry.meeting_id))
        .join(Person, col(Person.id) == col(LedgerEntry.person_id))
        .where(LedgerEntry.group_id == group_id)
        .order_by(col(LedgerEntry.recorded_at), col(LedgerEntry.id))
    )
    return as_csv(
        HEADINGS,
        [
            (
                moments.span_in_words(meeting.starts_at, meeting.ends_at, meeting.zone),
                person.name,
                person.email or "",
                entry.kind.value,
                Decimal(entry.pence).scaleb(-2),  # a number also where it is negative, so that sums are right
                entry.note,
                names.get(entry.recorded_by or "", "by the rule"),
                entry.recorded_at.strftime("%Y-%m-%d %H:%M"),
            )
            for entry, meeting, person in rows
        ],
    )


def of_group(tx: Tx, group_id: str) -> list[Account]:
    """The accounts of a group that hold something, for those who have been let in already."""
    shown = _all_of_group(tx, group_id)
    return [one for one in shown if one.booked or one.charged_pence or one.paid_pence]


def _all_of_group(tx: Tx, group_id: str) -> list[Account]:
    rows = tx.session.exec(
        select(AnswerRow, Meeting, Person)
        .join(Meeting, col(Meeting.id) == col(AnswerRow.meeting_id))
        .join(Person, col(Person.id) == col(AnswerRow.person_id))
        .where(Meeting.group_id == group_id)
        .order_by(col(Meeting.starts_at), col(Person.name))
    ).all()
    facts = _Facts(_entries(tx, group_id), _periods(tx, group_id), tx.now)
    return [_account(row, meeting, person, facts) for row, meeting, person in rows]


def _account(row: AnswerRow, meeting: Meeting, person: Person, facts: _Facts) -> Account:
    entries = facts.entries.get((row.meeting_id, row.person_id), [])
    charged = ledger.charged(entries)
    standing = pricing.standing_on(
        moments.local(meeting.starts_at, meeting.zone).date(),
        today=moments.local(facts.now, meeting.zone).date(),
        periods=facts.periods.get(person.id, ()),
        declared_non_member=person.declared_non_member is not None,
    )
    return Account(
        group_id=meeting.group_id,
        meeting_id=row.meeting_id,
        person_id=row.person_id,
        name=person.name,
        starts_at=meeting.starts_at,
        zone=meeting.zone,
        theme=meeting.theme,
        booked=row.place is Place.BOOKED,
        standing_now=standing,
        price_pence=row.price_pence,
        waived_because=row.waived_because,
        charged_pence=charged,
        paid_pence=charged - ledger.owed(entries),
        settles_at=None
        if meeting.state is State.CANCELLED  # nobody owes anything for it, whatever their standing
        else _settles_at(row, standing, day_has_come=meeting.starts_at <= facts.now),
        revision=row.revision,
    )


def _settles_at(row: AnswerRow, standing: Standing, *, day_has_come: bool) -> int | None:
    if row.place is not Place.BOOKED or row.waived_by is not None:
        return None
    if not standing.certain and not day_has_come:
        return None
    price = pricing.final(Rates(row.member_pence or 0, row.non_member_pence or 0), standing)
    return None if price == row.price_pence else price


def _entries(tx: Tx, group_id: str) -> dict[tuple[str, str], list[tuple[EntryKind, int]]]:
    found: dict[tuple[str, str], list[tuple[EntryKind, int]]] = {}
    for entry in tx.session.exec(select(LedgerEntry).where(LedgerEntry.group_id == group_id)):
        found.setdefault((entry.meeting_id, entry.person_id), []).append((entry.kind, entry.pence))
    return found


def _periods(tx: Tx, group_id: str) -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = {}
    answered = select(AnswerRow.person_id).join(Meeting).where(Meeting.group_id == group_id)
    for one in tx.session.exec(select(Membership).where(col(Membership.person_id).in_(answered))):
        found.setdefault(one.person_id, []).append(Period(one.starts_on, one.ends_on))
    return found
