"""The sandbox's clock: it runs as ours does, from wherever it was last sent."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import wall_clock


class TravellingClock:
    """Real time with an offset, which is kept in a file where there is one. It never goes back."""

    def __init__(self, kept_in: Path | None = None, *, real: Callable[[], datetime] = wall_clock) -> None:
        self._real = real
        self._file = kept_in
        self._ahead = timedelta()
        if kept_in is not None and kept_in.exists():
            self._ahead = timedelta(seconds=float(kept_in.read_text(encoding="utf-8")))

    def __call__(self) -> datetime:
        """The instant (UTC) that everything in the sandbox goes by."""
        return self._real() + self._ahead

    def to(self, moment: datetime) -> None:
        """Go forward to this instant; one that has passed changes nothing."""
        ahead = moment.astimezone(UTC) - self._real()
        if ahead > self._ahead:
            self._ahead = ahead
            if self._file is not None:
                self._file.write_text(str(ahead.total_seconds()), encoding="utf-8")
