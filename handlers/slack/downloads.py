"""Files that people upload in a modal, fetched from Slack: never by a plain connection, never too large."""

from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from rules.refusals import Refusal

TIMEOUT = aiohttp.ClientTimeout(total=30)
NOT_HANDED_OVER = (
    "Slack did not hand the file over. Please try once more; if it happens again, ask a workspace admin to "
    "install Convenor again, with the permission to read files."
)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


async def fetch(client: AsyncWebClient, file_id: str, *, most_bytes: int) -> bytes:
    """The content of a file; `Refusal` for one that is too large or that Slack does not hand over."""
    file = (await client.files_info(file=file_id))["file"]
    if int(file.get("size") or 0) > most_bytes:
        raise _too_large(most_bytes)
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    _refuse_plain(address)
    headers = {"Authorization": f"Bearer {client.token}"}
    async with (
        aiohttp.ClientSession(timeout=TIMEOUT) as session,
        # A redirect would carry the token elsewhere; Slack redirects only whoever it does not let in.
        session.get(address, headers=headers, allow_redirects=False) as answer,
    ):
        if answer.status != 200 or answer.content_type == "text/html":
            raise Refusal(NOT_HANDED_OVER)
        return await _at_most(answer.content, most_bytes)


async def _at_most(stream: aiohttp.StreamReader, most_bytes: int) -> bytes:
    """All of it; what was said of its size beforehand is not trusted."""
    found = bytearray()
    async for part in stream.iter_chunked(1 << 16):
        found += part
        if len(found) > most_bytes:
            raise _too_large(most_bytes)
    return bytes(found)


def _refuse_plain(address: str) -> None:
    url = urlsplit(address)
    if url.scheme != "https" and url.hostname not in _LOOPBACK:
        raise Refusal(NOT_HANDED_OVER)


def _too_large(most_bytes: int) -> Refusal:
    return Refusal(
        f"This file is larger than {most_bytes // 1_000_000} MB. Please send the list in parts.", field="file"
    )
