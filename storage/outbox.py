"""Writing to the outbox: plan once, withdraw, mark what must be redrawn.

Core statements in the transaction of the fact: `mark_changed` is on the path of every click.
"""

import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, insert, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import new_id
from storage.notices import Destination, Notice, NoticeState, Redraw
from storage.transaction import Tx

# SQLModel adds `__table__`
NOTICES = Notice.__table__  # type: ignore[attr-defined]
DESTINATIONS = Destination.__table__  # type: ignore[attr-defined]
REDRAWS = Redraw.__table__  # type: ignore[attr-defined]

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


def _plan_once(dialect: Any) -> Any:
    statement = dialect.insert(NOTICES)
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


def _expect(dialect: Any) -> Any:
    statement = dialect.insert(DESTINATIONS)
    sooner = statement.excluded.next_due_at
    known = DESTINATIONS.c.next_due_at
    return statement.on_conflict_do_update(
        index_elements=["key"],
        set_={"next_due_at": case((or_(known.is_(None), known > sooner), sooner), else_=known)},
    )


_PLAN_ONCE = {"sqlite": _plan_once(sqlite), "postgresql": _plan_once(postgresql)}
_EXPECT = {"sqlite": _expect(sqlite), "postgresql": _expect(postgresql)}
_MARK = insert(REDRAWS)


def plan(tx: Tx, rows: Iterable[dict[str, Any]]) -> None:
    """Write notices by their unique keys: new ones are added, those still due take the new plan.

    What was sent, skipped or is being sent stays as it is; so does the time that an officer chose. What
    was dropped comes back. Each row holds at least `key`, `kind`, `team_id`, `destination` and `due_at`.
    """
    written = [_filled(tx, row) for row in rows]
    if not written:
        return
    tx.session.flush()  # a notice may refer to a meeting that the session still holds back
    tx.connection.execute(_PLAN_ONCE[tx.connection.dialect.name], written)
    expect(tx, {row["destination"]: row["due_at"] for row in sorted(written, key=_latest_first)})


def expect(tx: Tx, first_due: dict[str, datetime]) -> None:
    """Tell destinations that something falls due there at this instant, and the heartbeat too."""
    if not first_due:
        return
    tx.connection.execute(
        _EXPECT[tx.connection.dialect.name],
        # In the order of their keys, so that two transactions never wait for each other in a circle
        [
            {"key": key, "next_due_at": due_at, "not_before": EPOCH}
            for key, due_at in sorted(first_due.items())
        ],
    )
    tx.wake_at(min(first_due.values()))


def mark_changed(tx: Tx, key: str) -> None:
    """Say that what the notice of this key shows has changed: one insert, on which nobody waits."""
    tx.connection.execute(_MARK, {"key": key})
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
