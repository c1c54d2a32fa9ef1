"""What every room's tests share: databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import Owner, Run

_owner = pytest.StashKey[Owner]()
_run = pytest.StashKey[Run]()


# How fast a machine is must not decide whether a property holds
settings.register_profile("convenor", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("convenor")


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the run's folder; workers are told of it."""
    if hasattr(config, "workerinput"):
        config.stash[_run] = Run(Path(config.workerinput["folder"]))
        return
    owner = config.stash[_owner] = Owner()
    config.stash[_run] = Run(owner.folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the run's folder is."""
    node.workerinput["folder"] = str(node.config.stash[_owner].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started, at the end of the whole run."""
    if _owner in config.stash:
        config.stash[_owner].close()


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Run:
    """Makes databases, for a test that needs several; `database_url` serves the others."""
    return pytestconfig.stash[_run]


@pytest.fixture
def sqlite_url(databases: Run, tmp_path: Path) -> str:
    """A migrated database in a SQLite file of the test's own."""
    return databases.sqlite(tmp_path / "convenor.db")


@pytest.fixture
def postgresql_url(databases: Run) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    with databases.postgresql("postgresql") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, databases: Run, tmp_path: Path) -> Iterator[str]:
    """A migrated database of the test's own: the test runs once on SQLite and once on PostgreSQL."""
    yield from _database(request.param, databases, tmp_path, migrated=True)


@pytest.fixture(params=["sqlite", "postgresql", "system-postgresql"])
def every_database_url(request: pytest.FixtureRequest, databases: Run, tmp_path: Path) -> Iterator[str]:
    """As `database_url`, and on the system's own PostgreSQL where there is one."""
    yield from _database(request.param, databases, tmp_path, migrated=True)


@pytest.fixture(params=["sqlite", "postgresql", "system-postgresql"])
def empty_database_url(request: pytest.FixtureRequest, databases: Run, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it, for tests of the migrations."""
    yield from _database(request.param, databases, tmp_path, migrated=False)


def _database(kind: str, databases: Run, folder: Path, *, migrated: bool) -> Iterator[str]:
    if kind == "sqlite":
        yield databases.sqlite(folder / "convenor.db", migrated=migrated)
    else:
        with databases.postgresql(kind, migrated=migrated) as url:
            yield url
