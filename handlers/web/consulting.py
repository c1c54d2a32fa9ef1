"""The page of the Independent Chair's e-mailed link: one view, kept once (terms 4.1)."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handlers.links import BROKEN, Links, Target
from handlers.web.pages import template
from rules.refusals import Refusal, Unknown
from rules.urgent import Step, View
from storage.transaction import Store
from usecases import urgent
from usecases.urgent import Business

_PAGE = template("consulting.html")
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
_OPINIONS = (
    (View.SUPPORTS.value, "I support it"),
    (View.DOES_NOT_SUPPORT.value, "I do not support it"),
    (View.NO_VIEW.value, "I give no view either way"),
)
PAGE = "view"
NOTHING_LEFT = "A view was recorded, or the Chair has withdrawn this. Thank you; there is nothing left to do."


def link(links: Links, business: Business) -> str:
    """The page's address, made for the Independent Chair."""
    return links.url(Target(PAGE, business.id, business.urgent.independent_id), under=PAGE)


def routes(store: Store, links: Links) -> list[Route]:
    """The page's route. Opening it changes nothing: mail scanners open every link."""

    async def show(request: Request) -> Response:
        try:
            business = await store.look(urgent.by_link, urgent_id=_urgent_id(request, links))
        except Unknown as unknown:
            return _page("That did not work", said=unknown.sentence, status=404)
        if business.urgent.step is not Step.CONSULTING:
            return _page("Thank you", said=NOTHING_LEFT, status=410)
        return _page("Your view", business=business)

    async def give(request: Request) -> Response:
        async with request.form(max_fields=4, max_files=0) as form:
            view, words = str(form.get("view", "")), str(form.get("words", ""))
        try:
            urgent_id = _urgent_id(request, links)
            if view not in {value for value, _ in _OPINIONS}:
                business = await store.look(urgent.by_link, urgent_id=urgent_id)
                return _page(
                    "Your view",
                    business=business,
                    fault="Please choose one of the three.",
                    words=words,
                    status=422,
                )
            await store.perform(
                urgent.give_view_by_link, urgent_id=urgent_id, view=View(view), words=words[:1000]
            )
        except Unknown as unknown:
            return _page("That did not work", said=unknown.sentence, status=404)
        except Refusal as refusal:
            return _page("That can’t be done", said=refusal.sentence, status=410)
        return _page("Thank you", said="Your view is kept, with its time, and the Chair can decide now.")

    return [
        Route("/view/{token}", show, methods=["GET"]),
        Route("/view/{token}", give, methods=["POST"]),
    ]


def _page(
    title: str,
    *,
    said: str = "",
    business: Business | None = None,
    fault: str = "",
    words: str = "",
    status: int = 200,
) -> Response:
    page = _PAGE.render(
        title=title, said=said, business=business, fault=fault, words=words, opinions=_OPINIONS
    )
    return HTMLResponse(page, status_code=status, headers=_HEADERS)


def _urgent_id(request: Request, links: Links) -> str:
    target = links.read(str(request.path_params["token"]))
    if target.page != PAGE:
        raise Unknown(BROKEN)
    return target.subject_id
