"""What people send back to our letters: answers to invitations, requests to stop, and words for someone.

Everything here is known to come from its sender: the mail door has checked that. Who they are to us, and
whether they were invited at all, is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, select

from rules import invitations as rule
from rules.invitations import Choice, Entry, Partstat
from rules.meetings import Plan
from rules.offices import Office
from rules.refusals import Unknown
from rules.rsvp import Answer, Place
from storage import calendars, groups, roster
from storage.answers import AnswerRow
from storage.calendars import InvitationRow
from storage.groups import Group, GroupMember
from storage.leases import Taken
from storage.meetings import Meeting
from storage.notices import Notice, Preference
from storage.people import Person
from storage.transaction import Tx
from usecases import calendars as choices
from usecases import notices, rsvp

RECEIPT = "reply-receipt"
REFUSAL = "reply-refused"
_READERS = (Office.SECRETARY, Office.CHAIR, Office.DEPUTY)


class Heard(StrEnum):
    """What became of a reply; counted."""

    ANSWERED = "answered"
    STRANGER = "not invited"


@dataclass(frozen=True)
class ReplyTold:
    """What a letter in answer to a reply says. `sentence` is why the answer could not be recorded."""

    plan: Plan
    group: str
    zone: str
    answer: Answer | None
    place: Place
    number: int | None
    sentence: str


@dataclass(frozen=True)
class Reader:
    """Who reads what somebody wrote: the group's secretary, or a learning event's business unit."""

    name: str
    email: str
    sender_name: str


def take_answer(tx: Tx, *, key: str, uid: str, guest: str, partstat: Partstat, sequence: int) -> Heard:
    """Record the answer that a calendar sent, with price and waiting list as by button.

    `key` names the reply, once. Raises the `Refusal` of `rsvp.answer` for a meeting that can't be answered.
    """
    found = calendars.invitation_for(tx, uid, guest)
    if found is None:
        return Heard.STRANGER
    meeting_id, person_id = found
    held = tx.session.get_one(InvitationRow, (meeting_id, person_id)).entry is not Entry.WITHDRAWN
    answer = rule.answer_of(partstat)
    rsvp.answer_for(tx, meeting_id=meeting_id, person_id=person_id, answer=answer, by_mail=True)
    _ask_again_if_it_moved(tx, meeting_id, person_id, sequence)
    if not (held and answer is Answer.APOLOGIES):  # else the letter that takes the entry back says it all
        _tell(tx, RECEIPT, key, meeting_id, person_id)
    return Heard.ANSWERED


def tell_refusal(tx: Tx, *, key: str, uid: str, guest: str, sentence: str) -> None:
    """Tell a guest why their answer was not recorded, and what they can do."""
    found = calendars.invitation_for(tx, uid, guest)
    if found is not None:
        _tell(tx, REFUSAL, key, *found, sentence=sentence)


def told(tx: Tx, notice: Taken) -> ReplyTold:
    """What the letter in answer to a reply says, as things stand when it is sent."""
    meeting = tx.session.get_one(Meeting, notice.meeting_id)
    person = tx.session.get_one(Person, notice.person_id)
    answer = tx.session.get(AnswerRow, (meeting.id, person.id))
    return ReplyTold(
        plan=meeting.plan,
        group=tx.session.get_one(Group, meeting.group_id).name,
        zone=person.zone,
        answer=answer.answer if answer else None,
        place=answer.place if answer else Place.NONE,
        number=answer.queued if answer else None,
        sentence=str(notice.facts.get("sentence", "")),
    )


def stop(tx: Tx, *, token: str) -> None:
    """End the letters that this token was in: invitations, or one kind of notice. Raises `Unknown`."""
    notice = tx.session.get(Notice, token)
    if notice is None or notice.person_id is None or notice.audience.startswith("event:"):
        choices.stop(tx, token=token)  # a learning event's letters are paused by their own words
        return
    preference = tx.session.get(Preference, notice.person_id) or Preference(person_id=notice.person_id)
    preference.muted = sorted({*preference.muted, notice.kind})
    tx.session.add(preference)


def start(tx: Tx, *, token: str) -> None:
    """Begin invitations for whoever got the letter with this token, which offered them. Raises `Unknown`.

    The request is their consent, and only they could know the token.
    """
    notice = tx.session.get(Notice, token)
    if notice is None or notice.person_id is None:
        raise Unknown(choices.UNKNOWN_LINK)
    choices.choose_for(tx, tx.session.get_one(Person, notice.person_id), Choice.INVITATIONS)


def reader_of(tx: Tx, *, sender: str, uid: str, about: Sequence[str]) -> Reader:
    """Who is to read what this sender wrote: by the letter they answer, the meeting, or their group.

    Raises `Unknown` for a stranger, and where nobody can be reached.
    """
    writers = tx.session.exec(select(Person).where(Person.email == sender)).all()
    if not writers:
        raise Unknown("nobody here has that address")
    answered = _letter_answered(tx, [each.id for each in writers], about)
    if answered is not None and answered.audience.startswith("event:"):
        candidates = _unit(tx, answered.team_id)
    else:
        group_id = answered.group_id if answered else _group_of(tx, [each.id for each in writers], uid)
        candidates = _officers(tx, group_id)
    reader = next((each for each in candidates if each.email), None)
    if reader is None:
        raise Unknown("nobody who may read it has an address")
    return Reader(reader.name, reader.email or "", writers[0].name)


def _ask_again_if_it_moved(tx: Tx, meeting_id: str, person_id: str, sequence: int) -> None:
    """An answer to an older version counts, but their calendar still asks about the newer one."""
    row = tx.session.get_one(InvitationRow, (meeting_id, person_id))
    meeting = tx.session.get_one(Meeting, meeting_id)
    if row.entry is not Entry.WITHDRAWN and sequence < rule.sequence_of(meeting.sequence, row.value):
        row.answered_from = row.answered_until = None
        tx.session.add(row)


def _tell(tx: Tx, kind: str, key: str, meeting_id: str, person_id: str, **facts: str) -> None:
    meeting = tx.session.get_one(Meeting, meeting_id)
    notices.tell(
        tx,
        kind,
        key=f"{kind}:{key}",
        destination=f"mail:{person_id}",
        team_id=tx.session.get_one(Group, meeting.group_id).team_id,
        group_id=meeting.group_id,
        meeting_id=meeting_id,
        person_id=person_id,
        facts=dict(facts),
    )


def _letter_answered(tx: Tx, writers: list[str], about: Sequence[str]) -> Notice | None:
    """The newest letter to these people that the reply refers to."""
    sent = tx.session.exec(
        select(Notice)
        .where(col(Notice.person_id).in_(writers), col(Notice.settled_at).is_not(None))
        .order_by(col(Notice.settled_at).desc())
        .limit(500)
    )
    return next((each for each in sent if each.remote.get("message_id") in about), None)


def _group_of(tx: Tx, writers: list[str], uid: str) -> str | None:
    """The group of the meeting with this UID, or else a group that one of the writers is of."""
    by_uid = select(Meeting.group_id).where(Meeting.uid == uid)
    by_person = select(GroupMember.group_id).where(col(GroupMember.person_id).in_(writers))
    by_answer = (
        select(Meeting.group_id)
        .join(AnswerRow, col(AnswerRow.meeting_id) == col(Meeting.id))
        .where(col(AnswerRow.person_id).in_(writers))
    )
    found = (tx.session.exec(each).first() for each in (by_uid, by_person, by_answer))
    return next((group_id for group_id in found if group_id), None)


def _officers(tx: Tx, group_id: str | None) -> list[Person]:
    """The officers who read letters: the secretary first."""
    if group_id is None:
        return []
    held = [each for each in groups.officers(tx, group_id) if each.office in _READERS]
    held.sort(key=lambda each: _READERS.index(each.office))
    return [tx.session.get_one(Person, each.person_id) for each in held]


def _unit(tx: Tx, team_id: str) -> list[Person]:
    unit = roster.unit_of_team(tx, team_id)
    return roster.unit_members(tx, unit.id) if unit is not None else []
