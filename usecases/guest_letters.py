"""What a guest is told of their place, and somebody who uses Slack of a member's wish to bring them.

Both are read when they are sent.
"""

from dataclasses import dataclass

from rules.meetings import Plan, State
from rules.pricing import Price
from rules.rsvp import Answer, Place
from storage import booking, groups
from storage.answers import AnswerRow
from storage.groups import Group
from storage.leases import Taken
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases.prices import quoted
from usecases.told import Withheld


@dataclass(frozen=True)
class GuestTold:
    """A guest's place as their letter says it; `price` is None when they have none any more. Pence."""

    meeting_id: str
    group: str
    name: str
    booked_by: str
    zone: str
    plan: Plan
    place: Place
    number: int | None
    price: Price | None
    owed_pence: int
    how_to_pay: str


@dataclass(frozen=True)
class InvitedTold:
    """A member would like to bring somebody, whose answer is their own."""

    meeting_id: str
    group: str
    host: str
    plan: Plan


def told(tx: Tx, notice: Taken) -> GuestTold:
    """A guest's place as it stands when their letter is sent."""
    meeting = tx.session.get(Meeting, notice.meeting_id)
    row = tx.session.get(AnswerRow, (notice.meeting_id, notice.person_id))
    if meeting is None or row is None or row.guest_of is None:
        raise Withheld("they have answered for themselves")
    group, guest = tx.session.get_one(Group, meeting.group_id), tx.session.get_one(Person, row.person_id)
    charter = groups.charter_of(tx, group.id)
    return GuestTold(
        meeting_id=meeting.id,
        group=group.name,
        name=guest.name,
        booked_by=tx.session.get_one(Person, row.guest_of).name,
        zone=guest.zone,
        plan=meeting.plan,
        place=row.place,
        number=row.queued,
        price=quoted(tx, meeting, guest, row, charter) if row.place is not Place.NONE else None,
        owed_pence=booking.owed(tx, meeting_id=meeting.id, person_id=guest.id),
        how_to_pay=charter.how_to_pay,
    )


def invited(tx: Tx, notice: Taken) -> InvitedTold:
    """The question to someone whom a member would like to bring, and who answers for themselves."""
    meeting, host = (
        tx.session.get(Meeting, notice.meeting_id),
        tx.session.get_one(Person, str(notice.facts["host"])),
    )
    if meeting is None or meeting.state is not State.PUBLISHED:
        raise Withheld("the meeting can't be answered any more")
    row = tx.session.get(AnswerRow, (meeting.id, notice.person_id))
    if row is not None and row.answer is Answer.ATTENDING:
        raise Withheld("they are coming")
    return InvitedTold(meeting.id, tx.session.get_one(Group, meeting.group_id).name, host.name, meeting.plan)
