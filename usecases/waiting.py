"""The waiting list: a place that comes free is offered to whoever has waited longest, one offer at a time."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from rules import rsvp
from rules.charter import Charter
from rules.meetings import State
from rules.rsvp import Place
from storage import booking, groups, meetings
from storage.answers import AnswerRow
from storage.groups import Group
from storage.leases import Taken
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases import invitations, notices

OFFERS_LAPSE = "offers-lapse"


def closes(starts_at: datetime, capacity: int | None, charter: Charter) -> datetime | None:
    """When booking closes (UTC); never where places are not limited."""
    return rsvp.booking_closes(starts_at, charter.booking_closes_hours, limited=capacity is not None)


def offer_next(tx: Tx, meeting_id: str, *, closes_at: datetime | None, hours: int) -> None:
    """Offer each free place to whoever has waited longest; nobody is asked after booking has closed."""
    meeting = tx.session.get_one(Meeting, meeting_id)
    filled = booking.filled(tx, meeting_id, meeting.capacity)
    lapses = rsvp.offer_lapses(tx.now, hours, closes_at) if closes_at is not None else None
    if lapses is None or not filled.room.left:
        return
    waiting = tx.session.exec(
        select(AnswerRow)
        .where(AnswerRow.meeting_id == meeting_id, AnswerRow.place == Place.WAITING)
        .order_by(col(AnswerRow.queued))
        .limit(filled.room.left)
    ).all()
    for one in waiting:
        one.place, one.offer_expires_at = Place.OFFERED, lapses
        one.revision += 1
        tx.session.add(one)
        _tell(tx, meeting, one, "place-offered", best_before=lapses)
    tx.session.flush()
    _follow(tx, waiting)
    if waiting:
        _look_again_at(tx, meeting, lapses)


def when_offers_lapse(tx: Tx, notice: Taken) -> str:
    """The time of an offer is over: pass the place on if it was not taken."""
    return f"{lapse_offers(tx, meeting_id=str(notice.meeting_id))} offers had lapsed"


def lapse_offers(tx: Tx, *, meeting_id: str) -> int:
    """Pass on the places of offers that have lapsed by now; returns how many there were.

    Whoever let an offer lapse goes to the end of the list: they may still want a place.
    """
    meeting = meetings.for_change(tx, meeting_id)
    if meeting is None or meeting.capacity is None:
        return 0
    booking.lock_places(tx, meeting_id)
    lapsed = tx.session.exec(
        select(AnswerRow)
        .where(
            AnswerRow.meeting_id == meeting_id,
            AnswerRow.place == Place.OFFERED,
            col(AnswerRow.offer_expires_at) <= tx.now,
        )
        .order_by(col(AnswerRow.queued))
    ).all()
    last = booking.filled(tx, meeting_id, meeting.capacity).last_number
    for later, one in enumerate(lapsed, start=1):
        one.place, one.offer_expires_at, one.queued = Place.WAITING, None, last + later
        one.revision += 1
        tx.session.add(one)
        _tell(tx, meeting, one, "offer-lapsed", best_before=meeting.starts_at)
    tx.session.flush()
    _follow(tx, lapsed)
    if lapsed and meeting.state is State.PUBLISHED:
        charter = groups.charter_of(tx, meeting.group_id)
        closes_at = closes(meeting.starts_at, meeting.capacity, charter)
        offer_next(tx, meeting_id, closes_at=closes_at, hours=charter.offer_hours)
        notices.card_changed(tx, meeting_id)
    return len(lapsed)


def _look_again_at(tx: Tx, meeting: Meeting, lapses: datetime) -> None:
    notices.tell(
        tx,
        OFFERS_LAPSE,
        key=f"meeting:{meeting.id}:{OFFERS_LAPSE}:{lapses:%Y%m%dT%H%M%S}",
        destination=f"house:{meeting.id}",
        team_id=tx.session.get_one(Group, meeting.group_id).team_id,
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        due_at=lapses,
    )


def _follow(tx: Tx, answers: Sequence[AnswerRow]) -> None:
    """A calendar holds the place for as long as the offer does."""
    for one in answers:
        invitations.follow(tx, meeting_id=one.meeting_id, person_id=one.person_id)


def _tell(tx: Tx, meeting: Meeting, waits: AnswerRow, kind: str, *, best_before: datetime) -> None:
    group = tx.session.get_one(Group, meeting.group_id)
    notices.tell(
        tx,
        kind,
        key=f"meeting:{meeting.id}:{kind}:{waits.person_id}:{waits.revision}",
        destination=f"person:{waits.person_id}",
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
        person_id=waits.person_id,
        best_before=best_before,
    )
