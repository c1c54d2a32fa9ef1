"""Whether Slack still lets us in: noticed when it does not, said once, and tried again now and then.

An app that was removed, or whose token was revoked, is refused every call. What is due waits meanwhile;
one call every few minutes finds out whether the door is open again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_sdk.errors import SlackApiError

log = structlog.get_logger("slack")

EVERY_SECONDS = 300.0
REFUSED = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "org_login_required", "token_expired", "token_revoked"}
)
REMOVED = "app_uninstalled"


@dataclass
class _Closed:
    because: str
    again_at: float


class Access:
    """Each workspace's door; `monotonic` gives seconds that never jump."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._closed: dict[str, _Closed] = {}

    def refused(self, team_id: str, problem: SlackApiError) -> bool:
        """Note a call that was refused; says whether that was for want of a token that holds."""
        data = getattr(problem.response, "data", None)
        code = str(data.get("error", "")) if isinstance(data, dict) else ""
        if code in REFUSED:
            self.lost(team_id, code)
        return code in REFUSED

    def lost(self, team_id: str, because: str) -> None:
        """Slack lets us in no longer; `because` is its word for why."""
        if team_id not in self._closed:
            log.error("slack lets us in no longer", team=team_id, because=because, to_do=_to_do(because))
        self._closed[team_id] = _Closed(because, self._monotonic() + EVERY_SECONDS)

    def granted(self, team_id: str) -> None:
        """A call was taken."""
        if self._closed.pop(team_id, None) is not None:
            log.info("slack lets us in again", team=team_id)

    def wait(self, team_id: str) -> float:
        """Seconds until Slack is asked again; 0 if it lets us in, and for the one call that finds out."""
        closed = self._closed.get(team_id)
        if closed is None:
            return 0.0
        now = self._monotonic()
        if now < closed.again_at:
            return closed.again_at - now
        closed.again_at = now + EVERY_SECONDS
        return 0.0

    def faults(self) -> list[str]:
        """What is wrong, and what to do about it, for whoever runs Convenor."""
        return [
            f"Slack lets us into workspace {team_id} no longer ({closed.because}). {_to_do(closed.because)}"
            for team_id, closed in self._closed.items()
        ]


def _to_do(because: str) -> str:
    removed = because in {REMOVED, "account_inactive"}
    first = "Ask a workspace admin to install the app again" if removed else "Install the app again"
    return f"{first}, put its new token into SLACK_BOT_TOKEN and restart. What is due waits until then."
