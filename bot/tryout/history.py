"""The past year of the sandbox's group: its meetings, who came, and what was paid, for forecasts and trends."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from rules import pricing, quorum
from rules.charter import Charter
from rules.ledger import EntryKind
from rules.meetings import Kind, Mode, State
from rules.moments import local
from rules.offices import Office
from rules.pricing import Rates
from rules.quorum_count import Standing
from rules.rsvp import Answer, Place
from storage import booking
from storage import groups as group_rows
from storage.answers import AnswerRow
from storage.attendance import How, SittingRow, StayRow
from storage.booking import Entry
from storage.groups import Group, GroupMember
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx

THEMES = (
    "What families told us about reviews",
    "Professional curiosity, and what gets in its way",
    "Sharing information across borders",
    "Supporting practitioners after a review",
)
# The same story at every start
SEED = 2020


@dataclass(frozen=True)
class _Guest:
    """Somebody of the group, on the way to a meeting of the past."""

    person: Person
    standing: pricing.Standing
    said_so: bool
    came: bool


def last_year(tx: Tx, *, group_id: str, addresses: Collection[str]) -> None:
    """Four meetings, with answers, a register, and the payments that came in.

    Whoever has one of these e-mail addresses was invited; who belongs has belonged since before the first.
    """
    chance = random.Random(SEED)  # noqa: S311 - a story, not a secret
    group = tx.session.get_one(Group, group_id)
    people = tx.session.exec(
        select(Person)
        .where(Person.team_id == group.team_id, col(Person.email).in_(addresses))
        .order_by(Person.name)
    ).all()
    for belonging in tx.session.exec(select(GroupMember).where(GroupMember.group_id == group_id)):
        belonging.asked_at = tx.now - timedelta(days=500)
    paid_to = _officer(tx, group_id, Office.TREASURER)
    habits = {person.id: chance.betavariate(2, 3) for person in people}
    for ago, theme in zip(range(len(THEMES), 0, -1), THEMES, strict=True):
        meeting = _meeting(tx, group, ten_o_clock(tx.now - timedelta(weeks=13 * ago - 6)), theme)
        for person in people:
            guest = _guest(tx, chance, meeting, person, habits[person.id])
            _answered(tx, meeting, guest, paid_to)
            if guest.came:
                _stayed(tx, meeting, guest, late=timedelta(minutes=chance.choice((0, 0, 0, 4, 11))))


def ten_o_clock(day: datetime) -> datetime:
    """Ten in the morning of this day or the next one from Monday to Thursday, Christmas left out."""
    while day.weekday() > 3 or (day.month, day.day) >= (12, 18) or (day.month, day.day) <= (1, 7):
        day += timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def _officer(tx: Tx, group_id: str, office: Office) -> str:
    return next(one.person_id for one in group_rows.officers(tx, group_id) if one.office is office)


def _meeting(tx: Tx, group: Group, starts_at: datetime, theme: str) -> Meeting:
    charter = group_rows.newest_charter(tx, group.id)
    chair = _officer(tx, group.id, Office.CHAIR)
    meeting = Meeting(
        group_id=group.id,
        kind=Kind.ORDINARY,
        state=State.CLOSED,
        mode=Mode.VIRTUAL,
        theme=theme,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        zone=group.zone,
        created_at=starts_at - timedelta(days=90),
        revised_at=starts_at - timedelta(days=90),
        published_at=starts_at - timedelta(days=84),
    )
    tx.session.add(meeting)
    tx.session.flush()
    rule = quorum.settle(Charter.from_data(charter.settings).quorum, membership=40, expected=20)
    tx.session.add(
        SittingRow(
            meeting_id=meeting.id,
            opened_at=starts_at,
            opened_by=chair,
            closed_at=meeting.ends_at,
            closed_by=chair,
            charter_version=charter.version,
            rule=quorum.to_data(rule),
        )
    )
    return meeting


def _guest(tx: Tx, chance: random.Random, meeting: Meeting, person: Person, habit: float) -> _Guest:
    day = local(meeting.starts_at, meeting.zone).date()
    standing = pricing.standing_on(
        day,
        today=day,
        periods=booking.periods(tx, person.id),
        declared_non_member=person.declared_non_member is not None,
    )
    said_so = chance.random() < habit
    return _Guest(person, standing, said_so, came=chance.random() < (0.85 if said_so else 0.08))


def _answered(tx: Tx, meeting: Meeting, guest: _Guest, paid_to: str) -> None:
    rates = Rates(Charter().member_pence, Charter().non_member_pence)
    price = pricing.final(rates, guest.standing) if guest.said_so else None
    tx.session.add(
        AnswerRow(
            meeting_id=meeting.id,
            person_id=guest.person.id,
            answer=Answer.ATTENDING if guest.said_so else Answer.APOLOGIES,
            place=Place.BOOKED if guest.said_so else Place.NONE,
            answered_at=meeting.starts_at - timedelta(days=10),
            booked_at=meeting.starts_at - timedelta(days=10) if guest.said_so else None,
            member_pence=rates.member_pence if guest.said_so else None,
            non_member_pence=rates.non_member_pence if guest.said_so else None,
            standing=guest.standing if guest.said_so else None,
            price_pence=price,
        )
    )
    if price:
        tx.session.flush()
        entry = Entry(meeting.group_id, meeting.id, guest.person.id, EntryKind.CHARGE, price)
        booking.enter(tx, entry)
        if guest.came:
            paid = Entry(
                meeting.group_id,
                meeting.id,
                guest.person.id,
                EntryKind.PAYMENT,
                -price,
                recorded_by=paid_to,
            )
            booking.enter(tx, paid)


def _stayed(tx: Tx, meeting: Meeting, guest: _Guest, *, late: timedelta) -> None:
    member = guest.standing is pricing.Standing.MEMBER
    tx.session.add(
        StayRow(
            meeting_id=meeting.id,
            person_id=guest.person.id,
            role=guest.person.role or "",
            standing=Standing.MEMBER if member else Standing.GUEST,
            arrived_at=meeting.starts_at + late,
            left_at=meeting.ends_at,
            how=How.BUTTON,
        )
    )
