"""What the notices about meetings tell of, read at the moment each is sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from rules import moving
from rules.meetings import Kind, Mode, Plan, State
from rules.rsvp import Answer, Place
from storage import booking, ledger
from storage.answers import AnswerRow
from storage.groups import Group
from storage.leases import Taken
from storage.meetings import Meeting, MeetingRequest
from storage.people import Person
from storage.transaction import Tx
from usecases import cards, meeting_news, notices, programme
from usecases.cards import Card
from usecases.meetings import MeetingShown, shown
from usecases.programme import YearShown
from usecases.told import Withheld, meeting_published


@dataclass(frozen=True)
class News:
    """News of a meeting for one person who answered it. `zone` is theirs; pence.

    `charged` says whether it was ever charged; `before` is where it stood before it moved.
    """

    meeting: MeetingShown
    group: str
    zone: str
    answer: Answer
    place: Place
    owed_pence: int
    charged: bool
    before: Plan


@dataclass(frozen=True)
class Request:
    """A member's request for an extraordinary meeting, and what became of it.

    `meeting` is the one that answers it, once there is one; `granted` is None while the chair has not said.
    """

    id: str
    group_id: str
    group: str
    asked_by: str
    purpose: str
    binding: bool
    granted: bool | None
    answer: str
    meeting: MeetingShown | None


def card(tx: Tx, notice: Taken) -> Card:
    """The card of a meeting, which stands in the channel until the meeting is over, or says that it won't be."""
    meeting = meeting_published(tx, notice)
    if meeting.state is State.CANCELLED and not notice.shown:
        raise Withheld(f"the meeting is {meeting.state}")
    return cards.card(tx, meeting.id)


def year(tx: Tx, notice: Taken) -> YearShown:
    """A published programme."""
    found = programme.posted(tx, str(notice.facts["programme_id"]))
    if found is None or not found.meetings:
        raise Withheld("the programme has no published meetings")
    return found


def moved(tx: Tx, notice: Taken) -> News:
    """A meeting that moved, for someone who had answered it before."""
    meeting = meeting_published(tx, notice)
    if meeting.state is not State.PUBLISHED:
        raise Withheld(f"the meeting is {meeting.state}")
    news = _news(tx, notice, meeting)
    if not moving.is_moved(news.before, meeting.plan):
        raise Withheld("it was moved back before this could be said")
    return news


def cancelled(tx: Tx, notice: Taken) -> News:
    """A meeting that was cancelled, for someone who meant to come."""
    meeting = meeting_published(tx, notice)
    if meeting.state is not State.CANCELLED:
        raise Withheld(f"the meeting is {meeting.state}")
    return _news(tx, notice, meeting)


def extraordinary(tx: Tx, notice: Taken) -> Card:
    """An extraordinary meeting that was called."""
    meeting = meeting_published(tx, notice)
    if meeting.state is not State.PUBLISHED or meeting.kind is not Kind.EXTRAORDINARY:
        raise Withheld(f"the meeting is {meeting.state}")
    return cards.card(tx, meeting.id)


def over(tx: Tx, notice: Taken) -> str:
    """A meeting has ended: what stands in the channel loses its buttons."""
    meeting = meeting_published(tx, notice)
    if meeting.ends_at > tx.now:
        raise Withheld("the meeting was moved")
    notices.card_changed(tx, meeting.id)
    meeting_news.year_changed(tx, tx.session.get_one(Group, meeting.group_id), meeting)
    return "had the card and the programme drawn without their buttons"


def requested(tx: Tx, notice: Taken) -> Request:
    """A request that nobody has acted on yet."""
    found = request(tx, str(notice.facts["request_id"]))
    dated = found.meeting is not None and found.meeting.state is not State.DRAFT
    if dated or (found.granted is not None and not found.binding):
        raise Withheld("it is answered already")
    return found


def request_answered(tx: Tx, notice: Taken) -> Request:
    """What became of a request, for whoever asked."""
    return request(tx, str(notice.facts["request_id"]))


def request(tx: Tx, request_id: str) -> Request:
    """A request as a value."""
    row = tx.session.get_one(MeetingRequest, request_id)
    meeting = tx.session.get(Meeting, row.meeting_id) if row.meeting_id else None
    return Request(
        id=row.id,
        group_id=row.group_id,
        group=tx.session.get_one(Group, row.group_id).name,
        asked_by=tx.session.get_one(Person, row.person_id).name,
        purpose=row.purpose,
        binding=row.binding,
        granted=row.granted,
        answer=row.answer,
        meeting=shown(meeting) if meeting else None,
    )


def _news(tx: Tx, notice: Taken, meeting: Meeting) -> News:
    assert notice.person_id is not None
    answer = tx.session.get(AnswerRow, (meeting.id, notice.person_id))
    if answer is None:
        raise Withheld("their answer was deleted")
    return News(
        meeting=shown(meeting),
        group=tx.session.get_one(Group, meeting.group_id).name,
        zone=tx.session.get_one(Person, notice.person_id).zone,
        answer=answer.answer,
        place=answer.place,
        owed_pence=booking.owed(tx, meeting_id=meeting.id, person_id=notice.person_id),
        charged=ledger.was_charged(tx, meeting.id, notice.person_id),
        before=_before(notice, meeting.plan),
    )


def _before(notice: Taken, plan: Plan) -> Plan:
    """The plan as it was when the news was told; nothing else of it is kept."""
    facts = notice.facts
    if not facts:
        return plan
    return replace(
        plan,
        starts_at=datetime.fromisoformat(facts["starts_at"]),
        ends_at=datetime.fromisoformat(facts["ends_at"]),
        mode=Mode(facts["mode"]),
        venue=facts["venue"],
        address=facts["address"],
    )
