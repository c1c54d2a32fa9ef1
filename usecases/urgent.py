"""Urgent business at an inquorate meeting: the Chair, in consultation with the Independent Chair (terms 4.1)."""

from dataclasses import dataclass

from rules import urgent as rules
from rules.notice_kinds import NoticeKind
from rules.offices import Office
from rules.refusals import Refusal, Unknown
from rules.urgent import Urgent, View, Way
from storage import attendance, groups
from storage.decisions import UrgentRow
from storage.groups import Group
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases import notices
from usecases.callers import Caller, person_of
from usecases.decisions import names_of
from usecases.guardrail import refuse_identifiers
from usecases.quorum import Room, of_team, open_sitting, room_of

GONE = "That business is not there any more. Please ask the Chair what became of it."


@dataclass(frozen=True)
class Business:
    """Urgent business as the two chairs see it, with their names."""

    id: str
    meeting_id: str
    group: str
    urgent: Urgent
    chair: str
    independent: str


def propose(tx: Tx, *, caller: Caller, meeting_id: str, text: str, reason: str) -> Business:
    """The Chair puts urgent business, and the Independent Chair is asked for their view at once.

    Where the chair is not in the room, a deputy who is may act for them.
    """
    meeting = of_team(tx, caller.team_id, meeting_id)
    person = person_of(tx, caller)
    refuse_identifiers(text, field="text")
    refuse_identifiers(reason, field="reason")
    attendance.lock_room(tx, meeting.id)
    room = room_of(tx, meeting.id, open_sitting(tx, meeting))
    put = rules.propose(
        text=text,
        reason=reason,
        by=person.id,
        chair_id=_acting_chair(tx, meeting, person, room),
        independent_id=_holder(tx, meeting, Office.INDEPENDENT_CHAIR),
        quorate=room.quorate,
        at=tx.now,
    )
    row = UrgentRow(
        meeting_id=meeting.id,
        text=put.text,
        reason=put.reason,
        chair_id=put.chair_id,
        independent_id=put.independent_id,
        proposed_at=put.proposed_at,
        step=put.step,
    )
    tx.session.add(row)
    tx.session.flush()
    _tell(tx, row, meeting, NoticeKind.VIEW_ASKED, row.independent_id)
    return business(tx, row)


def give_view(tx: Tx, *, caller: Caller, urgent_id: str, view: View, words: str, way: Way) -> Business:
    """Keep the Independent Chair's view, given in Slack; of a call, the Chair records it."""
    row = _of_team(tx, caller, urgent_id)
    return _keep_view(tx, row, view=view, words=words, way=way, by=person_of(tx, caller).id)


def give_view_by_link(tx: Tx, *, urgent_id: str, view: str, words: str) -> Business:
    """Keep the view given on the page of an e-mailed link; the door has checked its signature.

    `view` is what the page sent. Raises `Refusal` beside `view` when nothing was chosen.
    """
    refuse_identifiers(words, field="words")  # before any other fault has the page show them again
    if view not in set(View):
        raise Refusal("Please choose one of the three.", field="view")
    row = _locked(tx, urgent_id)
    return _keep_view(tx, row, view=View(view), words=words, way=Way.LINK, by=row.independent_id)


def rule_on(tx: Tx, *, caller: Caller, urgent_id: str, approved: bool, words: str) -> Business:
    """The Chair decides, with the view before them."""
    row = _of_team(tx, caller, urgent_id)
    refuse_identifiers(words, field="words")
    meeting = tx.session.get_one(Meeting, row.meeting_id)
    veto = groups.charter_of(tx, meeting.group_id).independent_chair_veto
    by = person_of(tx, caller).id
    row.take(rules.rule_on(row.as_urgent(), approved=approved, words=words, by=by, at=tx.now, veto=veto))
    tx.session.add(row)
    _tell(tx, row, meeting, NoticeKind.URGENT_RULED, row.independent_id)
    return business(tx, row)


def withdraw(tx: Tx, *, caller: Caller, urgent_id: str) -> Business:
    """The Chair takes the business back."""
    row = _of_team(tx, caller, urgent_id)
    row.take(rules.withdraw(row.as_urgent(), by=person_of(tx, caller).id))
    tx.session.add(row)
    return business(tx, row)


def shown(tx: Tx, *, caller: Caller, urgent_id: str) -> Business:
    """The business, for one of the two chairs."""
    row = _of_team(tx, caller, urgent_id)
    if person_of(tx, caller).id not in {row.chair_id, row.independent_id}:
        raise Unknown(GONE)
    return business(tx, row)


def by_link(tx: Tx, *, urgent_id: str) -> Business:
    """The business, for whoever followed the signed link."""
    return business(tx, _locked(tx, urgent_id))


def _keep_view(tx: Tx, row: UrgentRow, *, view: View, words: str, way: Way, by: str) -> Business:
    refuse_identifiers(words, field="words")
    row.take(rules.give_view(row.as_urgent(), view=view, words=words, way=way, by=by, at=tx.now))
    tx.session.add(row)
    if way is not Way.CALL:
        _tell(tx, row, tx.session.get_one(Meeting, row.meeting_id), NoticeKind.VIEW_GIVEN, row.chair_id)
    return business(tx, row)


def _acting_chair(tx: Tx, meeting: Meeting, person: Person, room: Room) -> str | None:
    held = groups.offices_of(tx, meeting.group_id, person.id)
    if Office.CHAIR in held:
        return person.id
    chair = _holder(tx, meeting, Office.CHAIR)
    here = {one.person_id for one in room.people}
    return person.id if Office.DEPUTY in held and chair not in here else chair


def _holder(tx: Tx, meeting: Meeting, office: Office) -> str | None:
    held = (one.person_id for one in groups.officers(tx, meeting.group_id) if one.office is office)
    return next(held, None)


def _of_team(tx: Tx, caller: Caller, urgent_id: str) -> UrgentRow:
    row = _locked(tx, urgent_id)
    of_team(tx, caller.team_id, row.meeting_id)
    return row


def _locked(tx: Tx, urgent_id: str) -> UrgentRow:
    row = tx.session.get(UrgentRow, urgent_id, with_for_update=True)
    if row is None:
        raise Unknown(GONE)
    return row


def business(tx: Tx, row: UrgentRow) -> Business:
    """A row of urgent business, with the names of the two chairs."""
    meeting = tx.session.get_one(Meeting, row.meeting_id)
    names = names_of(tx, [row.chair_id, row.independent_id])
    group = tx.session.get_one(Group, meeting.group_id)
    return Business(
        row.id, meeting.id, group.name, row.as_urgent(), names[row.chair_id], names[row.independent_id]
    )


def _tell(tx: Tx, row: UrgentRow, meeting: Meeting, kind: NoticeKind, person_id: str) -> None:
    group = tx.session.get_one(Group, meeting.group_id)
    notices.tell(
        tx,
        kind,
        key=f"urgent:{row.id}:{kind}",
        destination=f"person:{person_id}",
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
        person_id=person_id,
        facts={"urgent": row.id},
    )
