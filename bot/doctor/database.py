"""Is the database there, at the right schema, and is there room for it to grow?"""

import asyncio
import os
import shutil
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.doctor.finding import Finding, off, right, wrong
from bot.settings import Settings
from storage import migrate
from storage.engines import open_engine

ABOUT = "Database"
ENOUGH_BYTES = 500_000_000


async def check(settings: Settings) -> list[Finding]:
    """Reachable, migrated, writable, with free disk."""
    return await asyncio.to_thread(_check, settings)


def _check(settings: Settings) -> list[Finding]:
    file = settings.sqlite_file
    if file is None:
        return [_schema(settings.database_url, "PostgreSQL")]
    folder = file.absolute().parent
    if not folder.is_dir():
        return [wrong(ABOUT, f"the folder {folder} is not there. Make it, or change DATABASE_URL.")]
    findings = [_disk(folder)]
    if not os.access(folder, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        return [*findings, wrong(ABOUT, f"{file} can't be written. Give this user the right to, with chown.")]
    if not file.exists():
        return [*findings, off(ABOUT, f"{file} is not there yet: `convenor run` makes it.")]
    return [*findings, _schema(settings.database_url, str(file))]


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_BYTES:
        return wrong(
            "Disk", f"only {free // 1_000_000} MB are free in {folder}. Make room before it is full."
        )
    return right("Disk", f"{free / 1e9:.1f} GB are free in {folder}.")


def _schema(url: str, name: str) -> Finding:
    engine = open_engine(url, size=1)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            revision = migrate.current_revision(connection)
    except DBAPIError as error:
        reason = type(error.orig).__name__  # its text may hold the address with the password
        return wrong(
            ABOUT, f"{name} can't be reached ({reason}). Is DATABASE_URL right, and does the server run?"
        )
    finally:
        engine.dispose()
    if revision == migrate.newest_revision():
        return right(ABOUT, f"{name}, at the newest schema ({revision}).")
    if revision is None or revision in migrate.known_revisions():
        state = "is empty" if revision is None else f"is at an older schema ({revision})"
        return off(
            ABOUT, f"{name} {state}: `convenor run` migrates it, or `convenor db upgrade` does so now."
        )
    return wrong(
        ABOUT,
        f"{name} is at a schema that this version does not know ({revision}). Install the newer Convenor again.",
    )
