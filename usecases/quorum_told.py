"""What the notices of a meeting's quorum tell of, read at the moment they are sent."""

from dataclasses import dataclass

from rules.meetings import State
from storage import attendance
from storage.decisions import UrgentRow
from storage.leases import Taken
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases.forecasts import Outlook, outlook_of
from usecases.quorum import Board, board_of
from usecases.told import MeetingTold, Withheld, meeting_ahead
from usecases.urgent import Business, business


@dataclass(frozen=True)
class Asked:
    """A polite question to one person: can they come? `by` is the officer who asks."""

    meeting: MeetingTold
    name: str
    by: str


@dataclass(frozen=True)
class Lost:
    """The quorum was lost, and how the room stands now."""

    board: Board


def card(tx: Tx, notice: Taken) -> Board:
    """The live card, as the room stands now."""
    return board_of(tx, _meeting(tx, notice))


def lost(tx: Tx, notice: Taken) -> Lost:
    """The loss, unless it was made good in the meantime."""
    board = board_of(tx, _meeting(tx, notice))
    if board.quorate or board.state is not State.OPEN:
        raise Withheld("the quorum was regained, or the meeting is closed")
    return Lost(board)


def opening(tx: Tx, notice: Taken) -> MeetingTold:
    """A meeting that is about to begin, and that nobody has opened yet."""
    told = meeting_ahead(tx, notice)
    if told.state is State.OPEN or attendance.sittings(tx, told.id):
        raise Withheld("the meeting is open already")
    return told


def forecast(tx: Tx, notice: Taken) -> Outlook:
    """How many members are likely to come."""
    meeting_ahead(tx, notice)
    return outlook_of(tx, _meeting(tx, notice))


def asked(tx: Tx, notice: Taken) -> Asked:
    """The question whether somebody can come."""
    assert notice.person_id is not None
    by = tx.session.get_one(Person, notice.facts["by"])
    person = tx.session.get_one(Person, notice.person_id)
    return Asked(meeting_ahead(tx, notice), person.name, by.name)


def urgent(tx: Tx, notice: Taken) -> Business:
    """Urgent business, as far as it has come."""
    return business(tx, tx.session.get_one(UrgentRow, notice.facts["urgent"]))


def _meeting(tx: Tx, notice: Taken) -> Meeting:
    assert notice.meeting_id is not None
    return tx.session.get_one(Meeting, notice.meeting_id)
