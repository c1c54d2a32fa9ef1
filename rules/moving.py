"""What counts as moving a meeting: people would otherwise come at the wrong time, or to the wrong place."""

from rules.meetings import Plan


def is_moved(before: Plan, after: Plan) -> bool:
    """Whether those who answered must be told. Naming a place for the first time moves nobody."""
    if is_rescheduled(before, after) or before.mode is not after.mode:
        return True
    known = (before.venue, before.address)
    return any(known) and known != (after.venue, after.address)


def is_rescheduled(before: Plan, after: Plan) -> bool:
    """Whether its time changed, which entitles those who booked before to a full refund (domain 4)."""
    return (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)
