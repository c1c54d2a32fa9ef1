"""What lets one process answer quickly, set once when everything is loaded and before anybody is served."""

import gc
import sys

# How long a thread keeps the interpreter from the others, in seconds. A writer on PostgreSQL waits for the network
# between its statements; at Python's own 5 ms each of them would wait again, behind the event loop.
TURN_SECONDS = 0.00005
# An answer makes some thousands of objects, and nearly all are gone with it: Python's own 700 would look through the
# young ones several times for each, and with hundreds of people at once find them all alive.
YOUNG_OBJECTS = 20_000


def settle() -> None:
    """Leave what is loaded out of every later search for garbage, search less often, and take shorter turns."""
    sys.setswitchinterval(TURN_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 100)
