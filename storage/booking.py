"""The hot path of an answer, in Core statements: what is read, and the few rows that are written."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from rules.charter import Charter
from rules.ledger import MONEY_MOVED, EntryKind
from rules.pricing import Period
from rules.rsvp import Place, Room
from storage.answers import AnswerRow
from storage.base import new_id
from storage.groups import CharterVersion, Group
from storage.ledger import LedgerEntry
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.transaction import Tx

_meetings: Any = Meeting.__table__  # type: ignore[attr-defined]  # SQLModel adds it to every table
_groups: Any = Group.__table__  # type: ignore[attr-defined]
_people: Any = Person.__table__  # type: ignore[attr-defined]
_answers: Any = AnswerRow.__table__  # type: ignore[attr-defined]
_ledger: Any = LedgerEntry.__table__  # type: ignore[attr-defined]
_charters: Any = CharterVersion.__table__  # type: ignore[attr-defined]
_memberships: Any = Membership.__table__  # type: ignore[attr-defined]

_newest_charter = (
    select(_charters.c.id)
    .where(_charters.c.group_id == _meetings.c.group_id)
    .order_by(_charters.c.version.desc())
    .limit(1)
    .scalar_subquery()
)


def _loading(person: Any) -> Any:
    return (
        select(
            _meetings,
            _groups.c.team_id,
            _newest_charter.label("charter_id"),
            _people.c.id.label("person_id"),
            _people.c.role,
            _people.c.declared_non_member,
            _answers.c.answer,
            _answers.c.place,
            _answers.c.queued,
            _answers.c.offer_expires_at,
            _answers.c.price_pence,
            _answers.c.member_pence,
            _answers.c.non_member_pence,
            _answers.c.standing,
            _answers.c.answered_at,
            _answers.c.booked_at,
            _answers.c.waived_by,
            _answers.c.waived_because,
        )
        .select_from(_meetings)
        .join(_groups, _groups.c.id == _meetings.c.group_id)
        .outerjoin(_people, person)
        .outerjoin(
            _answers,
            and_(_answers.c.meeting_id == _meetings.c.id, _answers.c.person_id == _people.c.id),
        )
        .where(_meetings.c.id == bindparam("meeting_id"))
        # Answers share the meeting; whoever moves or cancels it waits for them, and they for them. A
        # place that is one of few is given under a lock of its own, by `lock_places`.
        .with_for_update(of=_meetings, read=True)
    )


_LOAD_BY_SLACK = _loading(
    and_(_people.c.team_id == _groups.c.team_id, _people.c.slack_id == bindparam("slack_id"))
)
_LOAD_BY_ID = _loading(_people.c.id == bindparam("person_id"))
_PERIODS = select(_memberships.c.starts_on, _memberships.c.ends_on).where(
    _memberships.c.person_id == bindparam("person_id")
)
_ROOM = (
    select(_answers.c.place, func.count().label("people"), func.max(_answers.c.queued).label("last"))
    .where(_answers.c.meeting_id == bindparam("meeting_id"), _answers.c.place != Place.NONE)
    .group_by(_answers.c.place)
)
_CHARGED = select(func.coalesce(func.sum(_ledger.c.pence), literal(0))).where(
    _ledger.c.meeting_id == bindparam("meeting_id"),
    _ledger.c.person_id == bindparam("person_id"),
    _ledger.c.kind.not_in(sorted(MONEY_MOVED)),
)
_OWED = select(func.coalesce(func.sum(_ledger.c.pence), literal(0))).where(
    _ledger.c.meeting_id == bindparam("meeting_id"), _ledger.c.person_id == bindparam("person_id")
)
# Not the waiver: that is the treasurer's, and outlives a change of mind.
_SETTLED = (
    *("answer", "place", "answered_at", "booked_at", "queued", "offer_expires_at"),
    *("member_pence", "non_member_pence", "standing", "price_pence", "guest_of"),
)


def _upsert(insert: Any) -> Any:
    statement = insert(_answers)
    changed = {name: statement.excluded[name] for name in _SETTLED}
    return statement.on_conflict_do_update(
        index_elements=["meeting_id", "person_id"], set_={**changed, "revision": _answers.c.revision + 1}
    )


_UPSERT = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}
_LEDGER = _ledger.insert()


@dataclass(frozen=True)
class Filled:
    """How full a meeting is, and the last number drawn on its waiting list."""

    room: Room
    last_number: int


@dataclass(frozen=True)
class Entry:
    """What is entered in the ledger, in pence; `recorded_by` is None for what the rules themselves charge."""

    group_id: str
    meeting_id: str
    person_id: str
    kind: EntryKind
    pence: int
    note: str = ""
    recorded_by: str | None = None


def load(tx: Tx, *, meeting_id: str, team_id: str, slack_id: str) -> Row[Any] | None:
    """The meeting, the group's charter, the person and their answer so far, in one read."""
    row = tx.connection.execute(_LOAD_BY_SLACK, {"meeting_id": meeting_id, "slack_id": slack_id}).first()
    return row if row is not None and row.team_id == team_id else None


