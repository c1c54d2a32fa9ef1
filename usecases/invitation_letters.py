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
from rules.rsvp import Answer, Place
from storage import booking, groups, ledger
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

    `zone` is the reader's. `withdrawn` says that the entry is taken back, `because` why the meeting is
    cancelled, if it is; `before` is the plan that the last letter told of. `owed_pence` is negative when
    something is owed to the reader, `charged` whether anything ever was.
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
    place: Place
    owed_pence: int
    charged: bool
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
    chosen = _choice(tx, person)
    if chosen is None:
        raise Withheld("they no longer want invitations")
    if notice.facts["mark"] != mark_of(meeting, row):
        raise Withheld("a newer letter says more")
    last = _last_told(tx, meeting, person, but=notice.facts["mark"])
    withdrawn = row.entry is Entry.WITHDRAWN or meeting.state is State.CANCELLED
    if withdrawn and (last is None or last["withdrawn"]):
        raise Withheld("their calendar does not hold it")
    before = _plan(last["plan"]) if last is not None else None
    return _told(tx, meeting, row, person, chosen.stop_token, before=before, withdrawn=withdrawn)


# Where a letter of invitation brings the news itself, a second letter of the same news would be noise.


def tells_of_change(tx: Tx, notice: Taken) -> bool:
    """Whether a new invitation tells this person what changed about a meeting."""
    row = tx.session.get(InvitationRow, (notice.meeting_id, notice.person_id))
    return row is not None and row.entry is not Entry.WITHDRAWN and takes_the_place_of(tx, notice)


def takes_the_place_of(tx: Tx, notice: Taken) -> bool:
    """Whether this person's calendar held the meeting before, so that a letter takes the entry back."""
    meeting = tx.session.get_one(Meeting, notice.meeting_id)
    person = tx.session.get_one(Person, notice.person_id)
    row = tx.session.get(InvitationRow, (meeting.id, person.id))
    if row is None or _choice(tx, person) is None:
        return False
    last = _last_told(tx, meeting, person, but=mark_of(meeting, row))
    return last is not None and not last["withdrawn"]


def tells_of_offer(tx: Tx, notice: Taken) -> bool:
    """Whether an invitation holds the place that is offered to this person."""
    row = tx.session.get(InvitationRow, (notice.meeting_id, notice.person_id))
    person = tx.session.get_one(Person, notice.person_id)
    return row is not None and row.entry is Entry.HELD and _choice(tx, person) is not None


def _choice(tx: Tx, person: Person) -> CalendarChoice | None:
    """The choice of someone who wants invitations, and can get them."""
    chosen = tx.session.get(CalendarChoice, person.id)
    wanted = chosen is not None and chosen.choice is Choice.INVITATIONS and person.email
    return chosen if wanted else None


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
        place=answer.place if answer else Place.NONE,
        owed_pence=booking.owed(tx, meeting_id=meeting.id, person_id=person.id),
        charged=ledger.was_charged(tx, meeting.id, person.id),
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


def _last_told(tx: Tx, meeting: Meeting, person: Person, *, but: str) -> dict[str, Any] | None:
    """What the newest letter that went to this person told, `but` the one of this mark.

    One that failed may have arrived all the same.
    """
    went = tx.session.exec(
        select(Notice.facts)
        .where(
            Notice.kind == LETTER,
            Notice.meeting_id == meeting.id,
            Notice.person_id == person.id,
            col(Notice.state).in_([NoticeState.SENT, NoticeState.DEAD]),
        )
        .order_by(col(Notice.settled_at).desc())
    )
    return next((dict(facts) for facts in went if facts["mark"] != but), None)


def _plan(data: dict[str, Any]) -> Plan:
    known = {each.name: data[each.name] for each in fields(Plan)}
    times = {name: datetime.fromisoformat(data[name]) for name in ("starts_at", "ends_at")}
    nation = Nation(data["nation"]) if data["nation"] else None
    return Plan(**{**known, **times, "mode": Mode(data["mode"]), "nation": nation})
