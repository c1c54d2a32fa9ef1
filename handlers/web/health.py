"""Seen from outside: is the process alive, can it do its work, and how does the outbox stand."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.meters import Meters
from storage.transaction import Store
from usecases.figures import figures

log = structlog.get_logger("health")

# The heart beats once a minute at least.
SILENT_TOO_LONG = timedelta(minutes=3)


def routes(
    store: Store,
    meters: Meters,
    *,
    alive_at: Callable[[], datetime | None],
    faults: Callable[[], list[str]] = list,
) -> list[Route]:
    """`/healthz`, `/readyz` and `/metrics`; `alive_at` is when the heart last beat.

    `faults` are those of others: each a sentence that says what to do.
    """

    async def healthz(_request: Request) -> Response:
        """The process answers."""
        return JSONResponse({"status": "ok"})

    async def readyz(_request: Request) -> Response:
        """The database answers, the heart beats and Slack lets us in; 503 with what doesn't."""
        found = [*faults()] if await _database_answers(store) else ["the database does not answer", *faults()]
        beat = alive_at()
        if beat is None or store.clock() - beat > SILENT_TOO_LONG:
            found.append("the heartbeat is silent")
        if found:
            return JSONResponse({"status": "not ready", "because": found}, status_code=503)
        return JSONResponse({"status": "ok"})

    async def metrics(_request: Request) -> Response:
        """The figures, as Prometheus reads them."""
        page = meters.page(await store.look(figures))
        return Response(page, media_type="text/plain; version=0.0.4; charset=utf-8")

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _database_answers(store: Store) -> bool:
    try:
        await store.look(figures)
    except Exception:  # whatever it is, the answer is no
        log.exception("the database does not answer")
        return False
    return True
