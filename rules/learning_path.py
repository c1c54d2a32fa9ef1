"""The path of messages to a practitioner before and after a learning event: which, and when (domain 3).

A bot is never the first to mention the event: nothing is due before the panel member has said "I have told
them". What was missed until then, or while paused, becomes one combined message, never several at once.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from rules.moments import local, on_or_after, on_or_before, to_utc
from rules.working_hours import ONE_ZONE, within


class Message(StrEnum):
    """A message of the path; the value names its text (`practitioner/<value>.md`)."""

    PURPOSE = "purpose"
    AGENDA = "agenda"
    PREPARE = "prepare"
    PRACTICAL = "practical"
    AFTERWARDS = "afterwards"
    CHECK_IN = "check-in"
    COMBINED = "combined"


@dataclass(frozen=True)
class Step:
    """A message and how many days it comes after the event (negative: before it)."""

    message: Message
    days: int
    by_default: bool = True


STEPS = (
    Step(Message.PURPOSE, -21),
    Step(Message.AGENDA, -14, by_default=False),
    Step(Message.PREPARE, -7),
    Step(Message.PRACTICAL, -1),
    Step(Message.AFTERWARDS, 2),
    Step(Message.CHECK_IN, 14, by_default=False),
)
DEFAULT = frozenset(step.message for step in STEPS if step.by_default)

AT = time(10)
# A message that would follow a combined one this closely is part of it instead.
ELBOW_ROOM = timedelta(days=2)
LASTS_AFTERWARDS = timedelta(days=7)
PROMPT_BEFORE, PROMPT_AFTER = timedelta(days=14), timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """A message to send at `due_at`, and the instant after which it would only confuse (both UTC).

    `covers` are the messages that it stands for: several when it is the combined one.
    """

    message: Message
    due_at: datetime
    best_before: datetime
    covers: tuple[Message, ...]


def plan(
    *,
    starts_at: datetime,
    since: datetime,
    wanted: Collection[Message] = DEFAULT,
    sent: Collection[Message] = (),
    closed: Collection[date] = (),
    zone: str = ONE_ZONE,
) -> tuple[Due, ...]:
    """What one practitioner is still to get, in order.

    `since` is when it became possible to write to them: the panel member's "I have told them", or the moment
    when a pause ended. `sent` is what they had already; `closed` are the bank holidays of their nation.
    """
    times = [
        (step.message, _due_at(step, starts_at, closed, zone))
        for step in STEPS
        if step.message in wanted and step.message not in sent
    ]
    before = _before(tuple(pair for pair in times if pair[1] < starts_at), starts_at, since, closed, zone)
    after = tuple(
        Due(message, due_at, due_at + LASTS_AFTERWARDS, (message,))
        for message, due_at in times
        if due_at > starts_at and due_at + LASTS_AFTERWARDS > since
    )
    return before + tuple(_not_before(due, since, closed, zone) for due in after)


def _due_at(step: Step, starts_at: datetime, closed: Collection[date], zone: str) -> datetime:
    day = local(starts_at, zone).date() + timedelta(days=step.days)
    day = on_or_before(day, closed) if step.days < 0 else on_or_after(day, closed)
    return to_utc(day, AT, zone)


def _before(
    times: tuple[tuple[Message, datetime], ...],
    starts_at: datetime,
    since: datetime,
    closed: Collection[date],
    zone: str,
) -> tuple[Due, ...]:
    first = within(since, closed, zone)
    if not any(due_at < since for _, due_at in times):
        return _dues(times, starts_at)
    if local(first, zone).date() >= local(starts_at, zone).date():
        return ()  # on the day itself the panel member is there, and a message would only unsettle
    crowded = tuple(message for message, due_at in times if due_at <= first + ELBOW_ROOM)
    catch_up = crowded[0] if len(crowded) == 1 else Message.COMBINED
    rest = _dues(times[len(crowded) :], starts_at)
    return (Due(catch_up, first, rest[0].due_at if rest else starts_at, crowded), *rest)


def _dues(times: tuple[tuple[Message, datetime], ...], starts_at: datetime) -> tuple[Due, ...]:
    ends = [*(due_at for _, due_at in times), starts_at][1:]
    return tuple(
        Due(message, due_at, end, (message,)) for (message, due_at), end in zip(times, ends, strict=True)
    )


def _not_before(due: Due, since: datetime, closed: Collection[date], zone: str) -> Due:
    if due.due_at >= since:
        return due
    return replace(due, due_at=within(since, closed, zone))


def panel_plan(
    *, starts_at: datetime, since: datetime, closed: Collection[date] = (), zone: str = ONE_ZONE
) -> tuple[tuple[str, datetime], ...]:
    """The two prompts to a panel member, and when: before (offer advice) and after (offer support)."""
    day = local(starts_at, zone).date()
    before = to_utc(on_or_before(day - PROMPT_BEFORE, closed), AT, zone)
    after = to_utc(on_or_after(day + PROMPT_AFTER, closed), AT, zone)
    prompts = (("before", within(max(before, since), closed, zone)), ("after", after))
    return tuple((name, due_at) for name, due_at in prompts if (due_at < starts_at) == (name == "before"))
