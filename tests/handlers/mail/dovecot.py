"""A Dovecot of its own for a test: one mailbox, delivered into by writing files, as a mail server does."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
first_valid_uid = 1
default_internal_user = {system}
default_internal_group = {group}
default_login_user = {login}
imap_capability = {capability}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={owner} gid={gid} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server; `host` and so on as in the setting IMAP_URL."""

    folder: Path
    port: int
    host: str = "127.0.0.1"
    tls: bool = False
    starttls: bool | None = None
    username: str | None = "sig"
    password: str | None = "secret"

    def deliver(self, raw: bytes) -> None:
        """Put a letter into the mailbox."""
        new = self.folder / "mail" / "new"
        written = new.parent / "tmp" / f"{time.monotonic_ns()}.test"
        written.write_bytes(raw)
        shutil.chown(written, _owner().pw_name) if os.getuid() == 0 else None
        written.rename(new / written.name)

    def flags(self) -> list[str]:
        """The flags of each letter, "S" for seen and "F" for flagged."""
        return sorted(each.name.partition(":2,")[2] for each in (self.folder / "mail").glob("[cn][ue][rw]/*"))


def absent() -> bool:
    """Whether there is no Dovecot on this machine."""
    return _PROGRAM is None


@contextlib.contextmanager
def running(*, idle: bool = True) -> Iterator[Dovecot]:
    """A server for the length of the block, with or without IDLE."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    folder.chmod(0o755)
    for name in ("mail/new", "mail/cur", "mail/tmp", "run"):
        (folder / name).mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    owner, root = _owner(), os.getuid() == 0
    if root:
        for each in (folder / "mail", *(folder / "mail").iterdir()):
            shutil.chown(each, owner.pw_name)
    configuration = folder / "dovecot.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            folder=folder,
            port=port,
            owner=owner.pw_uid,
            gid=owner.pw_gid,
            system="dovecot" if root else owner.pw_name,
            group="dovecot" if root else owner.pw_gid,
            login="dovenull" if root else owner.pw_name,
            capability="+" if idle else "IMAP4rev1 UIDPLUS LITERAL+",
        )
    )
    assert _PROGRAM
    server = subprocess.Popen([_PROGRAM, "-F", "-c", str(configuration)])
    try:
        _wait_for(port, folder)
        yield Dovecot(folder, port)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        shutil.rmtree(folder)


def _owner() -> pwd.struct_passwd:
    """Who owns the mail: never root, whom Dovecot does not serve."""
    return pwd.getpwnam("mail") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def _wait_for(port: int, folder: Path) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError((folder / "log").read_text())
