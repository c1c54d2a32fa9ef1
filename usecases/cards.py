"""A meeting as people see it: its card in the channel, and their own view of it."""

from dataclasses import dataclass

from rules import professions
from rules.meetings import State
from rules.refusals import Refusal, Unknown
from rules.rsvp import Answer, Place
from storage import answers, booking, groups, people
from storage.answers import AnswerRow
from storage.groups import Group
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.meetings import GONE, MeetingShown, shown


@dataclass(frozen=True)
class Card:
    """A meeting's card. It names the sectors coming, without numbers (domain 4); prices in pence.

    `places_left` is None where there is no limit; `queue` says that people wait for a place.
    """

    meeting: MeetingShown
    group: str
    sectors: tuple[str, ...]
    places_left: int | None
    queue: bool
    member_pence: int
    non_member_pence: int
    over: bool


@dataclass(frozen=True)
class MyMeeting:
    """A meeting as one person sees it: the card with their own answer. Pence."""

    card: Card
    answer: Answer | None
    place: Place
    number: int | None
    owed_pence: int


@dataclass(frozen=True)
class WayIn:
    """How someone who attends gets in."""

    meeting: MeetingShown
    link: str


def card(tx: Tx, meeting_id: str) -> Card:
    """The card of a published, cancelled or past meeting, as things stand."""
    meeting = tx.session.get(Meeting, meeting_id)
    if meeting is None:
        raise Unknown(GONE)
    return _card(tx, meeting)


def mine(tx: Tx, *, caller: Caller, meeting_id: str) -> MyMeeting:
    """A meeting as the caller sees it."""
    meeting, answer = _with_answer(tx, caller, meeting_id)
    owed = booking.owed(tx, meeting_id=meeting.id, person_id=answer.person_id) if answer is not None else 0
    return MyMeeting(
        card=_card(tx, meeting),
        answer=answer.answer if answer else None,
        place=answer.place if answer else Place.NONE,
        number=answer.queued if answer else None,
        owed_pence=owed,
    )


def way_in(tx: Tx, *, caller: Caller, meeting_id: str) -> WayIn:
    """The join link, for someone who has a place; everybody else is told how to get it."""
    meeting, answer = _with_answer(tx, caller, meeting_id)
    if meeting.state is State.CANCELLED:
        raise Refusal("This meeting was cancelled. `/sig programme` shows the others.")
    if meeting.state is State.CLOSED or meeting.ends_at <= tx.now:
        raise Refusal("This meeting is over. `/sig next` shows the next one.")
    if answer is None or answer.place is not Place.BOOKED:
        raise Refusal("The link is for those who attend. Press *Attend* first; then *Join* shows it to you.")
    if not meeting.join_link:
        raise Refusal("The link is not known yet. You will get it an hour before the meeting at the latest.")
    return WayIn(shown(meeting), meeting.join_link)


def _with_answer(tx: Tx, caller: Caller, meeting_id: str) -> tuple[Meeting, AnswerRow | None]:
    meeting = tx.session.get(Meeting, meeting_id)
    group = tx.session.get(Group, meeting.group_id) if meeting else None
    if meeting is None or group is None or group.team_id != caller.team_id or meeting.state is State.DRAFT:
        raise Unknown(GONE)
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    return meeting, tx.session.get(AnswerRow, (meeting.id, person.id)) if person else None


def _card(tx: Tx, meeting: Meeting) -> Card:
    charter = groups.charter_of(tx, meeting.group_id)
    room = booking.filled(tx, meeting.id, meeting.capacity).room
    coming = {professions.role(role).sector for role in answers.roles_coming(tx, meeting.id)}
    return Card(
        meeting=shown(meeting),
        group=tx.session.get_one(Group, meeting.group_id).name,
        sectors=tuple(label for key, label in professions.SECTORS.items() if key in coming),
        places_left=room.left,
        queue=room.waiting > 0,
        member_pence=charter.member_pence,
        non_member_pence=charter.non_member_pence,
        over=meeting.state is State.CLOSED or meeting.ends_at <= tx.now,
    )
