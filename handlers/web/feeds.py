"""Calendar feeds: a group's for everyone, and one for each person who asked for it."""

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from handlers.calendar import CONTENT_TYPE, etag, events_of, feed
from handlers.web.conditional import answer
from rules.refusals import Unknown
from storage.transaction import Store, Tx
from usecases import feeds
from usecases.feeds import Feed

_EMPTY_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_PUBLIC = {"Cache-Control": "public, max-age=900"}
# A private address is a key: no cache on the way keeps it, no search engine, and no page it links to.
_PRIVATE = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def group_path(group_id: str) -> str:
    """The path of a group's public feed."""
    return f"/g/{group_id}/calendar.ics"


def private_path(token: str) -> str:
    """The path of a person's own feed."""
    return f"/p/{token}/calendar.ics"


def routes(store: Store, public_url: str) -> list[Route]:
    """The feeds' routes, for a web app that people can reach at `public_url`."""

    async def of_group(request: Request) -> Response:
        return await _served(
            request, store, public_url, feeds.of_group, group_id=request.path_params["group"]
        )

    async def of_person(request: Request) -> Response:
        return await _served(request, store, public_url, feeds.of_person, token=request.path_params["token"])

    return [Route(group_path("{group}"), of_group), Route(private_path("{token}"), of_person)]


async def _served(
    request: Request, store: Store, public_url: str, query: Callable[..., Feed], **which: str
) -> Response:
    def read(tx: Tx) -> Feed:
        return query(tx, **which)

    try:
        found = await store.look(read)
    except Unknown as unknown:
        return PlainTextResponse(unknown.sentence, status_code=404)
    body = feed(events_of(found, public_url), found.name)
    changed_at = max((entry.revised_at for entry in found.entries), default=_EMPTY_SINCE)
    return answer(
        request,
        body,
        etag=etag(body),
        changed_at=changed_at,
        media_type=CONTENT_TYPE,
        headers=_PUBLIC if found.public else _PRIVATE,
    )
