"""The ledger: entries in pence that always sum to what is owed; nothing is ever overwritten."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from rules.charter import RefundTier


class EntryKind(StrEnum):
    """Why an entry was made. The first four say what a place costs, the last two that money moved."""

    CHARGE = "charge"
    CREDIT = "credit"
    WAIVER = "waiver"
    SETTLEMENT = "settlement"
    PAYMENT = "payment"
    REFUND = "refund"


MONEY_MOVED = frozenset({EntryKind.PAYMENT, EntryKind.REFUND})


def owed(entries: Iterable[tuple[EntryKind, int]]) -> int:
    """What is owed in all, in pence; negative when something is owed to the person."""
    return sum(pence for _, pence in entries)


def charged(entries: Iterable[tuple[EntryKind, int]]) -> int:
    """What the place costs as booked so far, in pence, whatever was paid."""
    return sum(pence for kind, pence in entries if kind not in MONEY_MOVED)


def entry_towards(target_pence: int, charged_pence: int) -> int:
    """The amount that brings what is charged to what it should be; 0 when it is that already."""
    return target_pence - charged_pence


def kept_on_withdrawing(
    charged_pence: int, *, working_days_left: int, tiers: Sequence[RefundTier], in_full: bool
) -> int:
    """What stays charged, in pence, when someone gives their place back.

    `in_full` is the group's own doing (the meeting was cancelled or moved), which costs nobody anything.
    """
    if in_full:
        return 0
    percent = max((tier.percent for tier in tiers if working_days_left >= tier.working_days), default=0)
    return charged_pence - charged_pence * percent // 100
