"""What follows a meeting's report: the word that its draft is ready, and reminders of what people took on.

An action reaches its owner when the name written is that of exactly one person we know and the date can be
read; any other stays in the minutes, where people find it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, func, select

from rules import moments, reminders
from rules.notice_kinds import NoticeKind
from rules.refusals import Refusal
from rules.reminders import Planned
from rules.report import Action, Report
from rules.typed_times import date_from
from storage import minutes, outbox
from storage.groups import Group
from storage.leases import Taken
from storage.meetings import Meeting
from storage.outbox import NOTICES
from storage.people import Person
from storage.transaction import Tx
from usecases import notice_rows, notices
from usecases.told import MeetingTold, Withheld, meeting_behind

_FOUR_WEEKS = timedelta(weeks=4)
_KINDS = (NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE)


@dataclass(frozen=True)
class ActionTold:
    """Something that this person took on at a meeting."""

    meeting: MeetingTold
    text: str
    due_on: date
    late: bool


def report_written(tx: Tx, meeting: Meeting, report: Report) -> None:
    """Plan what follows a report. The word in the channel waits a working day: a draft is rarely right at once."""
    group = tx.session.get_one(Group, meeting.group_id)
    clock = notice_rows.clock_of(group, tx.now.year)
    today = moments.local(tx.now, group.zone).date()
    ready = clock.on(today + moments.ONE_DAY)
    notices.tell_of_meeting(tx, meeting, Planned(NoticeKind.MINUTES, ready, ready + _FOUR_WEEKS))
    held_on = moments.local(meeting.starts_at, group.zone).date()
    kept = [
        key
        for action in report.actions
        if (due_on := _due_on(action.due, held_on)) is not None
        for key in _plan_action(tx, meeting, action, due_on, clock)
    ]
    outbox.withdraw(
        tx,
        (NOTICES.c.meeting_id == meeting.id)
        & NOTICES.c.kind.in_([kind.value for kind in _KINDS])
        & NOTICES.c.key.not_in(kept),
        "the report changed",
    )


def action_told(tx: Tx, notice: Taken) -> ActionTold:
    """An action, if the newest report still holds it."""
    meeting = meeting_behind(tx, notice)
    versions = minutes.versions(tx, meeting.id)
    actions = Report.from_data(versions[-1].report).actions if versions else ()
    found = next((each for each in actions if _digest(each) == notice.facts["action"]), None)
    if found is None:
        raise Withheld("the report does not hold this action any more")
    due_on = date.fromisoformat(notice.facts["due_on"])
    return ActionTold(meeting, found.text, due_on, late=notice.kind == NoticeKind.ACTION_LATE)


def minutes_missing(tx: Tx, notice: Taken) -> MeetingTold:
    """A meeting that was held and has no report yet."""
    if minutes.versions(tx, str(notice.meeting_id)):
        raise Withheld("the draft is written")
    return meeting_behind(tx, notice)


def _plan_action(tx: Tx, meeting: Meeting, action: Action, due_on: date, clock: reminders.Clock) -> list[str]:
    group = tx.session.get_one(Group, meeting.group_id)
    owner = _owner(tx, group, action.owner)
    if owner is None:
        return []
    keys = []
    for each in reminders.for_action(due_on, clock):
        if each.due_at < tx.now:
            continue
        key = f"meeting:{meeting.id}:{each.kind}:{_digest(action)}:{due_on.isoformat()}"
        notices.tell(
            tx,
            each.kind.value,
            key=key,
            destination=f"person:{owner}",
            team_id=group.team_id,
            group_id=group.id,
            meeting_id=meeting.id,
            person_id=owner,
            due_at=each.due_at,
            best_before=each.best_before,
            facts={"action": _digest(action), "due_on": due_on.isoformat()},
        )
        keys.append(key)
    return keys


def _owner(tx: Tx, group: Group, name: str) -> str | None:
    named = func.lower(Person.name) == " ".join(name.split()).lower()
    found = tx.session.exec(select(col(Person.id)).where(Person.team_id == group.team_id, named)).all()
    return found[0] if len(found) == 1 else None


def _due_on(typed: str, held_on: date) -> date | None:
    try:
        return date_from(typed, today=held_on)
    except Refusal:
        return None


def _digest(action: Action) -> str:
    return hashlib.sha256(f"{action.owner}\n{action.text}".encode()).hexdigest()[:12]
