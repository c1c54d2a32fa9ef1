"""The couriers' half of the outbox: lease destinations, take the first notice of each, write what came of it.

A destination that is leased by somebody is nobody else's, so that order and pace are kept by several
processes as by one. Leases run by the database's clock, which all of them share; what is due is
compared with `tx.now`. Every statement that can be is one for the whole batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Float, and_, bindparam, case, func, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.notices import NoticeState
from storage.outbox import DESTINATIONS, NOTICES
from storage.transaction import Tx


class _Clock(FunctionElement[float]):
    """Seconds since 1970 by the database's clock, also within a transaction."""

    type = Float()
    inherit_cache = True


@compiles(_Clock, "sqlite")
def _clock_of_sqlite(_element: _Clock, _compiler: SQLCompiler, **_options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(_Clock, "postgresql")
def _clock_of_postgresql(_element: _Clock, _compiler: SQLCompiler, **_options: Any) -> str:
    return "extract(epoch from clock_timestamp())::float8"


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice in the hands of a courier, as it stood when it was taken; `attempts` counts this one.

    `turn` rises from one that was written to the next.
    """

    id: str
    key: str
    kind: str
    team_id: str
    group_id: str | None
    meeting_id: str | None
    person_id: str | None
    audience: str
    destination: str
    facts: dict[str, Any]
    due_at: datetime
    turn: int
    best_before: datetime | None
    wanted: int
    shown: int
    owner: str
    attempts: int
    uncertain: bool
    first_tried_at: datetime
    remote: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of a notice. `not_before` is the pace or the backoff of its destination."""

    notice: Taken
    state: NoticeState
    not_before: datetime
    outcome: str = ""
    remote: dict[str, Any] | None = None
    due_at: datetime | None = None
    uncertain: bool = False
    attempts: int = 0


_n, _d = NOTICES.c, DESTINATIONS.c
_COLUMNS = [_n[name] for name in Taken.__slots__]
_IS_DUE = and_(_n.destination == _d.key, _n.state == NoticeState.DUE)

_FREE = (
    select(_d.key)
    .where(_d.owner.is_(None), _d.next_due_at <= bindparam("now"), _d.not_before <= bindparam("now"))
    .order_by(_d.next_due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(DESTINATIONS)
    .where(_d.key.in_(bindparam("keys", expanding=True)))
    .values(owner=bindparam("me"), lease_until=_Clock() + bindparam("seconds", type_=Float))
)
_FIRST_OF_EACH = select(
    select(_n.id)
    .where(_IS_DUE, _n.due_at <= bindparam("now"))
    .order_by(_n.due_at, _n.turn)
    .limit(1)
    .correlate(DESTINATIONS)
    .scalar_subquery()
).where(_d.key.in_(bindparam("keys", expanding=True)))
_TAKE = (
    update(NOTICES)
    .where(_n.id.in_(_FIRST_OF_EACH))
    .values(
        state=NoticeState.SENDING,
        owner=bindparam("me"),
        attempts=_n.attempts + 1,
        first_tried_at=func.coalesce(_n.first_tried_at, bindparam("now", type_=_n.due_at.type)),
    )
    .returning(*_COLUMNS)
)
_NEXT_DUE = select(func.min(_n.due_at)).where(_IS_DUE).correlate(DESTINATIONS).scalar_subquery()
_RELEASE = update(DESTINATIONS).values(owner=None, lease_until=None, next_due_at=_NEXT_DUE)
_RELEASE_KEYS = _RELEASE.where(_d.key.in_(bindparam("keys", expanding=True)))

_redraw_owed = and_(bindparam("to_state") == NoticeState.SENT.value, _n.wanted > bindparam("showed"))
_SETTLE = (
    update(NOTICES)
    .where(_n.id == bindparam("notice"), _n.owner == bindparam("me"))
    .values(
        state=case((_redraw_owed, NoticeState.DUE.value), else_=bindparam("to_state", type_=_n.state.type)),
        due_at=case(
            (_redraw_owed, bindparam("at", type_=_n.due_at.type)),
            else_=func.coalesce(bindparam("to_due_at", type_=_n.due_at.type), _n.due_at),
        ),
        shown=bindparam("to_shown"),
        owner=None,
        attempts=bindparam("to_attempts"),
        uncertain=bindparam("to_uncertain"),
        remote=bindparam("to_remote", type_=_n.remote.type),
        outcome=bindparam("to_outcome"),
        settled_at=bindparam("at", type_=_n.due_at.type),
    )
)
_LOCK = select(_d.key).where(_d.key.in_(bindparam("keys", expanding=True))).order_by(_d.key).with_for_update()
_GIVE_BACK = _RELEASE.where(_d.key == bindparam("destination_key"), _d.owner == bindparam("me")).values(
    not_before=bindparam("to_not_before", type_=_d.not_before.type)
)


def take(tx: Tx, *, owner: str, limit: int, lease_seconds: float) -> list[Taken]:
    """Lease up to `limit` destinations where something is due, and take the first notice of each.

    `owner` is a word that nobody else uses, also not this process at another time: what is settled later
    counts only while the lease is still this one.
    """
    keys = list(tx.connection.execute(_FREE, {"now": tx.now, "limit": limit}).scalars())
    if not keys:
        return []
    tx.connection.execute(_LEASE, {"keys": keys, "me": owner, "seconds": lease_seconds})
    rows = tx.connection.execute(_TAKE, {"keys": keys, "me": owner, "now": tx.now})
    taken = [Taken(**row._mapping) for row in rows]
    idle = set(keys) - {notice.destination for notice in taken}
    if idle:
        tx.connection.execute(_RELEASE_KEYS, {"keys": sorted(idle)})
    return sorted(taken, key=lambda notice: (notice.due_at, notice.turn))


def settle(tx: Tx, *, settlements: Sequence[Settlement]) -> None:
    """Write what came of these notices and free their destinations.

    Whoever lost a lease in the meantime changes nothing: the row belongs to its new owner.
    """
    tx.connection.execute(_SETTLE, [_settled(tx, each) for each in settlements])
    if tx.on_postgresql:
        # Whoever tells this destination of a new notice holds its row until they commit: only after them
        # does the next statement see that notice, and so when the next one falls due.
        keys = [each.notice.destination for each in settlements]
        tx.connection.execute(_LOCK, {"keys": keys})
    tx.connection.execute(
        _GIVE_BACK,
        [
            {
                "destination_key": each.notice.destination,
                "me": each.notice.owner,
                "to_not_before": each.not_before,
            }
            for each in settlements
        ],
    )


def recover(tx: Tx, *, everything: bool = False) -> int:
    """Take back what couriers held that are gone; says how many notices must be looked for.

    `everything` is for a process that knows itself alone with the database, at its start.
    """
    lost = select(_d.key).where(_d.owner.is_not(None)).with_for_update(skip_locked=True)
    if not everything:
        lost = lost.where(_d.lease_until < _Clock())
    keys = list(tx.connection.execute(lost).scalars())
    if not keys:
        return 0
    recovered = tx.connection.execute(
        update(NOTICES)
        .where(_n.destination.in_(keys), _n.state == NoticeState.SENDING)
        .values(state=NoticeState.DUE, owner=None, uncertain=True),
        execution_options={"preserve_rowcount": True},
    )
    tx.connection.execute(_RELEASE_KEYS, {"keys": keys})
    return recovered.rowcount


def next_wake(tx: Tx) -> datetime | None:
    """When a courier next has something to do (UTC); None when nothing is planned."""
    free = _d.owner.is_(None)
    later = select(func.min(_d.next_due_at)).where(free, _d.next_due_at > tx.now)
    paced = select(func.min(_d.not_before)).where(free, _d.next_due_at <= tx.now)
    instants = [tx.connection.execute(query).scalar() for query in (later, paced)]
    return min((instant for instant in instants if instant is not None), default=None)


def _settled(tx: Tx, settlement: Settlement) -> dict[str, Any]:
    notice = settlement.notice
    said = settlement.state is NoticeState.SENT
    return {
        "notice": notice.id,
        "me": notice.owner,
        "to_state": settlement.state,
        "showed": notice.wanted,
        "at": tx.now,
        "to_due_at": settlement.due_at,
        "to_shown": notice.wanted if said else notice.shown,
        "to_attempts": settlement.attempts,
        "to_uncertain": settlement.uncertain,
        "to_remote": notice.remote if settlement.remote is None else settlement.remote,
        "to_outcome": settlement.outcome,
    }
