"""Every table, imported in one place so that migrations and backups see them all."""

from storage import (
    answers,
    attendance,
    audit,
    calendars,
    decisions,
    groups,
    inbox,
    learning,
    ledger,
    meetings,
    minutes,
    notices,
    people,
)
from storage.base import metadata

__all__ = [
    "answers",
    "attendance",
    "audit",
    "calendars",
    "decisions",
    "groups",
    "inbox",
    "learning",
    "ledger",
    "meetings",
    "metadata",
    "minutes",
    "notices",
    "people",
]
