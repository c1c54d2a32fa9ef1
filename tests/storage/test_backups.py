"""Backups: whole, from one instant, restored wholly or not at all, on either database and across them."""

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, text

from rules.refusals import Refusal
from storage import backups, migrate, restoring
from storage.engines import open_engine
from storage.tables import metadata
from tests.databases import Run
from tests.storage.filler import ROWS, everything, fill

NOW = datetime(2027, 5, 14, 9, 30, tzinfo=UTC)
T = TypeVar("T")
KINDS = ["sqlite", "postgresql", "system-postgresql"]


def within(url: str, work: Callable[[Connection], T]) -> T:
    """Do something in a transaction of its own."""
    engine = open_engine(url)
    with engine.begin() as connection:
        result = work(connection)
    engine.dispose()
    return result


@pytest.fixture
def filled_url(every_database_url: str) -> str:
    """A database with something in every table."""
    within(every_database_url, fill)
    return every_database_url


@pytest.fixture
def backup_file(filled_url: str, tmp_path: Path) -> Path:
    """A backup of the filled database."""
    target = tmp_path / "group.backup"
    backups.write(filled_url, target, version="1.2", now=NOW)
    return target


@pytest.fixture(params=KINDS)
def other_url(request: pytest.FixtureRequest, databases: Run, tmp_path: Path) -> Iterator[str]:
    """A second database, with no tables yet, of each kind in turn."""
    if request.param == "sqlite":
        yield databases.sqlite(tmp_path / "other.db", migrated=False)
    else:
        with databases.postgresql(request.param, migrated=False) as url:
            yield url


def test_a_backup_describes_itself_and_is_private(backup_file: Path) -> None:
    backup = backups.read(backup_file)

    assert (backup.version, backup.revision) == ("1.2", migrate.newest_revision())
    assert datetime.fromisoformat(backup.taken_at) == NOW
    assert backup.tables.keys() == metadata.tables.keys()
    assert backup.rows == ROWS * len(metadata.tables)
    assert stat.S_IMODE(backup_file.stat().st_mode) == 0o600


def test_a_backup_restores_to_the_same_on_any_database(
    filled_url: str, backup_file: Path, other_url: str
) -> None:
    restoring.restore(other_url, backup_file)

    assert within(other_url, everything) == within(filled_url, everything)
    assert within(other_url, migrate.current_revision) == migrate.newest_revision()


