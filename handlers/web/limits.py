"""How much a stranger may send us: what is larger is turned away before it fills the memory."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_000_000  # Slack's largest form is a fraction of it; files are fetched, never sent here
TOO_LARGE = "That is more than can be sent here."
_turned_away = PlainTextResponse(TOO_LARGE, status_code=413)


class _TooLarge(HTTPException):
    """The body has passed the limit; Starlette answers this by itself, others let it through."""

    def __init__(self) -> None:
        super().__init__(413, TOO_LARGE)


class Limited:
    """Answers 413 to a request whose body is, or turns out to be, too large."""

    def __init__(self, app: ASGIApp, most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what comes in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdecimal() and int(said) > self._most_bytes:
            await _turned_away(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most_bytes:  # it came in pieces, and nobody said how much there is
                raise _TooLarge
            return message

        try:
            await self._app(scope, counted, send)
        except _TooLarge:  # nothing is answered before the body was read
            await _turned_away(scope, receive, send)
