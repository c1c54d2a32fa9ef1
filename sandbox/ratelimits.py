"""Slack's rate limits: so many calls of a method a minute, and about one message a second in a channel."""

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sandbox.faults import http_failure

MINUTE = 60.0
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS_AT_ONCE = 5  # a short burst over one a second is let through
SPECIAL = {"chat.postMessage": 600, "auth.test": 600}


class RateLimits:
    """Counts calls by real time. Off unless `enabled`, so that ordinary tests run at full speed."""

    def __init__(self, *, enabled: bool = False, now: Callable[[], float] = time.monotonic) -> None:
        self.enabled = enabled
        self._now = now
        self._calls: dict[tuple[str, str], deque[float]] = {}

    def take(self, method: str, tier: int, args: dict[str, Any], team_id: str) -> None:
        """Count one call; raise `ratelimited` with Retry-After when it is one too many."""
        if not self.enabled:
            return
        self._count(f"{team_id}:{method}", "", SPECIAL.get(method, TIERS[tier]), MINUTE)
        if method == "chat.postMessage":
            self._count(f"{team_id}:post", str(args.get("channel")), POSTS_AT_ONCE, float(POSTS_AT_ONCE))

    def _count(self, what: str, where: str, most: int, window: float) -> None:
        now, calls = self._now(), self._calls.setdefault((what, where), deque())
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            raise http_failure(429, max(1, math.ceil(calls[0] + window - now)))
        calls.append(now)
