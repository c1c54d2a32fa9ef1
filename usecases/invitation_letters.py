"""The letter of an invitation, as it stands when it is sent: what it says, or why it need not go.

What the letter before it said stands in the notice that told it, so that a change can be explained.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from rules import agenda, invitations, pricing
from rules.charter import Charter
from rules.invitations import Choice, Entry, Partstat
from rules.meetings import Mode, Plan, State
from rules.moments import local
from rules.nations import Nation
from rules.pricing import Rates, Standing
from rules.rsvp import Answer
from storage import groups
from storage.answers import AnswerRow
from storage.calendars import CalendarChoice, InvitationRow
from storage.groups import Group
from storage.leases import Taken
from storage.meetings import Meeting
from storage.notices import Notice, NoticeState
from storage.people import Person
from storage.transaction import Tx
from usecases.invitations import LETTER, mark_of
from usecases.told import Withheld


@dataclass(frozen=True)
class InvitationTold:
    """What a letter of invitation is made from, as it stands when it is sent. Instants in UTC.

    `zone` is the reader's. `withdrawn` says that the entry is taken back, `because` why the meeting is cancelled, if it is; `before`
    is the plan that the last letter told of.
    """

    uid: str
    sequence: int
    created_at: datetime
    revised_at: datetime
    plan: Plan
    group: str
    agenda: tuple[str, ...]
    zone: str
    answer: Answer | None
    partstat: Partstat
    held_until: datetime | None
    withdrawn: bool
    cancelled: bool
    because: str
    before: Plan | None
    price: str
    how_to_pay: str
    stop_token: str


def letter_told(tx: Tx, notice: Taken) -> InvitationTold:
    """What this letter says now; `Withheld` if it need not be sent."""
    meeting = tx.session.get_one(Meeting, notice.meeting_id)
    row = tx.session.get_one(InvitationRow, (notice.meeting_id, notice.person_id))
    person = tx.session.get_one(Person, notice.person_id)
    chosen = tx.session.get(CalendarChoice, person.id)
    if chosen is None or chosen.choice is not Choice.INVITATIONS or not person.email:
        raise Withheld("they no longer want invitations")
    if notice.facts["mark"] != mark_of(meeting, row):
        raise Withheld("a newer letter says more")
    last = _last_told(tx, notice)
    withdrawn = row.entry is Entry.WITHDRAWN or meeting.state is State.CANCELLED
    if withdrawn and (last is None or last["withdrawn"]):
        raise Withheld("their calendar does not hold it")
    before = _plan(last["plan"]) if last is not None else None
    return _told(tx, meeting, row, person, chosen.stop_token, before=before, withdrawn=withdrawn)


def _told(
    tx: Tx,
    meeting: Meeting,
    row: InvitationRow,
    person: Person,
    stop_token: str,
    *,
    before: Plan | None,
    withdrawn: bool,
) -> InvitationTold:
    answer = tx.session.get(AnswerRow, (meeting.id, person.id))
    charter = groups.charter_of(tx, meeting.group_id)
    plan = meeting.plan
    return InvitationTold(
        uid=meeting.uid,
        sequence=invitations.sequence_of(meeting.sequence, row.value),
        created_at=meeting.created_at,
        revised_at=max(meeting.revised_at, row.revised_at),
        plan=plan,
        group=tx.session.get_one(Group, meeting.group_id).name,
        agenda=tuple(item.in_words for item in agenda.from_data(meeting.agenda)),
        zone=person.zone,
        answer=answer.answer if answer else None,
        partstat=invitations.partstat_now(row.value, plan),
        held_until=answer.offer_expires_at if answer and row.entry is Entry.HELD else None,
        withdrawn=withdrawn,
        cancelled=meeting.state is State.CANCELLED,
        because=meeting.cancelled_because,
        before=before if before != plan else None,
        price=_price(meeting, charter, answer),
        how_to_pay=charter.how_to_pay if answer is None or answer.price_pence != 0 else "",
        stop_token=stop_token,
    )


def _price(meeting: Meeting, charter: Charter, answer: AnswerRow | None) -> str:
    """The price with its reason: as booked, or by the charter for someone who has not answered."""
    day = local(meeting.starts_at, meeting.zone).date()
    if answer is not None and answer.waived_by is not None:
        return "Free: the price is waived for you."
    if answer is None or answer.member_pence is None or answer.non_member_pence is None:
        rates = Rates(charter.member_pence, charter.non_member_pence)
        return pricing.quote(rates, Standing.UNKNOWN, day=day).sentence
    booked = Rates(answer.member_pence, answer.non_member_pence)
    return pricing.quote(booked, answer.standing or Standing.UNKNOWN, day=day).sentence


def _last_told(tx: Tx, notice: Taken) -> dict[str, Any] | None:
    """What the newest letter that went to this person told; one that failed may have arrived all the same."""
    facts = tx.session.exec(
        select(Notice.facts)
        .where(
            Notice.kind == LETTER,
            Notice.meeting_id == notice.meeting_id,
            Notice.person_id == notice.person_id,
            Notice.id != notice.id,
            col(Notice.state).in_([NoticeState.SENT, NoticeState.DEAD]),
        )
        .order_by(col(Notice.settled_at).desc())
    ).first()
    return dict(facts) if facts is not None else None


def _plan(data: dict[str, Any]) -> Plan:
    known = {each.name: data[each.name] for each in fields(Plan)}
    times = {name: datetime.fromisoformat(data[name]) for name in ("starts_at", "ends_at")}
    nation = Nation(data["nation"]) if data["nation"] else None
    return Plan(**{**known, **times, "mode": Mode(data["mode"]), "nation": nation})
