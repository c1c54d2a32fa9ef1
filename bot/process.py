"""What lets one process start and answer quickly."""

import gc
import os
import random
import sys

# How long a thread keeps the interpreter from the others, in seconds. A unit of work leaves it at each statement; at
# Python's own 5 ms each of them would wait again, behind the event loop.
TURN_SECONDS = 0.001
# An answer makes some thousands of objects, and nearly all are gone with it: Python's own 700 would look through the
# young ones several times for each, and with hundreds of people at once find them all alive.
YOUNG_OBJECTS = 100_000


def search_nothing() -> None:
    """Search for no garbage while modules are loaded, which make a million objects and hardly any garbage."""
    gc.disable()


def search_less() -> None:
    """Search for garbage now and then, and never in what has been loaded up to here."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 100)
    gc.enable()


def keep_to_one_core() -> None:
    """Run every thread that is started from now on where this one runs, on one of the cores that we may use.

    Only one of them has the interpreter at a time. Handed from core to core, it finds each time that its objects are
    in the other's cache: an answer costs half as much again. The database's server has the other cores to itself.
    """
    if hasattr(os, "sched_setaffinity"):  # Linux
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {random.choice(cores)})  # noqa: S311 - so that replicas spread


def settle() -> None:
    """Leave what is loaded out of every later search for garbage, and let threads take shorter turns."""
    search_less()
    sys.setswitchinterval(TURN_SECONDS)
