"""A mail server that keeps what it is given, so that tests can read people's letters."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Mailbox:
    """Letters by the address they went to, in the order in which they came."""

    port: int = 0
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The setting SMTP_URL that leads here."""
        return f"smtp://127.0.0.1:{self.port}"

    def of(self, address: str) -> list[EmailMessage]:
        """Everything that this address has been sent."""
        return [letter for to, letter in self.letters if to == address]

    def texts(self, address: str) -> list[str]:
        """The plain words of the letters to this address."""
        return [plain_text(letter) for letter in self.of(address)]

    async def attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak SMTP with one client: enough of it to take letters."""
        to, answers = [], {"EHLO": "250 ready", "HELO": "250 ready", "MAIL": "250 ok", "RSET": "250 ok"}
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                to.append(line.partition("<")[2].partition(">")[0])
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                letter = message_from_bytes(await _until_dot(reader), policy=default)
                self.letters += [(address, letter) for address in to]
                to.clear()
            writer.write(f"{'221 bye' if verb == 'QUIT' else answers.get(verb, '250 ok')}\r\n".encode())
            if verb == "QUIT":
                break
        writer.close()


def plain_text(letter: EmailMessage) -> str:
    """The plain part of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def _until_dot(reader: asyncio.StreamReader) -> bytes:
    lines = []
    while (line := await reader.readline()) != b".\r\n":
        lines.append(line.removeprefix(b"."))
    return b"".join(lines)


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    """A mail server on a port of its own."""
    box = Mailbox()
    server = await asyncio.start_server(box.attend, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    async with server:
        yield box
