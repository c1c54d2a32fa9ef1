"""Answering a meeting: the place, the price and its reason, the waiting list and its offers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules import ledger, moments, pricing, rsvp
from rules.charter import Charter
from rules.invitations import Choice
from rules.ledger import EntryKind
from rules.meetings import Mode, State
from rules.nations import Nation
from rules.pricing import Price, Rates, Standing, Waiver
from rules.refusals import Unknown
from rules.rsvp import Answer, Place
from storage import booking
from storage.booking import Loaded
from storage.people import Person
from storage.transaction import Tx
from usecases import closed_days, groups, invitations, notices, programme, waiting
from usecases.callers import Caller, person_of

GONE = "That meeting is not there any more. `/sig programme` shows those that are."


@dataclass(frozen=True)
class Receipt:
    """What an answer came to, for the person who gave it. Pence; instants in UTC.

    `number` is their place in the waiting list. `asks_role` says that their profession is not known yet.
    """

    meeting_id: str
    group_id: str
    answer: Answer
    place: Place
    number: int | None
    price: Price | None
    owed_pence: int
    how_to_pay: str
    asks_role: bool
    theme: str
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str
    join_link: str


@dataclass(frozen=True)
class _Outcome:
    answer: Answer
    place: Place
    number: int | None
    price: Price | None
    guest_of: str | None


def answer(tx: Tx, *, caller: Caller, meeting_id: str, answer: Answer) -> Receipt:
    """Record the caller's answer to a published meeting, with the price by the rule (source item 5).

    Answering again changes the answer; the same answer twice changes nothing. Raises `Refusal` for a
    meeting that is cancelled, over or unpublished, and for booking after the cut-off.
    """
    return _answer(tx, _load(tx, caller, meeting_id), answer, guest_of=None)


def answer_next(
    tx: Tx, *, caller: Caller, channel_id: str | None, group_id: str | None, answer: Answer
) -> Receipt:
    """The same for the next published meeting of the group that is meant, which is the channel's.

    Where the channel has no group, or the group no meeting, it raises what `groups.here` and
    `programme.next_meeting_id` raise.
    """
    if channel_id is not None and group_id is None:
        loaded = booking.load_next(
            tx, channel_id=channel_id, team_id=caller.team_id, slack_id=caller.slack_id
        )
        if loaded is not None and loaded.row.person_id is not None:
            return _answer(tx, loaded, answer, guest_of=None)
    group = groups.here(tx, caller=caller, channel_id=channel_id, group_id=group_id)
    meeting_id = programme.next_meeting_id(tx, caller=caller, group_id=group.id)
    return _answer(tx, _load(tx, caller, meeting_id), answer, guest_of=None)


def answer_for(
    tx: Tx,
    *,
    meeting_id: str,
    person_id: str,
    answer: Answer,
    guest_of: str | None = None,
    by_mail: bool = False,
) -> Receipt:
    """The same for someone known by their id: a guest, or (`by_mail`) whoever replied to an invitation."""
    loaded = booking.load_for(tx, meeting_id=meeting_id, person_id=person_id)
    return _answer(tx, loaded, answer, guest_of=guest_of, by_mail=by_mail)


def _load(tx: Tx, caller: Caller, meeting_id: str) -> Loaded | None:
    """What the answer depends on; whoever was never seen before becomes known."""
    who = {"team_id": caller.team_id, "slack_id": caller.slack_id}
    loaded = booking.load(tx, meeting_id=meeting_id, **who)
    if loaded is not None and loaded.row.person_id is None:
        person_of(tx, caller)
        loaded = booking.load(tx, meeting_id=meeting_id, **who)
    return loaded


def _answer(
    tx: Tx, loaded: Loaded | None, wanted: Answer, *, guest_of: str | None, by_mail: bool = False
) -> Receipt:
    if loaded is None:
        raise Unknown(GONE)
    found = loaded.row
    rsvp.refuse_if_settled(
        State(found.state), ends_at=found.ends_at, because=found.cancelled_because, now=tx.now
    )
    if found.capacity is not None:
        booking.lock_places(tx, found.id)
        loaded = booking.load_for(tx, meeting_id=found.id, person_id=found.person_id)
        assert loaded is not None
        found = loaded.row
    charter = booking.charter(tx, found.charter_id)
    closes_at = waiting.closes(found.starts_at, found.capacity, charter)
    had = _had(found, tx.now)
    rsvp.refuse_if_booking_closed(wanted, had, closes_at=closes_at, now=tx.now)
    filled = booking.filled(tx, found.id, found.capacity) if found.capacity is not None else booking.ENDLESS
    place = rsvp.place_for(wanted, had, filled.room)
    price = _price(tx, loaded, charter, place) if wanted is Answer.ATTENDING else None
    outcome = _Outcome(wanted, place, _number(found, place, filled.last_number), price, guest_of)
    if (wanted, place) == (found.answer, found.place):
        owed = found.owed
    else:
        owed = _save(tx, found, charter, outcome)
        if found.capacity is not None and had in {Place.BOOKED, Place.OFFERED} and place is Place.NONE:
            waiting.offer_next(tx, found.id, closes_at=closes_at, hours=charter.offer_hours)
        notices.card_changed(tx, found.id)
    if found.calendar is Choice.INVITATIONS:
        # Also for the same answer: a meeting that moved asks again, and Slack's answer is one.
        invitations.follow(tx, meeting_id=found.id, person_id=found.person_id, by_mail=by_mail)
    return _receipt(found, outcome, owed, charter)


def _had(found: Any, now: datetime) -> Place:
    """The place held before; an offer that has lapsed by now holds nothing, but still waits."""
    had = found.place or Place.NONE
    if had is Place.OFFERED and found.offer_expires_at is not None and found.offer_expires_at <= now:
        return Place.WAITING
    return Place(had)


def _number(found: Any, place: Place, last_number: int) -> int | None:
    if place is not Place.WAITING:
        return None
    return found.queued if found.place in {Place.WAITING, Place.OFFERED} else last_number + 1


def _price(tx: Tx, loaded: Loaded, charter: Charter, place: Place) -> Price:
    """The price by the rule: shown to whoever attends, also while they wait for a place."""
    found = loaded.row
    day = moments.local(found.starts_at, found.zone).date()
    waiver = None
    if found.waived_by is not None:
        granted_by = tx.session.get_one(Person, found.waived_by).name
        waiver = Waiver(granted_by, found.waived_because)
    if place is Place.BOOKED and found.place is Place.BOOKED:
        # Frozen when it was booked; only the treasurer's settling changes it.
        frozen = Rates(found.member_pence, found.non_member_pence)
        return pricing.quote(frozen, Standing(found.standing), day=day, waiver=waiver)
    standing = pricing.standing_on(
        day,
        today=moments.local(tx.now, found.zone).date(),
        periods=loaded.periods,
        declared_non_member=found.declared_non_member is not None,
    )
    rates = Rates(charter.member_pence, charter.non_member_pence)
    return pricing.quote(rates, standing, day=day, waiver=waiver)


def _save(tx: Tx, found: Any, charter: Charter, outcome: _Outcome) -> int:
    """Write the answer and what it costs; returns what is owed then, in pence."""
    booked, price = outcome.place is Place.BOOKED, outcome.price
    booking.save(
        tx,
        {
            "meeting_id": found.id,
            "person_id": found.person_id,
            "answer": outcome.answer,
            "place": outcome.place,
            "answered_at": tx.now,
            "booked_at": tx.now if booked else None,
            "queued": outcome.number,
            "offer_expires_at": None,
            "member_pence": charter.member_pence if booked else None,
            "non_member_pence": charter.non_member_pence if booked else None,
            "standing": price.standing if price is not None else None,
            "price_pence": price.pence if price is not None and booked else None,
            "guest_of": outcome.guest_of,
        },
        seen=booking.UNANSWERED if found.revision is None else found.revision,
    )
    kept = price.pence or 0 if price is not None and booked else _kept(tx, found, charter)
    amount = ledger.entry_towards(kept, found.charged)
    if amount:
        kind = EntryKind.CHARGE if amount > 0 else EntryKind.CREDIT
        booking.enter(tx, booking.Entry(found.group_id, found.id, found.person_id, kind, amount))
    return int(found.owed) + amount


def _kept(tx: Tx, found: Any, charter: Charter) -> int:
    """What stays charged when a place is given back, by the charter's refund policy.

    It is reckoned from the price of the place that is given back, and once: whoever has given it back
    already, and now says *Maybe* or joins the waiting list, owes what they owed.
    """
    if found.place not in {None, Place.BOOKED}:
        return int(found.charged)
    price = found.price_pence or found.charged
    if price <= 0:
        return 0
    today, day = (moments.local(instant, found.zone).date() for instant in (tx.now, found.starts_at))
    division = (Nation(found.nation) if found.nation else Nation.ENGLAND).division
    closed = closed_days.bank_holidays_of(division, today.year, day.year)
    moved = found.moved_at is not None and found.booked_at is not None and found.booked_at < found.moved_at
    return ledger.kept_on_withdrawing(
        price,
        working_days_left=moments.working_days_until(today, day, closed),
        tiers=charter.refunds,
        in_full=moved,
    )


def _receipt(found: Any, outcome: _Outcome, owed: int, charter: Charter) -> Receipt:
    return Receipt(
        meeting_id=found.id,
        group_id=found.group_id,
        answer=outcome.answer,
        place=outcome.place,
        number=outcome.number,
        price=outcome.price,
        owed_pence=owed,
        how_to_pay=charter.how_to_pay,
        asks_role=found.role is None,
        theme=found.theme,
        mode=Mode(found.mode),
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        zone=found.zone,
        venue=found.venue,
        join_link=found.join_link if outcome.place is Place.BOOKED else "",
    )
