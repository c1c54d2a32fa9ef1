"""The quorum of an open meeting: how the room stands now, and what follows when it changes (terms 4.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import select

from rules import quorum
from rules.diversity import Word, is_quorate, speak, stands
from rules.meetings import Mode, State
from rules.notice_kinds import NoticeKind
from rules.offices import Act, Office
from rules.quorum import Rule
from rules.quorum_count import Present, Standing
from rules.quorum_verdict import Evaluation, evaluate
from rules.refusals import Refusal, Unknown
from storage import attendance, groups
from storage.attendance import ChairWord, QuorumMoment, SittingRow
from storage.groups import Group
from storage.meetings import Meeting
from storage.transaction import Tx
from usecases import notices
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.guardrail import refuse_identifiers

GONE = "That meeting is not there any more. `/sig programme` shows those that are."
NOT_OPEN = "This meeting is not open yet: the chair or the secretary opens it when it begins."
ALERTED = (Office.CHAIR, Office.DEPUTY, Office.SECRETARY)


@dataclass(frozen=True)
class Room:
    """Everybody in the room, and what the rule in force at the opening makes of them."""

    rule: Rule
    people: tuple[Present, ...]
    word: Word | None
    evaluation: Evaluation

    @property
    def quorate(self) -> bool:
        """Enough members, and diversity by the rule or by the chair's standing word."""
        return is_quorate(self.evaluation, self.word)


@dataclass(frozen=True)
class Board:
    """A meeting as its live card shows it: numbers and sectors, never names."""

    meeting_id: str
    group_id: str
    group: str
    theme: str
    mode: Mode
    state: State
    starts_at: datetime
    zone: str
    opened_at: datetime
    closed_at: datetime | None
    present: int
    to_confirm: int
    quorate: bool
    reflects: bool | None
    evaluation: Evaluation
    code: str


def board(tx: Tx, *, caller: Caller, meeting_id: str) -> Board:
    """How the meeting stands now; `Refusal` while it was never opened."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    return board_of(tx, meeting)


def board_of(tx: Tx, meeting: Meeting) -> Board:
    """How a meeting that was opened stands now."""
    sitting = sitting_of(tx, meeting.id)
    room = room_of(tx, meeting.id, sitting)
    return Board(
        meeting_id=meeting.id,
        group_id=meeting.group_id,
        group=tx.session.get_one(Group, meeting.group_id).name,
        theme=meeting.theme,
        mode=meeting.mode,
        state=meeting.state,
        starts_at=meeting.starts_at,
        zone=meeting.zone,
        opened_at=sitting.opened_at,
        closed_at=sitting.closed_at,
        present=len(room.people),
        to_confirm=sum(person.standing is Standing.UNCONFIRMED for person in room.people),
        quorate=room.quorate,
        reflects=room.word.reflects if room.word else None,
        evaluation=room.evaluation,
        code=sitting.code,
    )


def room_of(tx: Tx, meeting_id: str, sitting: SittingRow | None = None) -> Room:
    """Everybody in the room now, judged by the rule of the sitting."""
    rule = quorum.from_data((sitting or sitting_of(tx, meeting_id)).rule)
    people = attendance.present(tx, meeting_id)
    evaluation = evaluate(rule, people)
    said = attendance.words(tx, meeting_id)
    word = said[-1] if said and stands(said[-1], evaluation) else None
    return Room(rule, people, word, evaluation)


def changed(tx: Tx, meeting: Meeting) -> Room:
    """Whoever came or went, and whatever the chair said: keep the moment, redraw the card, warn of a loss."""
    room = room_of(tx, meeting.id)
    last = attendance.last_moment(tx, meeting.id)
    if room.quorate != (last.quorate if last else False):
        moment = QuorumMoment(
            meeting_id=meeting.id,
            at=_after(tx.now, last.at if last else None),
            quorate=room.quorate,
            members=room.evaluation.members,
            sentence=room.evaluation.sentence,
        )
        tx.session.add(moment)
        tx.session.flush()
        if not room.quorate:
            _warn(tx, meeting, moment)
    notices.changed(tx, board_key(meeting.id))
    return room


def record_word(tx: Tx, *, caller: Caller, meeting_id: str, reflects: bool, reason: str) -> Board:
    """The chair records whether the attendance reflects professional diversity (terms 4.1)."""
    refuse_identifiers(reason, field="reason")
    meeting = of_team(tx, caller.team_id, meeting_id)
    _, chair = permitted(tx, caller, meeting.group_id, Act.JUDGE_DIVERSITY)
    attendance.lock_room(tx, meeting.id)
    room = room_of(tx, meeting.id, open_sitting(tx, meeting))
    said = attendance.words(tx, meeting.id)
    at = _after(tx.now, said[-1].at if said else None)
    word = speak(room.evaluation, reflects=reflects, reason=reason, chair_id=chair.id, at=at)
    tx.session.add(
        ChairWord(
            meeting_id=meeting.id,
            reflects=word.reflects,
            reason=word.reason,
            chair_id=word.chair_id,
            at=word.at,
            shorts=list(word.shorts),
        )
    )
    tx.session.flush()
    changed(tx, meeting)
    return board_of(tx, meeting)


def of_team(tx: Tx, team_id: str, meeting_id: str) -> Meeting:
    """A meeting of a group in this workspace."""
    found = tx.session.exec(
        select(Meeting)
        .join(Group, Group.id == Meeting.group_id)  # type: ignore[arg-type]  # a column
        .where(Meeting.id == meeting_id, Group.team_id == team_id)
    ).one_or_none()
    if found is None:
        raise Unknown(GONE)
    return found


def sitting_of(tx: Tx, meeting_id: str) -> SittingRow:
    """The last sitting of a meeting; `Refusal` while it was never opened."""
    sittings = attendance.sittings(tx, meeting_id)
    if not sittings:
        raise Refusal(NOT_OPEN)
    return sittings[-1]


def open_sitting(tx: Tx, meeting: Meeting) -> SittingRow:
    """The sitting that goes on now; `Refusal` when there is none."""
    sitting = sitting_of(tx, meeting.id)
    if sitting.closed_at is not None:
        raise Refusal(
            "This meeting is closed. The chair or the secretary can open it again with `/sig open`."
        )
    return sitting


def board_key(meeting_id: str) -> str:
    """The key of a meeting's live card."""
    return f"meeting:{meeting_id}:quorum"


def _after(now: datetime, last: datetime | None) -> datetime:
    """Now, but always after what was recorded last: whatever the clock does, the order is kept."""
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _warn(tx: Tx, meeting: Meeting, moment: QuorumMoment) -> None:
    """Tell the chairs and the secretary privately, and at once, that the quorum is lost."""
    group = tx.session.get_one(Group, meeting.group_id)
    told = {one.person_id for one in groups.officers(tx, meeting.group_id) if one.office in ALERTED}
    for person_id in sorted(told):
        notices.tell(
            tx,
            NoticeKind.QUORUM_LOST,
            key=f"meeting:{meeting.id}:quorum-lost:{moment.id}:{person_id}",
            destination=f"person:{person_id}",
            team_id=group.team_id,
            group_id=group.id,
            meeting_id=meeting.id,
            person_id=person_id,
            facts={"sentence": moment.sentence},
        )
