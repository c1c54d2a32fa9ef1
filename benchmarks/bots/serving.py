"""Serving a bot the way `convenor run` does, in a process that the benchmark starts and stops."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
import uvloop
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from benchmarks.load import SECRET


@dataclass(frozen=True)
class Served:
    """A bot in its own process, answering on `port`."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time that the process has used."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as stat:  # noqa: PTH123 - a line of the kernel
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_megabytes(self) -> float:
        """Resident memory now."""
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as statm:  # noqa: PTH123 - a line of the kernel
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def bot(module: str, *arguments: str, environment: dict[str, str] | None = None) -> Iterator[Served]:
    """Run `python -m module …` until the block ends; it prints its port once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    try:
        assert process.stdout is not None
        yield Served(int(process.stdout.readline()), process.pid)
    finally:
        process.terminate()
        process.wait()


def served(app: Callable[[Any, str], Starlette]) -> None:
    """Serve a small bot on a free port and say which; Slack's API is at the address in the first argument."""
    client = AsyncWebClient(token="xoxb-bench", base_url=sys.argv[1])
    uvloop.run(serve(app(client, SECRET)))


async def serve(app: Any) -> None:
    """Serve on a free port until the process is stopped."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, http="httptools"))
    original = server.startup

    async def startup(sockets: Any = None) -> None:
        await original(sockets)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)

    server.startup = startup  # type: ignore[method-assign]  # to learn the port that the system chose
    await server.serve()
