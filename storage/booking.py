"""The hot path of an answer, in Core statements: what is read, and the few rows that are written."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, func, or_, select

from rules.charter import Charter
from rules.ledger import MONEY_MOVED, EntryKind
from rules.meetings import State
from rules.pricing import Period
from rules.rsvp import Place, Room
from storage.answers import AnswerRow
from storage.base import new_id
from storage.calendars import CalendarChoice
from storage.dialects import InDialect
from storage.groups import CharterVersion, Group
from storage.ledger import LedgerEntry
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.pool import Overtaken
from storage.prepared import Prepared
from storage.transaction import Tx

_meetings: Any = Meeting.__table__  # type: ignore[attr-defined]  # SQLModel adds it to every table
_groups: Any = Group.__table__  # type: ignore[attr-defined]
_people: Any = Person.__table__  # type: ignore[attr-defined]
_answers: Any = AnswerRow.__table__  # type: ignore[attr-defined]
_ledger: Any = LedgerEntry.__table__  # type: ignore[attr-defined]
_charters: Any = CharterVersion.__table__  # type: ignore[attr-defined]
_choices: Any = CalendarChoice.__table__  # type: ignore[attr-defined]
_memberships: Any = Membership.__table__  # type: ignore[attr-defined]

_newest_charter = (
    select(_charters.c.id)
    .where(_charters.c.group_id == _meetings.c.group_id)
    .order_by(_charters.c.version.desc())
    .limit(1)
    .scalar_subquery()
)
_OF_MEETING = (
    *("id", "group_id", "state", "mode", "nation", "starts_at", "ends_at", "zone", "venue"),
    *("join_link", "theme", "capacity", "moved_at", "cancelled_because"),
)
_OF_ANSWER = (
    *("answer", "place", "queued", "offer_expires_at", "member_pence", "non_member_pence"),
    *("standing", "price_pence", "booked_at", "waived_by", "waived_because", "revision"),
)


_moved = or_(*(_ledger.c.kind == kind for kind in sorted(MONEY_MOVED)))
_CHARGED = func.coalesce(func.sum(case((_moved, 0), else_=_ledger.c.pence)), 0).label("charged")
_OWED = func.coalesce(func.sum(_ledger.c.pence), 0).label("owed")
_their_entries = and_(_ledger.c.meeting_id == _meetings.c.id, _ledger.c.person_id == _people.c.id)


def _loading(meeting: Any, person: Any) -> Prepared:
    """One row for each period of the person's membership, and one if there is none.

    Their answer is looked for by the whole of its key, said once more: PostgreSQL, as long as it has no statistics,
    would go through everybody's.
    """
    their_id = select(_people.c.id).where(person).correlate(None).scalar_subquery()
    return Prepared(
        select(
            *(_meetings.c[name] for name in _OF_MEETING),
            *(_answers.c[name] for name in _OF_ANSWER),
            _groups.c.team_id,
            _newest_charter.label("charter_id"),
            _people.c.id.label("person_id"),
            _people.c.role,
            _people.c.declared_non_member,
            _choices.c.choice.label("calendar"),
            _memberships.c.starts_on,
            _memberships.c.ends_on,
            *(
                select(sum_).where(_their_entries).scalar_subquery().label(sum_.name)
                for sum_ in (_CHARGED, _OWED)
            ),
        )
        .select_from(_meetings)
        .join(_groups, _groups.c.id == _meetings.c.group_id)
        .outerjoin(_people, person)
        .outerjoin(
            _answers,
            and_(_answers.c.meeting_id == _meetings.c.id, _answers.c.person_id == their_id),
        )
        .outerjoin(_choices, _choices.c.person_id == _people.c.id)
        .outerjoin(_memberships, _memberships.c.person_id == _people.c.id)
        .where(meeting)
        # Answers share the meeting; whoever moves or cancels it waits for them, and they for them. A
        # place that is one of few is given under a lock of its own, by `lock_places`.
        .with_for_update(of=_meetings, read=True)
    )


_coming = _meetings.alias()
_bound = _groups.alias()
_next_in_channel = (
    select(_coming.c.id)
    .join(_bound, _bound.c.id == _coming.c.group_id)
    .where(
        _bound.c.team_id == bindparam("team_id"),
        _bound.c.channel_id == bindparam("channel_id"),
        or_(_coming.c.state == State.PUBLISHED, _coming.c.state == State.OPEN),
        _coming.c.ends_at > bindparam("now"),
    )
    .order_by(_coming.c.starts_at)
    .limit(1)
    .scalar_subquery()
)
_by_id = _meetings.c.id == bindparam("meeting_id")
_by_slack = and_(_people.c.team_id == bindparam("team_id"), _people.c.slack_id == bindparam("slack_id"))
_LOAD = _loading(and_(_by_id, _groups.c.team_id == bindparam("team_id")), _by_slack)
_LOAD_NEXT = _loading(_meetings.c.id == _next_in_channel, _by_slack)
_LOAD_FOR = _loading(_by_id, _people.c.id == bindparam("person_id"))
_PERIODS = select(_memberships.c.starts_on, _memberships.c.ends_on).where(
    _memberships.c.person_id == bindparam("person_id")
)
_ROOM = Prepared(
    select(_answers.c.place, func.count().label("people"), func.max(_answers.c.queued).label("last"))
    .where(_answers.c.meeting_id == bindparam("meeting_id"), _answers.c.place != Place.NONE)
    .group_by(_answers.c.place)
)
_ACCOUNT = Prepared(
    select(_CHARGED, _OWED).where(
        _ledger.c.meeting_id == bindparam("meeting_id"), _ledger.c.person_id == bindparam("person_id")
    )
)
# Not the waiver: that is the treasurer's, and outlives a change of mind.
_SETTLED = (
    *("answer", "place", "answered_at", "booked_at", "queued", "offer_expires_at"),
    *("member_pence", "non_member_pence", "standing", "price_pence", "guest_of"),
)


def _upsert(insert: Any) -> Any:
    statement = insert(_answers)
    changed = {name: statement.excluded[name] for name in _SETTLED}
    as_seen = func.coalesce(bindparam("seen", type_=Integer), _answers.c.revision)
    return statement.on_conflict_do_update(
        index_elements=["meeting_id", "person_id"],
        set_={**changed, "revision": _answers.c.revision + 1},
        where=_answers.c.revision == as_seen,
    )


_UPSERT = Prepared(
    InDialect(_upsert),
    columns=(*_SETTLED, "meeting_id", "person_id", "waived_because", "revision"),
)
_LEDGER = Prepared(
    _ledger.insert(),
    columns=(
        *("id", "recorded_at", "group_id", "meeting_id", "person_id"),
        *("kind", "pence", "note", "recorded_by"),
    ),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that an answer depends on: a row of the meeting, the person and their answer; their membership."""

    row: Any
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Pence for one place: what it costs as booked so far, and what is still owed (negative: to them)."""

    charged: int
    owed: int


@dataclass(frozen=True)
class Filled:
    """How full a meeting is, and the last number drawn on its waiting list."""

    room: Room
    last_number: int


UNANSWERED = -1  # before every revision
ENDLESS = Filled(Room(None, 0, 0), 0)


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


def load(tx: Tx, *, meeting_id: str, team_id: str, slack_id: str) -> Loaded | None:
    """The meeting, the group's charter, the person and their answer so far, in one read."""
    return _loaded(_LOAD.rows(tx.connection, meeting_id=meeting_id, team_id=team_id, slack_id=slack_id))


