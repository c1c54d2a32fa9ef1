"""The price of a meeting for one person, with its reason: as it was booked, or as it would be today."""

from rules import pricing
from rules.charter import Charter
from rules.moments import local
from rules.pricing import Price, Rates, Waiver
from rules.rsvp import Place
from storage import booking
from storage.answers import AnswerRow
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx


def quoted(tx: Tx, meeting: Meeting, person: Person, row: AnswerRow | None, charter: Charter) -> Price:
    """The price by the rule (source item 5); what was frozen at booking is not computed anew."""
    day = local(meeting.starts_at, meeting.zone).date()
    waiver = _waiver(tx, row)
    if row is not None and row.place is Place.BOOKED and row.standing is not None:
        frozen = Rates(row.member_pence or 0, row.non_member_pence or 0)
        return pricing.quote(frozen, row.standing, day=day, waiver=waiver)
    standing = pricing.standing_on(
        day,
        today=local(tx.now, meeting.zone).date(),
        periods=booking.periods(tx, person.id),
        declared_non_member=person.declared_non_member is not None,
    )
    rates = Rates(charter.member_pence, charter.non_member_pence)
    return pricing.quote(rates, standing, day=day, waiver=waiver)


def _waiver(tx: Tx, row: AnswerRow | None) -> Waiver | None:
    if row is None or row.waived_by is None:
        return None
    return Waiver(tx.session.get_one(Person, row.waived_by).name, row.waived_because)
