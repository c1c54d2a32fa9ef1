"""Where the sandbox's letters arrive: a real SMTP server on this machine that keeps them to be read."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

MOST = 500


class Mailbox:
    """Every letter that was sent, oldest first; in a folder where there is one."""

    def __init__(self, folder: Path | None = None) -> None:
        self.letters: list[bytes] = []
        self.arrived: Callable[[], None] = lambda: None  # the page is told, so that it shows the letter
        self._folder = folder
        if folder is not None:
            folder.mkdir(exist_ok=True)
            self.letters = [kept.read_bytes() for kept in sorted(folder.glob("*.eml"))][-MOST:]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        """Take a letter in."""
        content = envelope.content
        letter = content.encode() if isinstance(content, str) else content or b""
        self.letters = [*self.letters, letter][-MOST:]
        if self._folder is not None:
            (self._folder / f"{len(list(self._folder.iterdir())):06}.eml").write_bytes(letter)
        self.arrived()
        return "250 Message accepted for delivery"


@asynccontextmanager
async def receiving(mailbox: Mailbox) -> AsyncIterator[str]:
    """Take letters until the block ends; yields the address for `SMTP_URL`."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    try:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()
