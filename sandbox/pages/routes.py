"""The page's addresses."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.desk import Desk
from sandbox.pages.acting import Acting
from sandbox.pages.extras import Extras
from sandbox.pages.letters import read_letter
from sandbox.pages.live import changes
from sandbox.pages.look import look_from
from sandbox.pages.screen import HERE, Screen, environment

LETTER_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"
CSP = "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none'; base-uri 'none'"


def page_routes(extras: Extras | None = None) -> Callable[[Desk], list[Any]]:
    """What `serve(pages=…)` takes to show the workspace in a browser."""
    given = extras or Extras()
    return lambda desk: _routes(desk, given)


def _routes(desk: Desk, extras: Extras) -> list[Any]:
    screen, acting = Screen(desk, extras, environment()), Acting(desk, extras)

    async def page(request: Request) -> Response:
        look = look_from(desk.workspace, extras, request.query_params)
        if look.at == "home" and "x-live" not in request.headers:
            desk.acts.opens_home(look.user)
        return HTMLResponse(screen.page(look), headers={"content-security-policy": CSP})

    async def live(request: Request) -> Response:
        look = look_from(desk.workspace, extras, request.query_params)
        stream = changes(desk, screen, look, closing=desk.closing)
        headers = {"cache-control": "no-store"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def file(request: Request) -> Response:
        return show_file(desk, request)

    async def letter(request: Request) -> Response:
        return show_letter(extras, request)

    return [
        Route("/", page),
        Route("/live", live),
        Route("/act", acting.act, methods=["POST"]),
        Route("/suggest", acting.suggest),
        Route("/say", acting.say, methods=["POST"]),
        Route("/shortcut", acting.shortcut, methods=["POST"]),
        Route("/jump", acting.jump, methods=["POST"]),
        Route("/dismiss", acting.dismiss, methods=["POST"]),
        Route("/file/{file_id}", file),
        Route("/letter/{number:int}", letter),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]


def show_letter(extras: Extras, request: Request) -> Response:
    """A letter's HTML, shut off from the page around it and from everywhere else."""
    number, letters = request.path_params["number"], extras.letters()
    if not 1 <= number <= len(letters):
        return PlainTextResponse("This letter has gone.", status_code=404)
    html = read_letter(number, letters[number - 1], "UTC").html
    return HTMLResponse(html, headers={"content-security-policy": LETTER_CSP})


def show_file(desk: Desk, request: Request) -> Response:
    """A file for the person at the page; only pictures are opened, everything else is saved."""
    kept = desk.workspace.files.get(request.path_params["file_id"])
    if kept is None or not kept.complete:
        return PlainTextResponse("This file has gone.", status_code=404)
    picture = kept.mimetype in ("image/png", "image/jpeg", "image/gif", "image/webp")
    way = "inline" if picture else f'attachment; filename="{kept.name.replace(chr(34), "")}"'
    safe = {"content-disposition": way, "x-content-type-options": "nosniff"}
    return Response(kept.content, media_type=kept.mimetype, headers=safe)
