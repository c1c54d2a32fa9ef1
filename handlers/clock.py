"""The clock's door: what is to be done whenever the heartbeat beats, before the couriers go."""

from datetime import datetime, timedelta

import structlog

from storage import inbox, leases, outbox
from storage.transaction import Store, Tx
from usecases import attendance_erasure, sittings

# Slack tries again within the hour; a mailbox may be read again after a long weekend
REMEMBERED = timedelta(days=30)

log = structlog.get_logger("clock")


async def tick(store: Store, *, tidying: bool) -> None:
    """Have redrawn what changed; when `tidying`, also drop what is past and free what the lost held.

    Tidying forgets which outside events were handled long ago, too: nobody sends them again. It closes
    meetings that nobody closed, and erases when people came to those that are long over.
    """
    dropped, recovered = await store.perform(_tick, tidying=tidying)
    if dropped or recovered:
        log.info("outbox tidied", dropped=dropped, recovered=recovered)


async def next_wake(store: Store) -> datetime | None:
    """When something is next to be done (UTC), None if nothing is planned."""
    return await store.look(leases.next_wake)


def _tick(tx: Tx, *, tidying: bool) -> tuple[int, int]:
    outbox.absorb_changes(tx)
    if not tidying:
        return 0, 0
    inbox.forget_before(tx.connection, tx.now - REMEMBERED)
    if closed := sittings.close_forgotten(tx):
        log.info("forgotten meetings closed", meetings=closed)
    if erased := attendance_erasure.erase_old_times(tx):
        log.info("times of attendance erased", meetings=erased)
    return outbox.drop_what_is_past(tx), leases.recover(tx)
