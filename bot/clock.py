"""The only place where the time is read; everything else is handed an instant, or a clock like this one."""

from datetime import UTC, datetime


def wall_clock() -> datetime:
    """The instant, aware and in UTC."""
    return datetime.now(UTC)
