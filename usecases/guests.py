"""Guests without Slack: booked by a member or an officer, told by letter, withdrawn by whoever booked them.

Whoever books learns nothing of an address: the answer is the same whether we know it or not. Someone who
uses Slack, or who has answered for themselves, is asked instead: their answer is their own.
"""

from dataclasses import dataclass

from sqlmodel import col, select

from rules import professions, rsvp
from rules.email_addresses import address_from
from rules.meetings import Plan
from rules.moments import local
from rules.notice_kinds import NoticeKind
from rules.offices import Act, may
from rules.refusals import NotAllowed, Refusal, Unknown
from rules.rsvp import Answer, Place
from storage import audit, booking, groups, meetings, people
from storage.answers import AnswerRow
from storage.groups import Belonging, Group, GroupMember
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases import notices, waiting
from usecases.callers import Caller, Profile, introduce, person_of
from usecases.groups import here
from usecases.guardrail import refuse_identifiers
from usecases.rsvp import GONE, answer_for

MOST_GUESTS = 5
FOR_MEMBERS = "Members can bring a guest. `/sig join` asks the secretary to let you into the group."


@dataclass(frozen=True)
class Choice:
    """A meeting that a guest can be booked for."""

    meeting_id: str
    plan: Plan


@dataclass(frozen=True)
class Booked:
    """What booking a guest came to, for whoever did it. Rates in pence."""

    name: str
    plan: Plan
    member_pence: int
    non_member_pence: int


@dataclass(frozen=True)
class Guest:
    """Somebody's guest at a meeting that is still ahead."""

    meeting_id: str
    person_id: str
    name: str
    booked_by: str
    plan: Plan
    place: Place
    number: int | None


def choices(tx: Tx, *, caller: Caller, group_id: str) -> tuple[Choice, ...]:
    """The group's published meetings that are ahead, for those who may bring a guest."""
    group = tx.session.get_one(Group, here(tx, caller=caller, channel_id=None, group_id=group_id).id)
    _permitted(tx, group, people.by_slack(tx, caller.team_id, caller.slack_id))
    ahead = [one for one in meetings.published_from(tx, group.id, tx.now) if one.starts_at > tx.now]
    return tuple(Choice(one.id, one.plan) for one in ahead)


def book(
    tx: Tx,
    *,
    caller: Caller,
    meeting_id: str,
    name: str,
    email: str,
    organisation: str,
    role: str | None,
    in_slack: Profile | None = None,
) -> Booked:
    """Book a place for someone without Slack, at the price by the rule; they are told by letter.

    Whoever uses Slack (`in_slack` is what it says of that address) is asked there, to answer for themselves.

    Raises `Refusal` for a meeting that can't be booked any more, for whoever belongs to nothing here, and
    for more guests than a member may bring.
    """
    group, meeting = _meeting(tx, caller, meeting_id)
    host = person_of(tx, caller)
    officer = _permitted(tx, group, host)
    _refuse_unless_open(tx, meeting)
    name, organisation = " ".join(name.split()), " ".join(organisation.split())
    address = address_from(email, field="email")
    _refuse_details(name, organisation, role)
    if address == host.email:
        raise Refusal("This is your own address: `/sig attend` books you.", field="email")
    if not officer and len(_guests_of(tx, meeting.id, host.id)) >= MOST_GUESTS:
        raise Refusal(f"You have {MOST_GUESTS} guests at this meeting. The secretary can book more.")
    if in_slack is not None:
        introduce(tx, profile=in_slack)
    guest = people.by_email(tx, group.team_id, address)
    if guest is None:
        guest = Person(team_id=group.team_id, email=address, name=name, first_seen_at=tx.now)
        guest.organisation, guest.role = organisation, role or None
        tx.session.add(guest)
        tx.session.flush()
    _book(tx, group, meeting, guest, host)
    audit.note(
        tx, "guest booked", team_id=group.team_id, group_id=group.id, actor_id=host.id, subject=meeting.id
    )
    charter = groups.charter_of(tx, group.id)
    return Booked(name, meeting.plan, charter.member_pence, charter.non_member_pence)


def withdraw(tx: Tx, *, caller: Caller, meeting_id: str, person_id: str) -> Guest:
    """Give a guest's place back: whoever booked them may, and the officers who book for others."""
    group, meeting = _meeting(tx, caller, meeting_id)
    host = person_of(tx, caller)
    row = tx.session.get(AnswerRow, (meeting.id, person_id))
    if row is None or row.guest_of is None or row.answer is not Answer.ATTENDING:
        raise Unknown("That guest is not booked any more. `/sig guests` shows those who are.")
    officer = may(groups.offices_of(tx, group.id, host.id), Act.BOOK_FOR_OTHERS)
    if row.guest_of != host.id and not officer:
        raise NotAllowed("Only whoever booked a guest, or an officer, can withdraw them.")
    shown = _guest(tx, row, meeting)
    answer_for(tx, meeting_id=meeting.id, person_id=person_id, answer=Answer.APOLOGIES, guest_of=row.guest_of)
    _tell(tx, NoticeKind.GUEST, person_id, group=group, meeting=meeting, host=host)
    audit.note(
        tx, "guest withdrawn", team_id=group.team_id, group_id=group.id, actor_id=host.id, subject=meeting.id
    )
    return shown


