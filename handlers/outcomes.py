"""What became of a notice that was taken: arrived, to be tried again and when, or a dead letter."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from handlers.carriers import TryAgain
from storage.leases import Settlement, Taken
from storage.notices import NoticeState

log = structlog.get_logger("courier")

UNREACHABLE = "It could not be delivered for a day. Check that Slack and the mail server work, then retry."


@dataclass(frozen=True)
class Pace:
    """How patient a courier is; seconds. A lease outlasts every single call by far."""

    call: float = 10.0
    lease: float = 30.0
    between: float = 1.0  # messages to one channel or person, by Slack's rule
    by_tiers: bool = True  # and so many calls of a method a minute, by Slack's tiers
    backoff: float = 1.0
    longest_backoff: float = 300.0
    doubt: float = 5.0  # what hung at Slack may still land: give it time before looking for it
    give_up: timedelta = timedelta(days=1)
    tries: int = 10  # at least, however long it took
    at_once: int = 32

    def __post_init__(self) -> None:
        if self.lease < 2.5 * self.call:
            raise ValueError("a lease must outlast two and a half calls")


class Outcomes:
    """Turns what a carrier said into what is written down, with the courier's patience."""

    def __init__(self, pace: Pace, clock: Callable[[], datetime], chance: random.Random) -> None:
        self._pace = pace
        self._clock = clock
        self._chance = chance

    def arrived(self, notice: Taken, remote: dict[str, Any]) -> Settlement:
        """It stands where `remote` says."""
        return Settlement(notice, NoticeState.SENT, self._later(self._pace.between), remote=remote)

    def handed_back(self, notice: Taken, pause: float) -> Settlement:
        """It was not tried at all: there is no room for it yet."""
        return Settlement(
            notice,
            NoticeState.DUE,
            self._later(pause),
            attempts=notice.attempts - 1,
            uncertain=notice.uncertain,
        )

    def postponed(self, notice: Taken, problem: TryAgain) -> Settlement:
        """It is tried again, each time later; after a day of that it is a dead letter."""
        now = self._clock()
        if notice.attempts >= self._pace.tries and now - notice.first_tried_at > self._pace.give_up:
            return self.buried(notice, UNREACHABLE, uncertain=problem.uncertain)
        longest = min(self._pace.longest_backoff, self._pace.backoff * 2.0 ** (notice.attempts - 1))
        doubt = self._pace.doubt if problem.uncertain else 0.0
        wait = max(problem.after, doubt, longest * self._chance.uniform(0.5, 1.0))
        log.info("notice postponed", notice=notice.id, kind=notice.kind, because=str(problem), seconds=wait)
        return Settlement(
            notice,
            NoticeState.DUE,
            self._later(wait),
            outcome=f"tried {notice.attempts} times: {problem}",
            attempts=notice.attempts,
            uncertain=problem.uncertain,
        )

    def buried(
        self,
        notice: Taken,
        advice: str,
        *,
        uncertain: bool = False,
        remote: dict[str, Any] | None = None,
    ) -> Settlement:
        """A dead letter, with what officers can do about it; `remote` is empty if what stood there is gone."""
        log.warning("notice is a dead letter", notice=notice.id, kind=notice.kind)
        now = self._clock()
        return Settlement(notice, NoticeState.DEAD, now, outcome=advice, uncertain=uncertain, remote=remote)

    def _later(self, seconds: float) -> datetime:
        return self._clock() + timedelta(seconds=seconds)
