"""Dues: prices waived and settled, payments and refunds recorded; every change is an entry in the ledger."""

from dataclasses import dataclass

from rules import ledger, money
from rules.ledger import EntryKind
from rules.offices import Act
from rules.refusals import Refusal, Unknown
from rules.rsvp import Place
from storage import booking, meetings
from storage.answers import AnswerRow
from storage.booking import Entry
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases import notices
from usecases.accounts import GONE, Account, account, of_group
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.guardrail import refuse_identifiers


@dataclass(frozen=True)
class _Held:
    """An account held for a change: the meeting and the row are locked, the officer is permitted."""

    meeting: Meeting
    row: AnswerRow
    officer: Person

    def enter(self, tx: Tx, kind: EntryKind, pence: int, note: str = "") -> None:
        row = self.row
        if pence:
            entry = Entry(
                self.meeting.group_id, row.meeting_id, row.person_id, kind, pence, note, self.officer.id
            )
            booking.enter(tx, entry)
        row.revision += 1
        tx.session.add(row)
        tx.session.flush()

    def charge(self, tx: Tx, target: int, kind: EntryKind, note: str) -> None:
        """Bring what is charged to `target` pence."""
        charged = booking.charged(tx, meeting_id=self.row.meeting_id, person_id=self.row.person_id)
        self.enter(tx, kind, ledger.entry_towards(target, charged), note)


def waive(tx: Tx, *, caller: Caller, meeting_id: str, person_id: str, because: str, revision: int) -> Account:
    """Let someone off the price, with the name of who did it and why (domain 4)."""
    because = because.strip()
    if not because:
        raise Refusal("Please say why, for example speaker, bursary or support worker.", field="because")
    refuse_identifiers(because, field="because")
    held = _hold(tx, caller, Act.WAIVE, (meeting_id, person_id), revision)
    held.row.waived_by, held.row.waived_because = held.officer.id, because
    if held.row.place is Place.BOOKED:
        held.row.price_pence = 0
    held.charge(tx, 0, EntryKind.WAIVER, because)
    return account(tx, caller=caller, meeting_id=meeting_id, person_id=person_id)


def record_payment(
    tx: Tx, *, caller: Caller, meeting_id: str, person_id: str, pence: int, revision: int
) -> Account:
    """Record money that came in; never more than is owed."""
    held = _hold(tx, caller, Act.KEEP_ACCOUNTS, (meeting_id, person_id), revision)
    owed = booking.owed(tx, meeting_id=meeting_id, person_id=person_id)
    if owed <= 0:
        raise Refusal("Nothing is owed here, so there is nothing to record. `/sig dues` shows who owes what.")
    _refuse_amount(pence, most=owed)
    held.enter(tx, EntryKind.PAYMENT, -pence)
    return account(tx, caller=caller, meeting_id=meeting_id, person_id=person_id)


def record_refund(
    tx: Tx, *, caller: Caller, meeting_id: str, person_id: str, pence: int, revision: int
) -> Account:
    """Record money that was given back; never more than is owed to the person."""
    held = _hold(tx, caller, Act.KEEP_ACCOUNTS, (meeting_id, person_id), revision)
    owed = booking.owed(tx, meeting_id=meeting_id, person_id=person_id)
    if owed >= 0:
        raise Refusal("Nothing is owed to them, so there is nothing to refund.")
    _refuse_amount(pence, most=-owed)
    held.enter(tx, EntryKind.REFUND, pence)
    return account(tx, caller=caller, meeting_id=meeting_id, person_id=person_id)


def settle(tx: Tx, *, caller: Caller, group_id: str) -> list[Account]:
    """Settle every row whose price is certain by now, at the rates frozen at booking; returns those rows.

    Certain is a standing confirmed for the meeting's day; once the day has come, who is not confirmed
    pays as a non-member. Nothing else ever changes a price that somebody was shown.
    """
    permitted(tx, caller, group_id, Act.KEEP_ACCOUNTS)
    meetings.hold_all(
        tx, group_id
    )  # nobody withdraws, and nothing is cancelled, between reading and settling
    settled = [one for one in of_group(tx, group_id) if one.settles_at is not None]
    for one in settled:
        held = _hold(tx, caller, Act.KEEP_ACCOUNTS, (one.meeting_id, one.person_id), one.revision)
        held.row.price_pence, held.row.standing = one.settles_at, one.standing_now
        held.charge(tx, one.settles_at or 0, EntryKind.SETTLEMENT, one.standing_now.value)
        _tell_of_dues(tx, held, caller.team_id)
    return settled


def _hold(tx: Tx, caller: Caller, act: Act, which: tuple[str, str], revision: int) -> _Held:
    """Hold the account of (meeting, person), if it is still as it was when the officer saw it."""
    meeting = meetings.for_change(tx, which[0])
    row = tx.session.get(AnswerRow, which) if meeting is not None else None
    if meeting is None or row is None:
        raise Unknown(GONE)
    _, officer = permitted(tx, caller, meeting.group_id, act)
    if row.revision != revision:
        raise Refusal("This account changed since you opened it. Nothing was saved; please open it again.")
    return _Held(meeting, row, officer)


def _refuse_amount(pence: int, *, most: int) -> None:
    if not 0 < pence <= most:
        raise Refusal(
            f"Please give an amount of more than £0 and at most {money.pounds(most)}.", field="amount"
        )


def _tell_of_dues(tx: Tx, held: _Held, team_id: str) -> None:
    meeting, row = held.meeting, held.row
    notices.tell(
        tx,
        "dues",
        key=f"meeting:{meeting.id}:dues:{row.person_id}:{row.revision}",
        destination=f"person:{row.person_id}",
        team_id=team_id,
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        person_id=row.person_id,
    )