def mine(tx: Tx, *, caller: Caller, group_id: str) -> tuple[Guest, ...]:
    """The caller's guests at meetings ahead; all of them for officers who book for others."""
    group_here = here(tx, caller=caller, channel_id=None, group_id=group_id)
    query = (
        select(AnswerRow, Meeting)
        .join(Meeting, col(Meeting.id) == col(AnswerRow.meeting_id))
        .where(
            Meeting.group_id == group_here.id,
            Meeting.ends_at > tx.now,
            AnswerRow.answer == Answer.ATTENDING,
            col(AnswerRow.guest_of).is_not(None),
        )
        .order_by(col(Meeting.starts_at), col(AnswerRow.answered_at))
    )
    if not group_here.may(Act.BOOK_FOR_OTHERS):
        query = query.where(AnswerRow.guest_of == (group_here.person_id or ""))
    return tuple(_guest(tx, row, meeting) for row, meeting in tx.session.exec(query))


def _book(tx: Tx, group: Group, meeting: Meeting, guest: Person, host: Person) -> None:
    """Book a guest, or ask somebody whose answer is their own."""
    row = tx.session.get(AnswerRow, (meeting.id, guest.id))
    if guest.slack_id is not None or (row is not None and row.guest_of is None):
        _tell(tx, NoticeKind.GUEST_INVITED, guest.id, group=group, meeting=meeting, host=host)
        return
    if row is not None and row.answer is Answer.ATTENDING:
        return  # somebody's guest already
    answer_for(tx, meeting_id=meeting.id, person_id=guest.id, answer=Answer.ATTENDING, guest_of=host.id)
    _tell(tx, NoticeKind.GUEST, guest.id, group=group, meeting=meeting, host=host)


def _tell(tx: Tx, kind: NoticeKind, person_id: str, *, group: Group, meeting: Meeting, host: Person) -> None:
    row = tx.session.get(AnswerRow, (meeting.id, person_id), populate_existing=True)
    occasion = host.id if kind is NoticeKind.GUEST_INVITED else row.revision if row else 0
    notices.tell(
        tx,
        kind,
        key=f"meeting:{meeting.id}:{kind}:{person_id}:{occasion}",
        destination=f"person:{person_id}",
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
        person_id=person_id,
        best_before=meeting.starts_at,
        facts={"host": host.id},
    )


def _meeting(tx: Tx, caller: Caller, meeting_id: str) -> tuple[Group, Meeting]:
    meeting = tx.session.get(Meeting, meeting_id)
    group = tx.session.get(Group, meeting.group_id) if meeting is not None else None
    if meeting is None or group is None or group.team_id != caller.team_id:
        raise Unknown(GONE)
    return group, meeting


def _permitted(tx: Tx, group: Group, host: Person | None) -> bool:
    """Whether the host books as an officer; refuses whoever is neither that nor a member."""
    if host is None:
        raise NotAllowed(FOR_MEMBERS)
    if may(groups.offices_of(tx, group.id, host.id), Act.BOOK_FOR_OTHERS):
        return True
    belongs = tx.session.get(GroupMember, (group.id, host.id))
    if belongs is not None and belongs.state is Belonging.BELONGS:
        return False
    today = local(tx.now, group.zone).date()
    if any(period.covers(today) for period in booking.periods(tx, host.id)):
        return False
    raise NotAllowed(FOR_MEMBERS)


def _refuse_unless_open(tx: Tx, meeting: Meeting) -> None:
    """Refuse by the meeting alone, before the address is looked at."""
    rsvp.refuse_if_settled(
        meeting.state, ends_at=meeting.ends_at, because=meeting.cancelled_because, now=tx.now
    )
    closes_at = waiting.closes(meeting.starts_at, meeting.capacity, groups.charter_of(tx, meeting.group_id))
    rsvp.refuse_if_booking_closed(Answer.ATTENDING, Place.NONE, closes_at=closes_at, now=tx.now)


def _refuse_details(name: str, organisation: str, role: str | None) -> None:
    if not name:
        raise Refusal("Please give your guest's name.", field="name")
    refuse_identifiers(name, field="name")
    refuse_identifiers(organisation, field="organisation")
    if role and role not in professions.ROLES:
        raise Refusal("Please choose the profession from the list.", field="role")


def _guests_of(tx: Tx, meeting_id: str, host_id: str) -> list[AnswerRow]:
    return list(
        tx.session.exec(
            select(AnswerRow).where(
                AnswerRow.meeting_id == meeting_id,
                AnswerRow.guest_of == host_id,
                AnswerRow.answer == Answer.ATTENDING,
            )
        )
    )


def _guest(tx: Tx, row: AnswerRow, meeting: Meeting) -> Guest:
    host = tx.session.get_one(Person, row.guest_of)
    guest = tx.session.get_one(Person, row.person_id)
    return Guest(meeting.id, guest.id, guest.name, host.name, meeting.plan, row.place, row.queued)
