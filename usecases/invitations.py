"""Keeping people's calendars true: an invitation follows the answer, and every change of the meeting.

A letter is a notice. What it says is read when it is sent; what the last one said stands in the notice
that told it, so that a move can be explained.
"""

import hashlib
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from rules import agenda, invitations, pricing
from rules.charter import Charter
from rules.invitations import Choice, Entry, Invitation, Partstat
from rules.meetings import Mode, Plan, State
from rules.moments import local
from rules.nations import Nation
from rules.pricing import Rates, Standing
from rules.rsvp import Answer
from storage import calendars, groups
from storage.answers import AnswerRow
from storage.calendars import CalendarChoice, InvitationRow
from storage.groups import Group
from storage.meetings import Meeting
from storage.notices import Notice, NoticeState
from storage.people import Person
from storage.transaction import Tx
from usecases import notices

LETTER = "invitation"
ROUND = "invitation-round"
OPENING = "invitation-opening"


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


def plan_of(meeting: Meeting) -> Plan:
    """What is decided about a meeting, as the rules know it."""
    return Plan(**{each.name: getattr(meeting, each.name) for each in fields(Plan)})


def follow(tx: Tx, *, meeting_id: str, person_id: str, by_mail: bool = False) -> None:
    """Have a person's calendar follow their answer, if they chose letters.

    With `by_mail` their calendar knows the answer already; a letter goes only if the entry changes.
    """
    if calendars.choice_of(tx, person_id) is not Choice.INVITATIONS:
        return
    row = tx.session.get(InvitationRow, (meeting_id, person_id))
    answer = tx.session.get(AnswerRow, (meeting_id, person_id), populate_existing=True)
    if answer is None:
        return
    meeting = tx.session.get_one(Meeting, meeting_id)
    wanted = invitations.wanted_by(answer.answer, answer.place)
    before = row.value if row is not None else None
    if before is None and wanted.entry is Entry.WITHDRAWN:
        return
    after = invitations.with_entry(before, wanted.entry)
    after = invitations.answered(after, wanted.partstat, plan_of(meeting))
    if after != before:
        quiet = by_mail and before is not None and after.own == before.own
        _keep(tx, meeting, person_id, after, quiet=quiet)


def invite(tx: Tx, meeting: Meeting, person_id: str) -> None:
    """Ask one person who has not answered, if they chose letters and were not asked before."""
    asked = tx.session.get(InvitationRow, (meeting.id, person_id)) is not None
    if not asked and calendars.choice_of(tx, person_id) is Choice.INVITATIONS:
        _keep(tx, meeting, person_id, invitations.with_entry(None, Entry.INVITED))


def meeting_changed(tx: Tx, meeting: Meeting) -> None:
    """Have everyone invited told, soon, that the meeting changed, moved or is cancelled.

    One row here, however many are invited: they are told one by one in transactions of their own.
    """
    notices.tell(
        tx,
        ROUND,
        key=f"meeting:{meeting.id}:{ROUND}:{meeting.sequence}.{_digest(meeting)}",
        destination=f"house:{meeting.id}",
        team_id=tx.session.get_one(Group, meeting.group_id).team_id,
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        best_before=meeting.ends_at,
    )


def tell_everyone_invited(tx: Tx, *, meeting_id: str) -> int:
    """Tell each person who was invited how the meeting stands now; returns how many there are.

    Also those whose entry was taken back: if the letter that says so was dropped, this one says it.
    """
    meeting = tx.session.get_one(Meeting, meeting_id)
    rows = calendars.invited_to(tx, meeting_id)
    for row in rows:
        _tell(tx, meeting, row)
    return len(rows)


