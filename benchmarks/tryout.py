"""`convenor sandbox`: from nothing to a page that can be used, and what bot and workspace take together."""

import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.bots.serving import Served
from benchmarks.table import Row

STARTS = 3
IDLE_SECONDS = 10.0


def trying_out(_url: str) -> list[Row]:
    """Started as the README says, several times; then left alone."""
    took = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with _sandbox():
            took.append(time.perf_counter() - began)
    with _sandbox() as sandbox:
        time.sleep(3.0)  # what the start leaves to do
        before = sandbox.cpu_seconds()
        time.sleep(IDLE_SECONDS)
        idle = (sandbox.cpu_seconds() - before) / IDLE_SECONDS * 100
        memory = sandbox.memory_megabytes()
    return [
        Row("sandbox, from nothing to its page", statistics.median(took), "s", 4, at_least=False),
        Row("its memory, bot and workspace", memory, "MB", 200, at_least=False),
        Row("its CPU when nobody does anything", idle, "% of a core", 2, at_least=False),
    ]


@contextmanager
def _sandbox() -> Iterator[Served]:
    """The sandbox, once its page has been read."""
    command = [sys.executable, "-u", "-m", "bot", "sandbox", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            address = next(found for line in process.stdout if (found := re.search(r"http://\S+", line)))
            with urllib.request.urlopen(address[0], timeout=30) as page:
                if b"</html>" not in page.read():
                    raise RuntimeError("the sandbox's page is not whole")
            yield Served(0, process.pid)
        finally:
            process.terminate()
