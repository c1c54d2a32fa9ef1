"""What lets one process start and answer quickly."""

import gc
import sys

# How long a thread keeps the interpreter from the others, in seconds. A unit of work on PostgreSQL waits for the network
# between its statements; at Python's own 5 ms each of them would wait again, behind the event loop.
TURN_SECONDS = 0.00005
# An answer makes some thousands of objects, and nearly all are gone with it: Python's own 700 would look through the
# young ones several times for each, and with hundreds of people at once find them all alive.
YOUNG_OBJECTS = 20_000


def search_less() -> None:
    """Search for garbage less often: before the rest is loaded, which makes many objects and no garbage."""
    gc.set_threshold(YOUNG_OBJECTS, 20, 100)


def settle() -> None:
    """Leave what is loaded out of every later search for garbage, and let threads take shorter turns."""
    search_less()
    sys.setswitchinterval(TURN_SECONDS)
    gc.collect()
    gc.freeze()
