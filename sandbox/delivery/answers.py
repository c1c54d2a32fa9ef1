"""What the app answered to a delivery, and how fast."""

import json
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Answer:
    """The app's acknowledgement. `error` is empty, `operation_timeout` or `dispatch_failed`."""

    status: int = 0
    text: str = ""
    error: str = ""
    took_ms: float = 0.0

    @property
    def payload(self) -> Any:
        """The JSON in the acknowledgement; None when it is empty or plain text."""
        try:
            return json.loads(self.text) if self.text.strip() else None
        except json.JSONDecodeError:
            return None

    @property
    def words(self) -> str:
        """A plain-text acknowledgement, which Slack shows for a slash command."""
        return self.text.strip() if self.payload is None else ""
