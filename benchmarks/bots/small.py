"""A small bot that does what an answer does, as one would write it in an evening: Bolt, sqlite3, fifty lines."""

import sqlite3
import sys
from datetime import UTC, datetime
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.bots.serving import served

SCHEMA = """
CREATE TABLE seen (key TEXT PRIMARY KEY);
CREATE TABLE members (person TEXT PRIMARY KEY, until TEXT);
CREATE TABLE answers (person TEXT PRIMARY KEY, answer TEXT, pence INTEGER, at TEXT);
CREATE TABLE ledger (id INTEGER PRIMARY KEY, person TEXT, pence INTEGER, at TEXT);
CREATE TABLE redraws (id INTEGER PRIMARY KEY, meeting TEXT);
"""


def app(client: Any, secret: str) -> Starlette:
    """Dedupe, standing, price, ledger, notice, count: one commit each."""
    bolt = AsyncApp(client=client, signing_secret=secret, process_before_response=True)
    db = sqlite3.connect(sys.argv[-1], isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.executescript(SCHEMA)

    @bolt.command("/sig")
    async def attend(ack: Any, body: dict[str, Any]) -> None:
        person, now = body["user_id"], datetime.now(UTC).isoformat()
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (body["trigger_id"],))
        member = db.execute("SELECT until FROM members WHERE person = ?", (person,)).fetchone()
        pence = 0 if member else 5000
        upsert = "INSERT INTO answers VALUES (?, 'attending', ?, ?) ON CONFLICT (person) DO UPDATE SET at = ?"
        db.execute(upsert, (person, pence, now, now))
        db.execute("INSERT INTO ledger (person, pence, at) VALUES (?, ?, ?)", (person, pence, now))
        db.execute("INSERT INTO redraws (meeting) VALUES ('m')")
        coming = db.execute("SELECT count(*) FROM answers WHERE answer = 'attending'").fetchone()[0]
        db.execute("COMMIT")
        await ack(f"You have a place, with {coming} others. It costs £{pence // 100}.")

    handler = AsyncSlackRequestHandler(bolt)

    async def slack_events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", slack_events, methods=["POST"])])


if __name__ == "__main__":
    served(app)
