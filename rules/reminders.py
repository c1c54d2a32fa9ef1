"""When each notice is due: the plan of a meeting, of a programme and of a year, by the charter's periods.

Days are counted in the group's zone, so that a notice comes at the same hour on both sides of a clock change.
A period is the least notice given: a due day on which nobody works becomes the working day before.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rules.charter import Charter
from rules.meetings import Mode, Plan
from rules.moments import clear_days_before, local, on_or_after, on_or_before, to_utc, working_days_after
from rules.notice_kinds import NoticeKind

HOUR = time(9)  # when notices arrive, by the group's clock [D]

# Nobody is asked again right after the card has asked, nor told the same line twice in a day [D]
_PAUSE_AFTER_CARD = {
    NoticeKind.ANSWER_14: timedelta(days=3),
    NoticeKind.ANSWER_7: timedelta(days=3),
    NoticeKind.DAY_BEFORE: timedelta(days=1),
}
_HOUR_BEFORE = timedelta(hours=1)
_LATECOMERS = timedelta(minutes=15)
_FOUR_WEEKS = timedelta(weeks=4)
_OPENING_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True)
class Planned:
    """One notice to come: instants in UTC; after `best_before` it is dropped rather than sent late.

    `occasion` tells notices of one kind and subject apart, e.g. the quarter.
    """

    kind: NoticeKind
    due_at: datetime
    best_before: datetime
    occasion: str = ""


@dataclass(frozen=True)
class Clock:
    """How days become instants: the group's zone, its closed days, and the hour at which notices come."""

    zone: str
    closed: Collection[date] = ()
    hour: time = HOUR

    def by(self, day: date) -> datetime:
        """On this day, or the last working day before it."""
        return self._at(on_or_before(day, self.closed))

    def on(self, day: date) -> datetime:
        """On this day, or the next working day after it."""
        return self._at(on_or_after(day, self.closed))

    def _at(self, day: date) -> datetime:
        return to_utc(day, self.hour, self.zone)


def for_meeting(
    meeting: Plan, charter: Charter, clock: Clock, *, published_at: datetime
) -> tuple[Planned, ...]:
    """Everything that is said about one meeting, in the order it is due.

    `published_at` is when it was published, or last moved: what should have been said before is said at
    once if it still matters (card, agenda), and otherwise not at all. Nothing is due after the fact.
    """
    usual = [*_before(meeting, charter, clock), _minutes_due(meeting, charter, clock)]
    card = max(published_at, usual[0].due_at)
    kept = [_caught_up(each, published_at, card) for each in usual]
    return _in_order(each for each in kept if each and each.due_at < each.best_before)


def for_programme(meetings: Sequence[Plan], *, published_at: datetime) -> tuple[Planned, ...]:
    """The one post of a programme: publishing it is posting it.

    The twelve weeks of the charter are the officers' to keep; `for_year` reminds them.
    """
    ends_at = max((each.ends_at for each in meetings), default=published_at)
    return _in_order([Planned(NoticeKind.PROGRAMME, published_at, ends_at)] if ends_at > published_at else [])


def for_year(year: int, charter: Charter, clock: Clock) -> tuple[Planned, ...]:
    """What a year brings whatever its meetings: the programme to publish, quiet quarters, the terms' review.

    Whether there is still a reason (no programme, no meeting, no review) is looked at when each is due.
    """
    begins, next_year = to_utc(date(year, 1, 1), clock.hour, clock.zone), str(year)
    weeks_ahead = clock.by(date(year, 1, 1) - timedelta(weeks=charter.programme_weeks))
    programme = Planned(NoticeKind.PROGRAMME_DUE, weeks_ahead, begins + _FOUR_WEEKS, next_year)
    quarters = _quiet_quarters(year, clock) if charter.every_quarter else []
    return _in_order([programme, *quarters, *_review(year, charter.review_month, clock)])


def for_action(due_on: date, clock: Clock) -> tuple[Planned, ...]:
    """The reminders of something that a person took on: a week ahead, and once when it is late."""
    late = clock.on(due_on + timedelta(days=1))
    return (
        Planned(NoticeKind.ACTION_DUE, clock.by(due_on - timedelta(days=7)), late),
        Planned(NoticeKind.ACTION_LATE, late, late + _FOUR_WEEKS),
    )


