"""The page behind "stop these letters": one click, by a person or by their mail program (RFC 8058)."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handlers.web.pages import template
from rules.refusals import Unknown
from storage.transaction import Store
from usecases import calendars

_TEMPLATE = template("stopping.html")
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


def routes(store: Store) -> list[Route]:
    """The page's route. Opening it changes nothing: mail scanners open every link."""

    async def ask(_request: Request) -> Response:
        return _page("Stop the invitations?", "Your answers and your places stay as they are.", asks=True)

    async def stop(request: Request) -> Response:
        try:
            await store.perform(calendars.stop, token=request.path_params["token"])
        except Unknown as unknown:
            return _page("That did not work", unknown.sentence, status=404)
        said = "You get no more invitations. To have them again, choose them on your Home tab in Slack."
        return _page("The invitations have stopped", said)

    return [
        Route("/stop/{token}", ask, methods=["GET"]),
        Route("/stop/{token}", stop, methods=["POST"]),
    ]


def _page(title: str, said: str, *, asks: bool = False, status: int = 200) -> Response:
    page = _TEMPLATE.render(title=title, said=said, asks=asks)
    return HTMLResponse(page, status_code=status, headers=_HEADERS)
