"""What was asked and delivered lately: kept for the inspector of the page and for tests."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.bell import Bell


@dataclass
class Record:
    """One API call by the app, or one delivery to it. Times are milliseconds, real ones."""

    number: int
    kind: Literal["call", "delivery"]
    name: str
    at: str
    request: Any
    answer: Any = None
    status: int = 0
    took_ms: float | None = None
    error: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def in_time(self) -> bool:
        """Whether a delivery was acknowledged within Slack's three seconds."""
        return self.took_ms is not None and self.took_ms < 3000 and not self.error


class Inspector:
    """The last `most` records, newest last; it rings its bell when one is added or finished."""

    def __init__(self, *, most: int = 500) -> None:
        self.records: deque[Record] = deque(maxlen=most)
        self.bell = Bell()
        self._count = 0

    def open(self, kind: Literal["call", "delivery"], name: str, at: str, request: Any) -> Record:
        """Start a record."""
        self._count += 1
        record = Record(self._count, kind, name, at, request)
        self.records.append(record)
        self.bell.ring()
        return record

    def close(self, record: Record, *, status: int, answer: Any, took_ms: float, error: str = "") -> None:
        """Finish it with what came back."""
        record.status, record.answer, record.took_ms, record.error = status, answer, took_ms, error
        self.bell.ring()

    def calls(self, method: str = "") -> list[Record]:
        """API calls, all or of one method."""
        return [r for r in self.records if r.kind == "call" and method in ("", r.name)]

    def deliveries(self, name: str = "") -> list[Record]:
        """Deliveries to the app, all or of one name."""
        return [r for r in self.records if r.kind == "delivery" and name in ("", r.name)]
