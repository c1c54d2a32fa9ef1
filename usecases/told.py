"""What a notice tells of, read at the moment it is sent; and the reasons for which it isn't sent after all."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from rules.agenda import Item
from rules.meetings import Plan, State
from rules.moments import local, quarter
from rules.rsvp import Answer, Place
from storage import groups, ledger
from storage.answers import AnswerRow
from storage.audit import AuditLine
from storage.groups import Group
from storage.leases import Taken
from storage.meetings import Meeting, Programme
from storage.people import Person
from storage.transaction import Tx
from usecases import notices

REVIEWED = "terms reviewed"


class Withheld(Exception):
    """There is no reason left to say it; the text says why, without names: officers read it."""


@dataclass(frozen=True)
class MeetingTold:
    """A meeting as a notice shows it."""

    id: str
    group: str
    plan: Plan
    agenda: tuple[str, ...]
    state: State


@dataclass(frozen=True)
class PersonTold:
    """A meeting as a notice to one person shows it. `pence` is what they owe for it.

    `held_until` is when the place that is offered to them lapses (UTC).
    """

    meeting: MeetingTold
    name: str
    zone: str
    answer: Answer | None = None
    pence: int = 0
    held_until: datetime | None = None


@dataclass(frozen=True)
class GroupTold:
    """A group's own business: `occasion` is the year, the quarter ("2027-Q2") or the day it is about.

    `by` is the Slack id of whoever did what is told.
    """

    id: str
    group: str
    occasion: str
    zone: str
    by: str = ""


# Meetings


def meeting_published(tx: Tx, notice: Taken) -> Meeting:
    """A meeting that people may know of, also one that was cancelled or is over."""
    meeting = _meeting(tx, notice)
    if meeting.state is State.DRAFT:
        raise Withheld("the meeting is not published")
    return meeting


def meeting_ahead(tx: Tx, notice: Taken) -> MeetingTold:
    """A meeting that is still to come."""
    meeting = _meeting(tx, notice)
    if meeting.state not in {State.PUBLISHED, State.OPEN}:
        raise Withheld(f"the meeting is {meeting.state}")
    return _told(tx, meeting)


def meeting_behind(tx: Tx, notice: Taken) -> MeetingTold:
    """A meeting that was held."""
    meeting = _meeting(tx, notice)
    if meeting.state in {State.DRAFT, State.CANCELLED}:
        raise Withheld(f"the meeting is {meeting.state}")
    return _told(tx, meeting)


def unanswered(tx: Tx, notice: Taken) -> PersonTold:
    """A meeting for which this person has not answered yet."""
    told, answer = meeting_ahead(tx, notice), _answer(tx, notice)
    if answer is not None:
        raise Withheld("they have answered")
    return _to_person(tx, notice, told, answer)


def attending(tx: Tx, notice: Taken) -> PersonTold:
    """A meeting in which this person has a place."""
    told, answer = meeting_ahead(tx, notice), _answer(tx, notice)
    if answer is None or answer.place is not Place.BOOKED:
        raise Withheld("they are not coming any more")
    if not told.plan.join_link:
        raise Withheld("the meeting has no link to join by")
    return _to_person(tx, notice, told, answer)


def offered(tx: Tx, notice: Taken) -> PersonTold:
    """A meeting at which a place is held for this person until they take it."""
    told, answer = meeting_ahead(tx, notice), _answer(tx, notice)
    if answer is None or answer.place is not Place.OFFERED:
        raise Withheld("the place is taken, or passed on")
    return _to_person(tx, notice, told, answer)


def offer_lapsed(tx: Tx, notice: Taken) -> PersonTold:
    """A meeting whose offered place went on to the next; this person waits again."""
    told, answer = meeting_ahead(tx, notice), _answer(tx, notice)
    if answer is None or answer.place is not Place.WAITING:
        raise Withheld("they do not wait any more")
    return _to_person(tx, notice, told, answer)


def owing(tx: Tx, notice: Taken) -> PersonTold:
    """A meeting for which this person owes something."""
    told = _told(tx, _meeting(tx, notice))
    assert notice.person_id is not None
    pence = ledger.balance(tx, told.id, notice.person_id)
    if pence <= 0:
        raise Withheld("nothing is owed any more")
    return _to_person(tx, notice, told, _answer(tx, notice), pence)


# Groups


def group_itself(tx: Tx, notice: Taken) -> GroupTold:
    """A group that is still in its channel."""
    return _group(tx, notice)


def year_unpublished(tx: Tx, notice: Taken) -> GroupTold:
    """A year whose programme is not published yet."""
    told = _group(tx, notice)
    published = select(Programme).where(
        Programme.group_id == told.id,
        Programme.year == int(told.occasion),
        col(Programme.published_at).is_not(None),
    )
    if tx.session.exec(published).first() is not None:
        raise Withheld("the programme is published")
    return told


def quarter_quiet(tx: Tx, notice: Taken) -> GroupTold:
    """A quarter in which no meeting is held or planned (source item 19)."""
    told = _group(tx, notice)
    standing = select(col(Meeting.starts_at)).where(
        Meeting.group_id == told.id,
        col(Meeting.state).in_([State.PUBLISHED, State.OPEN, State.CLOSED]),
    )
    days = (local(starts_at, told.zone).date() for starts_at in tx.session.exec(standing))
    if any(f"{day.year}-Q{quarter(day)}" == told.occasion for day in days):
        raise Withheld("a meeting is planned in this quarter")
    return told


def review_open(tx: Tx, notice: Taken) -> GroupTold:
    """A year whose review of the terms is not recorded yet (source item 23)."""
    told = _group(tx, notice)
    year = told.occasion[:4]
    reviews = select(col(AuditLine.at)).where(
        AuditLine.group_id == told.id, AuditLine.verb == REVIEWED, AuditLine.subject == year
    )
    if tx.session.exec(reviews).first() is not None:
        raise Withheld("the review is recorded")
    return told


def preparation(tx: Tx, notice: Taken) -> GroupTold:
    """A group whose charter has the quarterly post on preparing for learning events."""
    told = _group(tx, notice)
    if not groups.charter_of(tx, told.id).preparation_posts:
        raise Withheld("the charter has no such posts")
    return told


def plan_year(tx: Tx, notice: Taken) -> str:
    """A new year has begun: plan what this one and the next bring."""
    group = tx.session.get(Group, notice.group_id)
    if group is None or group.channel_id is None:
        raise Withheld("the group is not in a channel any more")
    notices.plan_group(tx, group)
    return "planned the year's notices"


def _meeting(tx: Tx, notice: Taken) -> Meeting:
    meeting = tx.session.get(Meeting, notice.meeting_id)
    if meeting is None:
        raise Withheld("the meeting was deleted")
    return meeting


def _told(tx: Tx, meeting: Meeting) -> MeetingTold:
    group = tx.session.get_one(Group, meeting.group_id)
    agenda = tuple(Item.from_data(item).in_words for item in meeting.agenda)
    return MeetingTold(meeting.id, group.name, meeting.plan, agenda, meeting.state)


def _answer(tx: Tx, notice: Taken) -> AnswerRow | None:
    return tx.session.get(AnswerRow, (notice.meeting_id, notice.person_id))


def _to_person(
    tx: Tx, notice: Taken, meeting: MeetingTold, answer: AnswerRow | None, pence: int = 0
) -> PersonTold:
    person = tx.session.get_one(Person, notice.person_id)
    return PersonTold(
        meeting=meeting,
        name=person.name,
        zone=person.zone,
        answer=answer.answer if answer else None,
        pence=pence,
        held_until=answer.offer_expires_at if answer else None,
    )


def _group(tx: Tx, notice: Taken) -> GroupTold:
    group = tx.session.get(Group, notice.group_id)
    if group is None or group.channel_id is None:
        raise Withheld("the group is not in a channel any more")
    return GroupTold(group.id, group.name, _fact(notice, "occasion"), group.zone, _fact(notice, "by"))


def _fact(notice: Taken, name: str) -> str:
    return str(notice.facts.get(name, ""))
