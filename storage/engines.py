"""How the two databases are opened: the settings that were measured, in one place."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from storage import prepared
from storage.errors import tell_without_detail

BUSY_MILLISECONDS = 10_000
# What hundreds of answers change is spread over more pages than SQLite's own 2 MB hold: it would write some of them
# twice, and read them again, for a tenth more of the writer's time.
CACHE_KILOBYTES = 8_000


def open_engine(url: str | URL, *, size: int = 8) -> Engine:
    """An engine for writing: SQLite in one file, or PostgreSQL with `size` connections at most."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, begin="BEGIN IMMEDIATE")
    engine = create_engine(
        parsed,
        pool_size=size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
        # psycopg would have every statement of the connection forgotten at each rollback, ours of the hot
        # paths (`storage/libpq.py`) among them.
        connect_args={"prepare_threshold": None},
    )
    event.listen(engine, "handle_error", tell_without_detail)
    # What waits in `storage/libpq.py` goes before anything that SQLAlchemy sends itself.
    event.listen(engine, "before_cursor_execute", lambda connection, *_statement: prepared.send(connection))
    event.listen(engine, "commit", prepared.send)
    return engine


def sqlite_reader(url: URL) -> Engine:
    """A second engine on the same file that can only read, beside the one writer."""
    engine = _sqlite(url, begin="BEGIN")
    event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA query_only = ON"))
    return engine


def _sqlite(url: URL, *, begin: str) -> Engine:
    # What people are called must not reach a log with the text of an error.
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def settle(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",  # first: changing the journal may itself have to wait
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"cache_size = -{CACHE_KILOBYTES}",
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_now(connection: Connection) -> None:
        # A deferred transaction that turns to writing fails at once when another process writes.
        connection.exec_driver_sql(begin)

    return engine
