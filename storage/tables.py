"""Every table, imported in one place so that migrations and backups see them all."""

from storage import answers, audit, groups, inbox, ledger, meetings, notices, people
from storage.base import metadata

__all__ = ["answers", "audit", "groups", "inbox", "ledger", "meetings", "metadata", "notices", "people"]