def letter(tx: Tx, *, meeting_id: str, person_id: str, mark: str) -> InvitationTold | str:
    """What the letter told under this mark says now, or the reason for which it need not be sent."""
    meeting = tx.session.get_one(Meeting, meeting_id)
    row = tx.session.get_one(InvitationRow, (meeting_id, person_id))
    chosen = tx.session.get(CalendarChoice, person_id)
    person = tx.session.get_one(Person, person_id)
    if chosen is None or chosen.choice is not Choice.INVITATIONS or not person.email:
        return "they no longer want invitations"
    if mark != _mark(meeting, row):
        return "a newer letter says more"
    last = _last_told(tx, meeting_id, person_id, mark)
    withdrawn = row.entry is Entry.WITHDRAWN or meeting.state is State.CANCELLED
    if withdrawn and (last is None or last["withdrawn"]):
        return "their calendar does not hold it"
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
    plan = plan_of(meeting)
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


def _keep(tx: Tx, meeting: Meeting, person_id: str, value: Invitation, *, quiet: bool = False) -> None:
    row = tx.session.get(InvitationRow, (meeting.id, person_id))
    if row is None:
        row = InvitationRow(meeting_id=meeting.id, person_id=person_id, entry=value.entry, revised_at=tx.now)
    row.keep(value)
    if not quiet:
        row.revised_at = tx.now
    tx.session.add(row)
    tx.session.flush()
    if not quiet:
        _tell(tx, meeting, row)


def _tell(tx: Tx, meeting: Meeting, row: InvitationRow) -> None:
    """Plan the letter; its key carries the mark, so that what was told once is not told again."""
    mark = _mark(meeting, row)
    notices.tell(
        tx,
        LETTER,
        key=f"{LETTER}:{meeting.id}:{row.person_id}:{mark}",
        destination=f"mail:{row.person_id}",
        team_id=tx.session.get_one(Group, meeting.group_id).team_id,
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        person_id=row.person_id,
        best_before=meeting.ends_at,
        facts={
            "mark": mark,
            "plan": _data(plan_of(meeting)),
            "withdrawn": row.entry is Entry.WITHDRAWN or meeting.state is State.CANCELLED,
        },
    )


def _mark(meeting: Meeting, row: InvitationRow) -> str:
    """What tells one letter from the next: the SEQUENCE, the person's own stamp, and what the entry shows.

    An edit that shows in no calendar (an agenda item, the capacity) makes no new letter.
    """
    sequence = invitations.sequence_of(meeting.sequence, row.value)
    return f"{sequence}.{row.revised_at.timestamp():.0f}.{_digest(meeting)}"


def _digest(meeting: Meeting) -> str:
    shown = (
        *(meeting.starts_at, meeting.ends_at, meeting.mode, meeting.venue, meeting.address),
        *(meeting.join_link, meeting.theme, meeting.access),
    )
    return hashlib.sha256(repr([str(each) for each in shown]).encode()).hexdigest()[:12]


def _last_told(tx: Tx, meeting_id: str, person_id: str, mark: str) -> dict[str, Any] | None:
    """What the newest letter that went to this person told; one that failed may have arrived all the same."""
    facts = tx.session.exec(
        select(Notice.facts)
        .where(
            Notice.kind == LETTER,
            Notice.meeting_id == meeting_id,
            Notice.person_id == person_id,
            col(Notice.state).in_([NoticeState.SENT, NoticeState.DEAD]),
        )
        .order_by(col(Notice.settled_at).desc())
    ).first()
    return dict(facts) if facts is not None and facts["mark"] != mark else None


def _data(plan: Plan) -> dict[str, Any]:
    """A plan as plain values."""
    values = asdict(plan)
    return {**values, "starts_at": plan.starts_at.isoformat(), "ends_at": plan.ends_at.isoformat()}


def _plan(data: dict[str, Any]) -> Plan:
    known = {each.name: data[each.name] for each in fields(Plan)}
    times = {name: datetime.fromisoformat(data[name]) for name in ("starts_at", "ends_at")}
    nation = Nation(data["nation"]) if data["nation"] else None
    return Plan(**{**known, **times, "mode": Mode(data["mode"]), "nation": nation})