def load_for(tx: Tx, *, meeting_id: str, person_id: str) -> Row[Any] | None:
    """The same for somebody known by their id."""
    return tx.connection.execute(_LOAD_BY_ID, {"meeting_id": meeting_id, "person_id": person_id}).first()


def lock_places(tx: Tx, meeting_id: str) -> None:
    """Wait for whoever is being given a place at this meeting; SQLite has one writer anyway."""
    if tx.on_postgresql:
        tx.connection.execute(_LOCK, {"name": f"places:{meeting_id}"})


_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)))


def periods(tx: Tx, person_id: str) -> tuple[Period, ...]:
    """The confirmed periods of a person's membership."""
    return tuple(Period(*row) for row in tx.connection.execute(_PERIODS, {"person_id": person_id}))


def filled(tx: Tx, meeting_id: str, capacity: int | None) -> Filled:
    """How full a meeting is now."""
    counts: dict[Place, int] = {}
    last = 0
    for place, people, number in tx.connection.execute(_ROOM, {"meeting_id": meeting_id}):
        counts[place] = people
        last = max(last, number or 0)
    taken = counts.get(Place.BOOKED, 0) + counts.get(Place.OFFERED, 0)
    return Filled(Room(capacity, taken, counts.get(Place.WAITING, 0)), last)


def charged(tx: Tx, *, meeting_id: str, person_id: str) -> int:
    """What a place costs as booked so far, in pence, whatever was paid."""
    return int(
        tx.connection.execute(_CHARGED, {"meeting_id": meeting_id, "person_id": person_id}).scalar_one()
    )


def owed(tx: Tx, *, meeting_id: str, person_id: str) -> int:
    """What a person owes for a meeting, in pence; negative when something is owed to them."""
    return int(tx.connection.execute(_OWED, {"meeting_id": meeting_id, "person_id": person_id}).scalar_one())


def save(tx: Tx, row: dict[str, Any]) -> None:
    """Write an answer: there is one for each meeting and person, whatever happened before."""
    tx.connection.execute(_UPSERT[tx.connection.dialect.name], {**row, "waived_because": "", "revision": 0})


def enter(tx: Tx, entry: Entry) -> None:
    """Add an entry to the ledger; nothing there is ever changed."""
    tx.connection.execute(_LEDGER, {"id": new_id(), "recorded_at": tx.now, **asdict(entry)})


def charter(tx: Tx, version_id: str) -> Charter:
    """A version of a charter; versions never change, so each is read once."""
    cached = _CHARTERS.get(version_id)
    if cached is None:
        settings = tx.connection.execute(
            select(_charters.c.settings).where(_charters.c.id == version_id)
        ).scalar_one()
        if len(_CHARTERS) >= CHARTERS_KEPT:
            _CHARTERS.clear()
        cached = _CHARTERS[version_id] = Charter.from_data(settings)
    return cached


CHARTERS_KEPT = 256
_CHARTERS: dict[str, Charter] = {}
