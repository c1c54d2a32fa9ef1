"""Writing to the outbox: plan once, withdraw, mark what must be redrawn.

Core statements in the transaction of the fact: `mark_changed` is on the path of every click.
"""

import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update

from storage.base import new_id
from storage.dialects import InDialect
from storage.notices import Destination, Notice, NoticeState, Redraw
from storage.prepared import Prepared
from storage.transaction import Tx

# SQLModel adds `__table__`
NOTICES = Notice.__table__  # type: ignore[attr-defined]
DESTINATIONS = Destination.__table__  # type: ignore[attr-defined]
REDRAWS = Redraw.__table__  # type: ignore[attr-defined]

TOO_LATE = "it could no longer be sent in time to be of use"
MARKS_AT_ONCE = 1000

_n, _r = NOTICES.c, REDRAWS.c

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLANNED = ("kind", "audience", "destination", "facts", "due_at", "best_before", "turn")


class _Turns:
    """Rising numbers, about the microsecond of `now`: the order of writing within this process."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self, now: datetime) -> int:
        with self._lock:
            self._last = max(self._last + 1, int(now.timestamp() * 1_000_000))
            return self._last


_turns = _Turns()


def _plan_once(insert: Any) -> Any:
    statement = insert(NOTICES)
    may_change = or_(
        and_(NOTICES.c.state == NoticeState.DUE, NOTICES.c.by_hand.is_(False)),
        NOTICES.c.state == NoticeState.DROPPED,
    )
    changes = {name: statement.excluded[name] for name in _PLANNED}
    return statement.on_conflict_do_update(
        index_elements=["key"],
        set_={**changes, "state": NoticeState.DUE, "outcome": "", "settled_at": None},
        where=may_change,
    )


def _expect(insert: Any) -> Any:
    statement = insert(DESTINATIONS)
    sooner = statement.excluded.next_due_at
    known = DESTINATIONS.c.next_due_at
    return statement.on_conflict_do_update(
        index_elements=["key"],
        set_={"next_due_at": case((or_(known.is_(None), known > sooner), sooner), else_=known)},
    )


_PLAN_ONCE, _EXPECT = InDialect(_plan_once), InDialect(_expect)
_MARK = Prepared(REDRAWS.insert().inline(), columns=("key",))


def plan(tx: Tx, rows: Iterable[dict[str, Any]]) -> None:
    """Write notices by their unique keys: new ones are added, those still due take the new plan.

    What was sent, skipped or is being sent stays as it is; so does the time that an officer chose. What
    was dropped comes back. Each row holds at least `key`, `kind`, `team_id`, `destination` and `due_at`.
    """
    written = [_filled(tx, row) for row in rows]
    if not written:
        return
    tx.session.flush()  # a notice may refer to a meeting that the session still holds back
    tx.connection.execute(_PLAN_ONCE.of(tx.connection.dialect), written)
    expect(tx, {row["destination"]: row["due_at"] for row in sorted(written, key=_latest_first)})


def expect(tx: Tx, first_due: dict[str, datetime]) -> None:
    """Tell destinations that something falls due there at this instant, and the heartbeat too."""
    if not first_due:
        return
    tx.connection.execute(
        _EXPECT.of(tx.connection.dialect),
        # In the order of their keys, so that two transactions never wait for each other in a circle
        [
            {"key": key, "next_due_at": due_at, "not_before": EPOCH}
            for key, due_at in sorted(first_due.items())
        ],
    )
    tx.wake_at(min(first_due.values()))


def mark_changed(tx: Tx, key: str) -> None:
    """Say that what the notice of this key shows has changed: one insert, on which nobody waits."""
    _MARK.later(tx.connection, aside=True, key=key)
    tx.wake_at(tx.now)


def withdraw(tx: Tx, which: ColumnElement[bool], because: str) -> int:
    """Drop the notices that are still due and fulfil `which`; says how many there were."""
    dropped = tx.connection.execute(
        update(NOTICES)
        .where(NOTICES.c.state == NoticeState.DUE, NOTICES.c.shown == 0, which)
        .values(state=NoticeState.DROPPED, outcome=because, settled_at=tx.now, by_hand=False),
        execution_options={"preserve_rowcount": True},
    )
    return dropped.rowcount


def absorb_changes(tx: Tx) -> int:
    """Turn the marks of changes into redraws that are due now; says how many there are.

    What is not posted yet needs none: it will be drawn from the state at that moment.
    """
    # Each statement sees what was committed before it: a mark that is taken here stands for a change that
    # every later reading sees, and whoever has read earlier has the notice in hand, as SENDING.
    some = select(_r.number).order_by(_r.number).limit(MARKS_AT_ONCE).with_for_update(skip_locked=True)
    taken = delete(REDRAWS).where(_r.number.in_(some)).returning(_r.key)
    keys = set(tx.connection.execute(taken).scalars())
    if not keys:
        return 0
    stands = _n.state == NoticeState.SENT
    owed = tx.connection.execute(
        update(NOTICES)
        .where(_n.key.in_(keys), _n.state.in_([NoticeState.SENT, NoticeState.SENDING]))
        .values(
            wanted=_n.wanted + 1,
            due_at=case((stands, tx.now), else_=_n.due_at),
            state=case((stands, NoticeState.DUE.value), else_=_n.state),
        )
        .returning(_n.destination)
    )
    destinations = owed.scalars().all()
    expect(tx, dict.fromkeys(destinations, tx.now))
    return len(destinations)


def drop_what_is_past(tx: Tx) -> int:
    """Drop what was not sent before its best-before, with the reason; says how many there were.

    A notice that may have arrived is left for the courier, who looks for it first.
    """
    dropped = tx.connection.execute(
        update(NOTICES)
        .where(
            _n.state == NoticeState.DUE,
            _n.due_at <= tx.now,
            _n.best_before < tx.now,
            _n.shown == 0,
            _n.uncertain.is_(False),
        )
        .values(state=NoticeState.DROPPED, outcome=TOO_LATE, settled_at=tx.now),
        execution_options={"preserve_rowcount": True},
    )
    return dropped.rowcount


def _filled(tx: Tx, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "group_id": None,
        "meeting_id": None,
        "person_id": None,
        "audience": "officers",
        "facts": {},
        "best_before": None,
        "turn": _turns.next(tx.now),
        "by_hand": False,
        "state": NoticeState.DUE,
        "wanted": 1,
        "shown": 0,
        "attempts": 0,
        "uncertain": False,
        "remote": {},
        "outcome": "",
        "created_at": tx.now,
        **row,
    }


def _latest_first(row: dict[str, Any]) -> float:
    due_at: datetime = row["due_at"]
    return -due_at.timestamp()
