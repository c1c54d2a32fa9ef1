"""The form of a meeting: every fact as it was typed or picked, read into a plan."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.meeting_facts import settle, span
from rules.meetings import Mode, Plan
from rules.moments import comes_twice, local
from rules.nations import Nation
from rules.offices import Act
from rules.refusals import Refusal
from rules.typed_times import date_from, time_from
from storage import groups
from storage.transaction import Tx
from usecases.callers import Caller
from usecases.groups import permitted
from usecases.guardrail import refuse_identifiers


@dataclass(frozen=True)
class Typed:
    """What stands in the form; an empty string where nothing was entered."""

    date: str
    start: str
    end: str
    mode: str
    nation: str = ""
    venue: str = ""
    address: str = ""
    access: str = ""
    join_link: str = ""
    theme: str = ""
    capacity: str = ""


def usual(tx: Tx, *, caller: Caller, group_id: str, words: str = "") -> Plan:
    """What the form of a new meeting starts from: the day typed, or four weeks on, at the usual hours."""
    group, _ = permitted(tx, caller, group_id, Act.PLAN_PROGRAMME)
    charter, today = groups.charter_of(tx, group.id), local(tx.now, group.zone).date()
    day = date_from(words, today=today) if words.strip() else today + timedelta(days=charter.card_days)
    start, end = time_from(charter.virtual_start), time_from(charter.virtual_end)
    starts_at, ends_at = span(day, start, end, group.zone)
    return settle(Plan(starts_at, ends_at, group.zone, Mode.VIRTUAL), tx.now)


def plan_typed(typed: Typed, zone: str, now: datetime) -> Plan:
    """The plan that was typed, checked.

    Raises `Refusal` beside the input it is about. Place and link are exempt from the guardrail: a venue
    has a postcode, and a link the number of its meeting.
    """
    for name, text in (("theme", typed.theme), ("access", typed.access)):
        refuse_identifiers(text, field=name)
    day = date_from(typed.date, today=local(now, zone).date())
    starts_at, ends_at = span(day, time_from(typed.start), time_from(typed.end, field="end"), zone)
    plan = Plan(
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone,
        mode=Mode(typed.mode),
        nation=Nation(typed.nation) if typed.nation else None,
        venue=typed.venue,
        address=typed.address,
        access=typed.access,
        join_link=typed.join_link,
        theme=typed.theme,
        capacity=_places(typed.capacity),
    )
    return settle(plan, now)


def starts_twice(typed: Typed, zone: str, now: datetime) -> bool:
    """Whether the start is in the hour that the clocks repeat in autumn; the first one is meant."""
    day = date_from(typed.date, today=local(now, zone).date())
    return comes_twice(day, time_from(typed.start), zone)


def _places(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise Refusal(
            "Write the number of places in figures, or leave it empty for no limit.", field="capacity"
        )
    return int(text)
