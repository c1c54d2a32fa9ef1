"""What people are called never reaches a log, whatever the database says of their rows."""

import io
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog
from sqlalchemy.exc import DBAPIError

from bot import logs
from storage.people import Person
from storage.prepared import Prepared
from storage.transaction import Store, Tx
from tests.usecases.world import NOW

PLANTED = "wynne.planted@example.org"
_people = Person.__table__  # type: ignore[attr-defined]  # SQLModel adds it to every table
_EMPTY = ("organisation", "membership_number")
_INSERT = Prepared(
    _people.insert(), columns=("id", "team_id", "email", "name", *_EMPTY, "zone", "first_seen_at")
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("json", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def _by_session(tx: Tx) -> None:
    tx.session.add(Person(team_id="T1", email=PLANTED, name="Wynne Planted", first_seen_at=tx.now))
    tx.session.flush()


def _prepared(tx: Tx) -> None:
    row = {"team_id": "T1", "email": PLANTED, "name": "Wynne Planted", "zone": "Europe/London"}
    _INSERT.later(tx.connection, id="p1", first_seen_at=tx.now, **row, **dict.fromkeys(_EMPTY, ""))


def _in_sql(tx: Tx) -> None:
    tx.connection.execute(_people.update().values(email=PLANTED))


@pytest.mark.parametrize("write", [_by_session, _prepared, _in_sql])
async def test_a_row_in_the_way_is_logged_by_its_constraint_alone(
    postgresql_url: str, log: io.StringIO, write: Callable[[Tx], None]
) -> None:
    def two(tx: Tx) -> None:
        for email in (PLANTED, "other@example.org"):
            tx.session.add(Person(team_id="T1", email=email, name="Wynne Planted", first_seen_at=tx.now))

    store = Store.open(postgresql_url, clock=lambda: NOW)
    await store.perform(two)
    try:
        await store.perform(write)
    except DBAPIError:
        structlog.get_logger("storage").exception("not written")
    store.close()
    assert "uq_people_team_id" in log.getvalue()
    assert "UniqueViolation" in log.getvalue()
    assert "lanted" not in log.getvalue()