def for_dues(owed_since: datetime, clock: Clock) -> tuple[Planned, ...]:
    """The one reminder of a price that is owed, two weeks after it came to be."""
    due_at = clock.on(local(owed_since, clock.zone).date() + timedelta(days=14))
    return (Planned(NoticeKind.DUES, due_at, due_at + _FOUR_WEEKS),)


def at_once(kind: NoticeKind, *, now: datetime, best_before: datetime) -> Planned:
    """Something that has just happened (moved, cancelled, minutes out), told now."""
    return Planned(kind, now, best_before)


# One meeting


def _before(meeting: Plan, charter: Charter, clock: Clock) -> list[Planned]:
    day = local(meeting.starts_at, clock.zone).date()
    week, day_before = clock.by(day - timedelta(days=7)), clock.by(day - timedelta(days=1))
    planned = [
        Planned(NoticeKind.CARD, clock.by(day - timedelta(days=charter.card_days)), meeting.ends_at),
        Planned(NoticeKind.ANSWER_14, clock.by(day - timedelta(days=14)), week),
        Planned(
            NoticeKind.PAPERS, clock.by(clear_days_before(day, charter.papers_clear_days)), meeting.starts_at
        ),
        Planned(NoticeKind.ANSWER_7, week, day_before),
        Planned(NoticeKind.FORECAST, clock.by(day - timedelta(days=14)), day_before),
        Planned(NoticeKind.DAY_BEFORE, day_before, meeting.starts_at),
        Planned(NoticeKind.OPENING, meeting.starts_at - _OPENING_BEFORE, meeting.ends_at),
    ]
    if meeting.mode is Mode.VIRTUAL or meeting.join_link:
        link_at = meeting.starts_at - _HOUR_BEFORE
        planned.append(Planned(NoticeKind.JOIN_LINK, link_at, meeting.starts_at + _LATECOMERS))
    return planned


def _minutes_due(meeting: Plan, charter: Charter, clock: Clock) -> Planned:
    day = local(meeting.ends_at, clock.zone).date()
    due_at = clock.on(working_days_after(day, charter.minutes_working_days, clock.closed))
    return Planned(NoticeKind.MINUTES_DUE, due_at, due_at + _FOUR_WEEKS)


def _caught_up(planned: Planned, published_at: datetime, card: datetime) -> Planned | None:
    if planned.kind in {NoticeKind.CARD, NoticeKind.PAPERS, NoticeKind.JOIN_LINK}:
        return replace(planned, due_at=max(planned.due_at, published_at))
    soonest = card + _PAUSE_AFTER_CARD.get(planned.kind, timedelta())
    return planned if planned.due_at >= soonest else None


# One year


def _quiet_quarters(year: int, clock: Clock) -> list[Planned]:
    """In the middle of each quarter, with half of it left to hold a meeting."""
    return [
        Planned(
            NoticeKind.QUIET_QUARTER,
            clock.on(date(year, month + 1, 15)),
            clock.on(_month(year, month + 3)),
            f"{year}-Q{month // 3 + 1}",
        )
        for month in (1, 4, 7, 10)
    ]


def _review(year: int, month: int, clock: Clock) -> list[Planned]:
    """Twice in the month before to the officers, then to all; again in its last week if it is still open."""
    ahead, begins, over = (_month(year, month + n) for n in (-1, 0, 1))
    return [
        *(
            Planned(NoticeKind.REVIEW_AHEAD, clock.on(day), clock.on(begins), day.isoformat())
            for day in (ahead, ahead + timedelta(days=14))
        ),
        Planned(NoticeKind.REVIEW, clock.on(begins), clock.on(over), str(year)),
        Planned(NoticeKind.REVIEW_OPEN, clock.by(over - timedelta(days=7)), clock.on(over), str(year)),
    ]


def _month(year: int, month: int) -> date:
    """The first day of a month; month 0 is the December before, 13 the January after."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _in_order(planned: Iterable[Planned]) -> tuple[Planned, ...]:
    return tuple(sorted(planned, key=lambda each: each.due_at))
