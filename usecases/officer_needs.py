"""What waits for the officers of a group, by what each of them may do."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from rules.meetings import Kind, State
from rules.moments import local
from rules.offices import Act
from storage import meeting_requests
from storage.audit import AuditLine
from storage.groups import Belonging, GroupMember
from storage.meetings import Meeting, MeetingRequest
from storage.notices import Notice, NoticeState
from storage.people import Person
from storage.transaction import Tx
from usecases import accounts
from usecases.groups import GroupHere
from usecases.meeting_told import Request, request
from usecases.notices import OFFICERS
from usecases.told import REVIEWED


@dataclass(frozen=True)
class Asking:
    """Somebody who asks to join."""

    person_id: str
    name: str


@dataclass(frozen=True)
class Needs:
    """What waits for one officer; each part is empty for those whom it does not concern.

    `drafts` are the years with drafts and how many each has; `undated` the requests whose meeting still
    waits for its day; `undelivered` counts what could not be delivered; `review` is the year whose review
    of the terms is not recorded.
    """

    drafts: tuple[tuple[int, int], ...] = ()
    undated: tuple[Request, ...] = ()
    requests: tuple[Request, ...] = ()
    joining: tuple[Asking, ...] = ()
    to_settle: int = 0
    undelivered: int = 0
    review: int | None = None


def of(tx: Tx, group: GroupHere) -> Needs:
    """Everything that waits for this reader of the group."""
    planning = group.may(Act.PLAN_PROGRAMME)
    return Needs(
        drafts=_drafts(tx, group) if planning else (),
        undated=_undated(tx, group) if planning else (),
        requests=_requests(tx, group) if group.may(Act.ANSWER_REQUEST) else (),
        joining=_joining(tx, group) if group.may(Act.APPROVE_JOINING) else (),
        to_settle=_to_settle(tx, group) if group.may(Act.KEEP_ACCOUNTS) else 0,
        undelivered=_undelivered(tx, group) if group.may(Act.MANAGE_REMINDERS) else 0,
        review=_review(tx, group) if group.may(Act.CHANGE_CHARTER) else None,
    )


def _drafts(tx: Tx, group: GroupHere) -> tuple[tuple[int, int], ...]:
    found = tx.session.exec(
        select(Meeting.starts_at).where(
            Meeting.group_id == group.id,
            Meeting.state == State.DRAFT,
            Meeting.kind == Kind.ORDINARY,
            Meeting.starts_at > tx.now,
        )
    )
    years = [local(starts_at, group.zone).year for starts_at in found]
    return tuple((year, years.count(year)) for year in sorted(set(years)))


def _undated(tx: Tx, group: GroupHere) -> tuple[Request, ...]:
    found = tx.session.exec(
        select(MeetingRequest.id)
        .join(Meeting, col(Meeting.id) == col(MeetingRequest.meeting_id))
        .where(MeetingRequest.group_id == group.id, Meeting.state == State.DRAFT)
        .order_by(col(MeetingRequest.requested_at))
    )
    return tuple(request(tx, one) for one in found)


def _requests(tx: Tx, group: GroupHere) -> tuple[Request, ...]:
    return tuple(request(tx, one.id) for one in meeting_requests.unanswered(tx, group.id))


def _joining(tx: Tx, group: GroupHere) -> tuple[Asking, ...]:
    found = tx.session.exec(
        select(Person.id, Person.name)
        .join(GroupMember, col(GroupMember.person_id) == col(Person.id))
        .where(GroupMember.group_id == group.id, GroupMember.state == Belonging.ASKED)
        .order_by(col(GroupMember.asked_at))
    )
    return tuple(Asking(person_id, name) for person_id, name in found)


def _to_settle(tx: Tx, group: GroupHere) -> int:
    return sum(one.settles_at is not None for one in accounts.of_group(tx, group.id))


def _undelivered(tx: Tx, group: GroupHere) -> int:
    return tx.session.exec(
        select(func.count())
        .select_from(Notice)
        .where(Notice.group_id == group.id, Notice.state == NoticeState.DEAD, Notice.audience == OFFICERS)
    ).one()


def _review(tx: Tx, group: GroupHere) -> int | None:
    """The year, while its review of the terms is due and not recorded (source item 23)."""
    today = local(tx.now, group.zone).date()
    if today.month != group.charter.review_month:
        return None
    done = tx.session.exec(
        select(AuditLine.id).where(
            AuditLine.group_id == group.id, AuditLine.verb == REVIEWED, AuditLine.subject == str(today.year)
        )
    ).first()
    return None if done is not None else today.year
