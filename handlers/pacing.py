"""Pacing by Slack's tiers: so many calls of a method a minute, in each workspace."""

from collections.abc import Callable
from dataclasses import dataclass

MINUTE = 60.0
# A little below Slack's tiers, since other parts of us call too; postMessage is paced by channel as well.
PER_MINUTE = {
    "chat.postMessage": 180,
    "chat.update": 45,
    "conversations.open": 45,
    "conversations.history": 45,
}
BURST = 0.25  # the share of a minute's calls that may come at once


@dataclass
class _Bucket:
    left: float
    at: float


class Pacing:
    """A bucket for each workspace and method, filled steadily; `monotonic` gives seconds that never jump."""

    def __init__(self, monotonic: Callable[[], float], *, per_minute: dict[str, int] | None = None) -> None:
        self._monotonic = monotonic
        self._per_minute = PER_MINUTE if per_minute is None else per_minute
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def take(self, team_id: str, method: str) -> float:
        """0 and one call counted, or the seconds until there is room for it."""
        rate = self._per_minute.get(method)
        if rate is None:
            return 0.0
        now, most = self._monotonic(), max(1.0, rate * BURST)
        bucket = self._buckets.setdefault((team_id, method), _Bucket(most, now))
        if now < bucket.at:
            return bucket.at - now
        bucket.left = min(most, bucket.left + (now - bucket.at) * rate / MINUTE)
        bucket.at = now
        if bucket.left < 1.0:
            return (1.0 - bucket.left) * MINUTE / rate
        bucket.left -= 1.0
        return 0.0

    def hold(self, team_id: str, method: str, seconds: float) -> None:
        """Slack said when it will take calls of this method again: until then there are none."""
        self._buckets[(team_id, method)] = _Bucket(1.0, self._monotonic() + seconds)
