"""What a calendar feed holds: a group's programme for everyone, or one person's own meetings."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from rules import agenda
from rules.meetings import Plan, State
from rules.refusals import Refusal, Unknown
from rules.rsvp import Answer, Place
from storage import calendars, people
from storage.answers import AnswerRow
from storage.groups import Group
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases.callers import Caller

NO_SUCH_FEED = "There is no calendar at this address (any more). The group’s Slack channel has its new one."
KEPT = timedelta(days=400)  # a year and a month: what is longer ago is in the minutes
_NOTES = {
    Place.BOOKED: "You are coming.",
    Place.OFFERED: "A place is held for you. Please answer in Slack to take it.",
    Place.NONE: "You may come: please answer in Slack when you know.",
}


@dataclass(frozen=True)
class FeedEntry:
    """One meeting in a feed. Instants in UTC; `note` is the reader's own answer, in a sentence."""

    uid: str
    sequence: int
    created_at: datetime
    revised_at: datetime
    plan: Plan
    group: str
    agenda: tuple[str, ...]
    cancelled: bool
    because: str
    held: bool = False
    note: str = ""


@dataclass(frozen=True)
class Feed:
    """A calendar to subscribe to. `public` ones hold no join links and nothing of anybody."""

    name: str
    group_id: str
    entries: tuple[FeedEntry, ...]
    public: bool


def of_group(tx: Tx, *, group_id: str) -> Feed:
    """The group's published programme; cancelled meetings stay in it (source item 6). Raises `Unknown`."""
    group = tx.session.get(Group, group_id)
    if group is None or group.channel_id is None:
        raise Unknown(NO_SUCH_FEED)
    found = _published(tx, col(Meeting.group_id) == group_id)
    return Feed(group.name, group.id, tuple(_entry(meeting, group) for meeting in found), public=True)


def stamp_of_group(tx: Tx, *, group_id: str) -> Hashable:
    """What a group's feed depends on, in one small query: while it stays the same, so does the feed."""
    group = tx.session.get(Group, group_id)
    bound = (group.name, group.channel_id) if group is not None else ()
    return (bound, _stamp(tx, col(Meeting.group_id) == group_id))


def stamp_of_person(tx: Tx, *, token: str) -> Hashable:
    """The same for a person's own feed. Raises `Unknown` for an address that shows nothing."""
    person_id = _holder(tx, token)
    answered = select(
        func.count(), func.sum(col(AnswerRow.revision)), func.max(col(AnswerRow.answered_at))
    ).where(AnswerRow.person_id == person_id)
    mine = select(AnswerRow.meeting_id).where(AnswerRow.person_id == person_id)
    return (*tx.connection.execute(answered).one(), _stamp(tx, col(Meeting.id).in_(mine)))


def of_person(tx: Tx, *, token: str) -> Feed:
    """The meetings of whoever holds this address: those they attend, may attend, or are offered a place at.

    Raises `Unknown` for an address that was never given or has been replaced.
    """
    return _of(tx, _holder(tx, token))


def mine(tx: Tx, *, caller: Caller) -> Feed:
    """The same for the caller, whatever they chose; `Refusal` while they have no meeting to show."""
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    found = _of(tx, person.id) if person is not None else None
    if found is None or not found.entries:
        raise Refusal("You have answered no meeting yet. `/sig next` shows the next one, with its buttons.")
    return found


def _of(tx: Tx, person_id: str) -> Feed:
    answers = _kept_answers(tx, person_id)
    found = _published(tx, col(Meeting.id).in_(sorted(answers)))
    groups = {meeting.group_id: tx.session.get_one(Group, meeting.group_id) for meeting in found}
    entries = tuple(_own_entry(meeting, groups[meeting.group_id], answers[meeting.id]) for meeting in found)
    return Feed("My meetings", "", entries, public=False)


def _holder(tx: Tx, token: str) -> str:
    choice = calendars.by_feed_token(tx, token)
    if choice is None:
        raise Unknown(NO_SUCH_FEED)
    return choice.person_id


def _stamp(tx: Tx, which: ColumnElement[bool]) -> Hashable:
    """Every edit moves `revised_at`; the day is in it because old meetings leave the feed with time."""
    newest = select(
        func.count(),
        func.max(col(Meeting.revised_at)),
        func.max(col(Meeting.published_at)),
        func.sum(col(Meeting.sequence)),
    ).where(which)
    return (*tx.connection.execute(newest).one(), tx.now.date())


def _kept_answers(tx: Tx, person_id: str) -> dict[str, AnswerRow]:
    answers = tx.session.exec(
        select(AnswerRow).where(
            AnswerRow.person_id == person_id,
            AnswerRow.answer != Answer.APOLOGIES,
            AnswerRow.place != Place.WAITING,
        )
    )
    return {answer.meeting_id: answer for answer in answers}


def _published(tx: Tx, which: ColumnElement[bool]) -> Iterable[Meeting]:
    """Meetings that were published, also those that are over or cancelled, of the last year or so."""
    return tx.session.exec(
        select(Meeting).where(
            which,
            col(Meeting.published_at).is_not(None),
            Meeting.state != State.DRAFT,
            Meeting.ends_at > tx.now - KEPT,
        )
    ).all()


def _entry(meeting: Meeting, group: Group) -> FeedEntry:
    return FeedEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        created_at=meeting.created_at,
        revised_at=meeting.revised_at,
        plan=meeting.plan,
        group=group.name,
        agenda=tuple(item.in_words for item in agenda.from_data(meeting.agenda)),
        cancelled=meeting.state is State.CANCELLED,
        because=meeting.cancelled_because,
    )


def _own_entry(meeting: Meeting, group: Group, answer: AnswerRow) -> FeedEntry:
    return replace(
        _entry(meeting, group),
        revised_at=max(meeting.revised_at, answer.answered_at),
        held=answer.place is Place.OFFERED,
        note=_NOTES[Place(answer.place)],
    )