def test_what_is_written_meanwhile_is_not_in_the_backup(
    filled_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = within(filled_url, everything)
    write_table = backups._write_table
    written: list[str] = []

    def write_and_be_disturbed(*arguments: Any) -> int:
        count = write_table(*arguments)
        if not written:
            within(filled_url, lambda connection: connection.execute(text("DELETE FROM notices")))
        written.append(arguments[2])
        return count

    monkeypatch.setattr(backups, "_write_table", write_and_be_disturbed)
    backups.write(filled_url, tmp_path / "quiet.backup", version="1", now=NOW)
    assert written[0] < "notices"

    restoring.restore(filled_url, tmp_path / "quiet.backup", replace=True)

    assert within(filled_url, everything) == before


def test_restoring_over_something_needs_to_be_meant(filled_url: str, backup_file: Path) -> None:
    within(filled_url, lambda connection: connection.execute(text("DELETE FROM ledger")))
    changed = within(filled_url, everything)

    with pytest.raises(Refusal, match="--replace"):
        restoring.restore(filled_url, backup_file)
    assert within(filled_url, everything) == changed

    restoring.restore(filled_url, backup_file, replace=True)
    assert len(within(filled_url, everything)["ledger"]) == ROWS


def test_restoring_into_a_migrated_and_empty_database_needs_no_leave(
    filled_url: str, backup_file: Path, tmp_path: Path
) -> None:
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    migrate.upgrade(fresh)

    restoring.restore(fresh, backup_file)

    assert within(fresh, everything) == within(filled_url, everything)


def test_a_restore_that_fails_at_its_last_step_changes_nothing(
    filled_url: str, backup_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    within(filled_url, lambda connection: connection.execute(text("DELETE FROM ledger")))
    before = within(filled_url, everything)
    to_revision = migrate.to_revision

    def fail_at_last(connection: Connection, revision: str) -> None:
        if revision == "head":
            raise KeyboardInterrupt
        to_revision(connection, revision)

    monkeypatch.setattr(migrate, "to_revision", fail_at_last)
    with pytest.raises(KeyboardInterrupt):
        restoring.restore(filled_url, backup_file, replace=True)

    assert within(filled_url, everything) == before


def altered(source: Path, **changes: Callable[[bytes], bytes]) -> Path:
    """The backup with some members changed; a member's name stands with _ for its dot."""
    target = source.with_name("altered.backup")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            change = changes.get(member.replace(".", "_"), lambda content: content)
            new.writestr(member, change(old.read(member)))
    return target


def described(**facts: Any) -> Callable[[bytes], bytes]:
    return lambda content: json.dumps(json.loads(content) | facts).encode()


def test_rows_that_refer_to_nothing_are_refused_and_change_nothing(
    filled_url: str, backup_file: Path
) -> None:
    before = within(filled_url, everything)
    bad = altered(backup_file, people_jsonl=lambda content: content.splitlines(keepends=True)[0])

    with pytest.raises((Refusal, RuntimeError)):
        restoring.restore(filled_url, bad, replace=True)

    assert within(filled_url, everything) == before


def test_a_row_twice_is_refused_and_changes_nothing(filled_url: str, backup_file: Path) -> None:
    before = within(filled_url, everything)

    with pytest.raises(Refusal, match="as it was before"):
        restoring.restore(filled_url, altered(backup_file, people_jsonl=lambda rows: rows * 2), replace=True)

    assert within(filled_url, everything) == before


@pytest.mark.parametrize(
    ("facts", "advice"),
    [({"revision": "9999"}, "Convenor 1.2, which is newer"), ({"format": 2}, "another version")],
)
def test_a_backup_of_a_newer_convenor_is_refused(
    sqlite_url: str, tmp_path: Path, facts: dict[str, Any], advice: str
) -> None:
    backups.write(sqlite_url, tmp_path / "now.backup", version="1.2", now=NOW)

    with pytest.raises(Refusal, match=advice):
        restoring.restore(sqlite_url, altered(tmp_path / "now.backup", backup_json=described(**facts)))


def test_a_damaged_backup_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "now.backup"
    within(sqlite_url, fill)
    backups.write(sqlite_url, file, version="1", now=NOW)
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    # Enough to reach a table's rows: some bytes of a ZIP file, its times for one, are covered by no checksum
    content[middle : middle + 256] = bytes(byte ^ 0xFF for byte in content[middle : middle + 256])

    file.write_bytes(content)
    with pytest.raises(Refusal, match="damaged"):
        backups.read(file)
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(Refusal, match="cut short"):
        backups.read(file)


def test_a_backup_is_never_overwritten_and_leaves_no_half_file(sqlite_url: str, tmp_path: Path) -> None:
    target = tmp_path / "now.backup"
    target.write_text("precious")

    with pytest.raises(Refusal, match="there already"):
        backups.write(sqlite_url, target, version="1", now=NOW)

    assert target.read_text() == "precious"
    assert list(tmp_path.glob("*.part")) == []


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no database"):
        backups.write(f"sqlite:///{tmp_path / 'gone.db'}", tmp_path / "b", version="1", now=NOW)

    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_not_backed_up(sqlite_url: str, tmp_path: Path) -> None:
    within(sqlite_url, fill)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 3 + 200] = b"\xff" * 200
    file.write_bytes(content)

    with pytest.raises(Refusal, match="damaged"):
        backups.write(sqlite_url, tmp_path / "now.backup", version="1", now=NOW)

    assert list(tmp_path.glob("now.backup*")) == []
