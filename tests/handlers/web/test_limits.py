"""Requests that are too large."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from handlers.web.limits import Limited
from sandbox.running import running


async def _bare(scope: Scope, receive: Receive, send: Send) -> None:
    """Counts as `_count` does, and knows nothing of Starlette's exceptions."""
    await _count(Request(scope, receive))
    await PlainTextResponse("taken")(scope, receive, send)


async def _count(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture(params=[Starlette(routes=[Route("/", _count, methods=["POST"])]), _bare])
async def url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    async with running(Limited(request.param, most_bytes=100)) as url:
        yield url


async def _in_pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size):
        yield b"x"


@pytest.mark.parametrize(("size", "status"), [(100, 200), (101, 413)])
@pytest.mark.parametrize("announced", [True, False])
async def test_body_is_taken_up_to_the_limit(url: str, size: int, status: int, announced: bool) -> None:
    body = b"x" * size if announced else _in_pieces(size)
    async with aiohttp.ClientSession() as session, session.post(url, data=body) as answer:
        assert answer.status == status
