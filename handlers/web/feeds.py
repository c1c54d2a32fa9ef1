"""Calendar feeds: a group's for everyone, and one for each person who asked for it."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from handlers.calendar import CONTENT_TYPE, etag, events_of, feed
from handlers.web.conditional import answer
from rules.refusals import Unknown
from storage.transaction import Store
from usecases import feeds
from usecases.feeds import Feed

_MOST_KEPT = 500
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


def routes(store: Store, public_url: str, *, fresh_for: float = 0.0) -> list[Route]:
    """The feeds' routes, for a web app that people can reach at `public_url`.

    `fresh_for` seconds a public feed is served again without a look into the database.
    """
    shelf = Shelf(store, public_url, fresh_for)

    async def of_group(request: Request) -> Response:
        which = {"group_id": request.path_params["group"]}
        return await shelf.served(request, feeds.of_group, feeds.stamp_of_group, which, _PUBLIC)

    async def of_person(request: Request) -> Response:
        which = {"token": request.path_params["token"]}
        return await shelf.served(request, feeds.of_person, feeds.stamp_of_person, which, _PRIVATE)

    return [Route(group_path("{group}"), of_group), Route(private_path("{token}"), of_person)]


@dataclass
class _Kept:
    """A feed as it was built: good while its stamp is; `fresh_until` by the loop's clock nobody asks."""

    stamp: Hashable
    body: bytes
    etag: str
    changed_at: datetime
    fresh_until: float


class Shelf:
    """Feeds that were built before, so that a reader who polls costs a small query, or none at all."""

    def __init__(self, store: Store, public_url: str, fresh_for: float) -> None:
        self._store = store
        self._public_url = public_url
        self._fresh_for = fresh_for
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def served(
        self,
        request: Request,
        query: Callable[..., Feed],
        stamp: Callable[..., Hashable],
        which: dict[str, str],
        headers: dict[str, str],
    ) -> Response:
        """The feed, or 304; 404 in a sentence for an address that shows nothing."""
        now, path = asyncio.get_running_loop().time(), request.scope["path"]
        kept = self._kept.get(path)
        if kept is None or now >= kept.fresh_until:
            try:
                kept = await self._up_to_date(kept, query, stamp, which)
            except Unknown as unknown:
                self._kept.pop(path, None)
                return PlainTextResponse(unknown.sentence, status_code=404)
            # A private address that was replaced must show nothing at once: it is always asked for.
            kept.fresh_until = now + self._fresh_for if headers is _PUBLIC else 0.0
            self._keep(path, kept)
        return answer(
            request,
            kept.body,
            etag=kept.etag,
            changed_at=kept.changed_at,
            media_type=CONTENT_TYPE,
            headers=headers,
        )

    async def _up_to_date(
        self,
        kept: _Kept | None,
        query: Callable[..., Feed],
        stamp: Callable[..., Hashable],
        which: dict[str, str],
    ) -> _Kept:
        newest = await self._store.look(lambda tx: stamp(tx, **which))
        if kept is not None and kept.stamp == newest:
            return kept
        # Read after its stamp: if something changes in between, the next reader sees that the stamp moved.
        found = await self._store.look(lambda tx: query(tx, **which))
        body = feed(events_of(found, self._public_url), found.name)
        changed_at = max((entry.revised_at for entry in found.entries), default=_EMPTY_SINCE)
        return _Kept(newest, body, etag(body), changed_at, 0.0)

    def _keep(self, path: str, kept: _Kept) -> None:
        self._kept[path] = kept
        self._kept.move_to_end(path)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
