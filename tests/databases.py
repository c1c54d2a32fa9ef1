"""A database of its own for every test: a copied SQLite file, or a PostgreSQL database from a template.

The run has one folder in the system's temporary folder, shared by all its workers. What is slow is
done once in it, under a file lock: starting a server, migrating the template.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests import postgres

_PREFIX = "convenor-tests-"
_TEMPLATE = "template_migrated"


class Run:
    """The folder of one test run, and what its workers share there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sqlite(self, target: Path, *, migrated: bool = True) -> str:
        """The URL of a new SQLite file."""
        if migrated:
            shutil.copyfile(self._sqlite_template(), target)
        return f"sqlite:///{target}"

    @contextlib.contextmanager
    def postgresql(self, kind: str, *, migrated: bool = True) -> Iterator[str]:
        """The URL of a new database on a server of this kind, dropped at the end."""
        server = self._server(kind)
        name = f"test_{uuid4().hex}"
        template = self._postgresql_template(kind, server) if migrated else "template0"
        _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        yield _named(server, name)
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")

    def _server(self, kind: str) -> str:
        binaries = postgres.packaged_binaries() if kind == "postgresql" else postgres.system_binaries()
        if binaries is None:
            pytest.skip("no PostgreSQL of the system's own under /usr/lib/postgresql")
        return postgres.start(binaries, self.folder / kind)

    def _sqlite_template(self) -> Path:
        path = self.folder / "template.db"
        with self._once("sqlite-template") as done:
            if not done:
                _migrate(f"sqlite:///{path}")
        return path

    def _postgresql_template(self, kind: str, server: str) -> str:
        with self._once(f"{kind}-template") as done:
            if not done:
                _execute(server, f"DROP DATABASE IF EXISTS {_TEMPLATE}")  # of an attempt that failed
                _execute(server, f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
                _migrate(_named(server, _TEMPLATE))
        return _TEMPLATE

    @contextlib.contextmanager
    def _once(self, what: str) -> Iterator[bool]:
        """Hold the lock of this work, and say whether some worker has already done it."""
        mark = self.folder / f"{what}.done"
        with (self.folder / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield mark.exists()
            mark.touch()


class Owner:
    """The process that began the run: it makes the folder, and takes it away with all that runs in it."""

    def __init__(self) -> None:
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_temporary()))
        self.folder.chmod(0o755)  # the server may run as another user
        # Held while this process lives, however it ends: how a later run knows that we are gone.
        self._alive = _alive_lock(self.folder)

    def close(self) -> None:
        """Stop the servers and delete the folder."""
        _remove(self.folder)
        os.close(self._alive)


def _temporary() -> Path:
    """The system's temporary folder, unless its name is too long for a socket in it."""
    folder = Path(tempfile.gettempdir())
    return folder if len(str(folder)) < 40 else Path("/tmp")


def _alive_lock(folder: Path) -> int:
    descriptor = os.open(folder / "alive", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


def _sweep() -> None:
    """Tidy up after runs that were killed."""
    for folder in _temporary().glob(f"{_PREFIX}*"):
        if not (folder / "alive").exists():
            continue  # a run that is only just beginning
        # Still alive, or another user's
        with contextlib.suppress(BlockingIOError, PermissionError):
            descriptor = _alive_lock(folder)
            _remove(folder)
            os.close(descriptor)


def _remove(folder: Path) -> None:
    for kind in folder.iterdir():
        postgres.stop(kind)
    shutil.rmtree(folder, ignore_errors=True)


def _migrate(url: str) -> None:
    from storage.migrate import upgrade  # Alembic is slow to import: only what needs a database pays

    upgrade(url)


def _named(server: str, database: str) -> str:
    return server.replace("@/postgres?", f"@/{database}?")


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)
