"""Extraordinary meetings: called by the chair, or at the request of any one member (source item 20)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from rules.charter import Charter
from rules.meeting_facts import span
from rules.meetings import Mode, Plan
from rules.moments import day_in_words, local, on_or_after
from rules.refusals import Refusal
from rules.typed_times import time_from

_WEEK_TO_DECIDE = timedelta(days=7)


def first_day(now: datetime, zone: str, clear_days: int) -> date:
    """The first day on which it can be held, with so many clear days' notice given today."""
    return local(now, zone).date() + timedelta(days=clear_days + 1)


def refuse_short_notice(plan: Plan, *, now: datetime, clear_days: int) -> None:
    """Refuse a day that leaves less than the charter's notice, naming the first one that does not."""
    first = first_day(now, plan.zone, clear_days)
    if local(plan.starts_at, plan.zone).date() < first:
        raise Refusal(
            f"An extraordinary meeting needs {clear_days} clear days' notice by the charter. "
            f"The first day possible is {day_in_words(first)}.",
            field="date",
        )


def provisional(charter: Charter, zone: str, now: datetime, closed: Collection[date]) -> Plan:
    """Where a requested meeting stands until somebody dates it: a working day with a week to decide."""
    first = first_day(now, zone, charter.extraordinary_clear_days)
    day = on_or_after(first + _WEEK_TO_DECIDE, closed)
    starts_at, ends_at = span(day, time_from(charter.virtual_start), time_from(charter.virtual_end), zone)
    return Plan(starts_at, ends_at, zone, Mode.VIRTUAL)
