"""What will be said for a group, to whom and when; officers skip it, send it now, or choose another time.

Only notices whose audience is the officers are ever seen here: a learning event's belong to its business
unit, and so do their failures.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, Select, select, update
from sqlmodel import col
from sqlmodel import select as read

from rules.moments import moment_in_words
from rules.notice_kinds import NoticeKind
from rules.offices import Act
from rules.refusals import Refusal, Unknown
from storage import audit, outbox
from storage.groups import Group
from storage.meetings import Meeting
from storage.notices import Notice, NoticeState
from storage.outbox import NOTICES
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.delivery import crowd_of
from usecases.groups import permitted
from usecases.notices import OFFICERS
from usecases.told import REVIEWED

AT_MOST = 25
GONE = "This reminder has changed meanwhile. `/sig reminders` shows how things stand now."

_n = NOTICES.c


@dataclass(frozen=True)
class Reminder:
    """One notice as officers see it. `whom` names the people it would reach as things stand now.

    `channel_id` is set for what is said in a channel. `what_to_do` is the advice of a dead letter.
    """

    id: str
    kind: str
    due_at: datetime
    zone: str
    channel_id: str
    whom: tuple[str, ...]
    meeting_at: datetime | None
    waits_because: str = ""
    what_to_do: str = ""


@dataclass(frozen=True)
class Reminders:
    """What is coming for a group, the next first, and what could not be delivered."""

    group_id: str
    group: str
    zone: str
    coming: tuple[Reminder, ...]
    more: bool
    failed: tuple[Reminder, ...]


def reminders(tx: Tx, *, caller: Caller, group_id: str) -> Reminders:
    """Everything planned for a group, and its dead letters."""
    group, _ = permitted(tx, caller, group_id, Act.MANAGE_REMINDERS)
    said = ~_n.destination.startswith("house:")
    coming = _of_group(group).where(_n.state == NoticeState.DUE, _n.shown == 0, said).limit(AT_MOST + 1)
    failed = _of_group(group).where(_n.state == NoticeState.DEAD).limit(AT_MOST)
    found = list(tx.connection.execute(coming))
    return Reminders(
        group_id=group.id,
        group=group.name,
        zone=group.zone,
        coming=tuple(_shown(tx, group, row) for row in found[:AT_MOST]),
        more=len(found) > AT_MOST,
        failed=tuple(_shown(tx, group, row) for row in tx.connection.execute(failed)),
    )


def one(tx: Tx, *, caller: Caller, notice_id: str) -> Reminder:
    """One of them, for its form."""
    group, _, row = _managed(tx, caller, notice_id, {NoticeState.DUE})
    return _shown(tx, group, row)


def skip(tx: Tx, *, caller: Caller, notice_id: str) -> Reminder:
    """Leave one out; it is never said. Also how a dead letter is laid to rest."""
    group, officer, row = _managed(tx, caller, notice_id, {NoticeState.DUE, NoticeState.DEAD})
    _change(tx, row, state=NoticeState.SKIPPED, outcome="skipped by an officer", settled_at=tx.now)
    _note(tx, "reminder skipped", group, officer, row)
    return _shown(tx, group, row)


def send_now(tx: Tx, *, caller: Caller, notice_id: str) -> Reminder:
    """Say one now instead of later."""
    return _at(tx, caller, notice_id, tx.now, "reminder sent now")


def change(tx: Tx, *, caller: Caller, notice_id: str, due_at: datetime) -> Reminder:
    """Say one at another time (UTC); planning the meeting anew leaves that time alone."""
    if due_at <= tx.now:
        raise Refusal("That time has passed. Choose a later one, or press *Send now*.", field="day")
    return _at(tx, caller, notice_id, due_at, "reminder changed")


def retry(tx: Tx, *, caller: Caller, notice_id: str) -> Reminder:
    """Try a dead letter again, once what stopped it is put right."""
    group, officer, row = _managed(tx, caller, notice_id, {NoticeState.DEAD})
    _refuse_too_late(row, group, tx.now)
    # What was deleted in Slack has no place any more: it is posted anew.
    shown = row.shown if row.remote else 0
    _change(tx, row, state=NoticeState.DUE, due_at=tx.now, attempts=0, outcome="", shown=shown)
    outbox.expect(tx, {row.destination: tx.now})
    _note(tx, "dead letter retried", group, officer, row)
    return _shown(tx, group, row)


def record_review(tx: Tx, *, caller: Caller, group_id: str, year: str) -> None:
    """Record that the terms were reviewed in this year (terms 7.2): its reminders stop."""
    group, officer = permitted(tx, caller, group_id, Act.MANAGE_REMINDERS)
    audit.note(tx, REVIEWED, team_id=group.team_id, group_id=group.id, actor_id=officer.id, subject=year[:4])


def _at(tx: Tx, caller: Caller, notice_id: str, due_at: datetime, verb: str) -> Reminder:
    group, officer, row = _managed(tx, caller, notice_id, {NoticeState.DUE})
    _refuse_too_late(row, group, due_at)
    _change(tx, row, due_at=due_at, by_hand=True, outcome="")
    outbox.expect(tx, {row.destination: due_at})
    _note(tx, verb, group, officer, row)
    return replace(_shown(tx, group, row), due_at=due_at, waits_because="")


def _refuse_too_late(row: Row[tuple[object, ...]], group: Group, due_at: datetime) -> None:
    if row.best_before is not None and row.best_before < due_at:
        until = moment_in_words(row.best_before, group.zone)
        raise Refusal(
            f"By then it would be of no use: its time ends on {until}. Choose an earlier one, or skip it.",
            field="day",
        )


def _of_group(group: Group) -> Select[tuple[object, ...]]:
    return (
        select(NOTICES).where(_n.group_id == group.id, _n.audience == OFFICERS).order_by(_n.due_at, _n.turn)
    )


def _managed(
    tx: Tx, caller: Caller, notice_id: str, states: Collection[NoticeState]
) -> tuple[Group, Person, Row[tuple[object, ...]]]:
    """A notice of a group whose reminders the caller manages, held for a change."""
    row = tx.connection.execute(select(NOTICES).where(_n.id == notice_id).with_for_update()).one_or_none()
    if row is None or row.group_id is None or row.audience != OFFICERS:
        raise Unknown(GONE)
    group, officer = permitted(tx, caller, row.group_id, Act.MANAGE_REMINDERS)
    if row.state not in states:
        raise Refusal(GONE)
    return group, officer, row


def _change(tx: Tx, row: Row[tuple[object, ...]], **values: object) -> None:
    tx.connection.execute(update(NOTICES).where(_n.id == row.id).values(**values))


def _note(tx: Tx, verb: str, group: Group, officer: Person, row: Row[tuple[object, ...]]) -> None:
    audit.note(tx, verb, team_id=group.team_id, group_id=group.id, actor_id=officer.id, subject=str(row.id))


def _shown(tx: Tx, group: Group, row: Row[tuple[object, ...]]) -> Reminder:
    whither, _, target = row.destination.partition(":")
    meeting = tx.session.get(Meeting, row.meeting_id) if row.meeting_id else None
    dead = row.state == NoticeState.DEAD
    return Reminder(
        id=row.id,
        kind=row.kind,
        due_at=row.due_at,
        zone=group.zone,
        channel_id=target if whither == "channel" else "",
        whom=_whom(tx, row, whither, target),
        meeting_at=meeting.starts_at if meeting else None,
        waits_because="" if dead else row.outcome,
        what_to_do=row.outcome if dead else "",
    )


def _whom(tx: Tx, row: Row[tuple[object, ...]], whither: str, target: str) -> tuple[str, ...]:
    if whither == "channel":
        return ()
    if whither == "crowd":
        planned = tx.session.get_one(Notice, row.id)
        ids = crowd_of(
            tx, kind=NoticeKind(planned.kind), group_id=planned.group_id, meeting_id=planned.meeting_id
        )
    else:
        ids = [target]
    return tuple(tx.session.exec(read(Person.name).where(col(Person.id).in_(ids)).order_by(Person.name)))
