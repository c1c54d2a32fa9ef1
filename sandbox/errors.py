"""What the stand-in answers when it refuses, in Slack's own codes."""

from collections.abc import Sequence
from typing import Any


class SlackError(Exception):
    """A refused API call: `code` is Slack's own, `extra` joins the answer, `status` is the HTTP status."""

    def __init__(
        self, code: str, *, status: int = 200, headers: dict[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.headers = headers or {}
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The JSON that Slack answers."""
        return {"ok": False, "error": self.code, **self.extra}


def refused_payload(code: str, messages: Sequence[str]) -> SlackError:
    """A payload that breaks limits, with every reason, each with its place as a JSON pointer."""
    return SlackError(
        code,
        errors=list(messages),
        response_metadata={"messages": [f"[ERROR] {message}" for message in messages]},
    )


def bad_arguments(*messages: str) -> SlackError:
    """`invalid_arguments`, as Slack answers a missing or malformed argument."""
    return refused_payload("invalid_arguments", messages)