def load_next(tx: Tx, *, channel_id: str, team_id: str, slack_id: str) -> Loaded | None:
    """The same for the next published meeting of the group in this channel."""
    facts = {"channel_id": channel_id, "team_id": team_id, "slack_id": slack_id, "now": tx.now}
    return _loaded(_LOAD_NEXT.rows(tx.connection, **facts))


def load_for(tx: Tx, *, meeting_id: str, person_id: str) -> Loaded | None:
    """The same for somebody known by their id."""
    return _loaded(_LOAD_FOR.rows(tx.connection, meeting_id=meeting_id, person_id=person_id))


def _loaded(rows: list[Any]) -> Loaded | None:
    periods = tuple(Period(row.starts_on, row.ends_on) for row in rows if row.starts_on is not None)
    return Loaded(rows[0], periods) if rows else None


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
    for place, people, number in _ROOM.rows(tx.connection, meeting_id=meeting_id):
        counts[place] = people
        last = max(last, number or 0)
    taken = counts.get(Place.BOOKED, 0) + counts.get(Place.OFFERED, 0)
    return Filled(Room(capacity, taken, counts.get(Place.WAITING, 0)), last)


def account(tx: Tx, *, meeting_id: str, person_id: str) -> Account:
    """What a person's place at a meeting costs and what they owe for it."""
    [sums] = _ACCOUNT.rows(tx.connection, meeting_id=meeting_id, person_id=person_id)
    return Account(int(sums.charged), int(sums.owed))


def charged(tx: Tx, *, meeting_id: str, person_id: str) -> int:
    """What a place costs as booked so far, in pence, whatever was paid."""
    return account(tx, meeting_id=meeting_id, person_id=person_id).charged


def owed(tx: Tx, *, meeting_id: str, person_id: str) -> int:
    """What a person owes for a meeting, in pence; negative when something is owed to them."""
    return account(tx, meeting_id=meeting_id, person_id=person_id).owed


def save(tx: Tx, row: dict[str, Any], *, seen: int | None = None) -> None:
    """Write an answer: there is one for each meeting and person, whatever happened before.

    `seen` is the revision of the answer that this one was worked out from, `UNANSWERED` if there was none.
    `Overtaken` is raised where another was given meanwhile: nobody locks a row that is not there yet.
    """
    _UPSERT.later(tx.connection, otherwise=Overtaken(), **row, waived_because="", revision=0, seen=seen)


def enter(tx: Tx, entry: Entry) -> None:
    """Add an entry to the ledger; nothing there is ever changed."""
    _LEDGER.later(tx.connection, id=new_id(), recorded_at=tx.now, **vars(entry))


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
