"""SQLite is one process's: a lock on a file beside the database says whose. The command line works beside it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url

from rules.refusals import Refusal


@contextmanager
def alone(url: str) -> Iterator[bool]:
    """Hold the database for couriers while the block lasts; True when no other process can hold it too.

    On SQLite a second process is refused in a sentence; on PostgreSQL there may be several, and leases
    keep them apart. The system lets the lock go when a process ends, however it ends.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        yield False
        return
    descriptor = os.open(f"{parsed.database}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _hold(descriptor)
        yield True
    finally:
        os.close(descriptor)


def _hold(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refusal(
            "Convenor is running with this database already. Stop it first; or, for several processes at once, "
            "use PostgreSQL (DATABASE_URL)."
        ) from None
