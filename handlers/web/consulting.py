"""The page of the Independent Chair's e-mailed link: one view, kept once (terms 4.1)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handlers.links import BROKEN, Links, Target
from handlers.web.pages import template
from rules.refusals import Refusal, Unknown
from rules.urgent import Step, View
from storage.transaction import Store
from usecases import urgent
from usecases.guardrail import Identifies
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
            typed = {"view": str(form.get("view", "")), "words": str(form.get("words", ""))[:1000]}
        try:
            urgent_id = _urgent_id(request, links)
            await store.perform(urgent.give_view_by_link, urgent_id=urgent_id, **typed)
        except Unknown as unknown:
            return _page("That did not work", said=unknown.sentence, status=404)
        except Refusal as refusal:
            if refusal.field is None:
                return _page("That can’t be done", said=refusal.sentence, status=410)
            return _again(await store.look(urgent.by_link, urgent_id=urgent_id), typed, refusal)
        return _page("Thank you", said="Your view is kept, with its time, and the Chair can decide now.")

    return [
        Route("/view/{token}", show, methods=["GET"]),
        Route("/view/{token}", give, methods=["POST"]),
    ]


def _again(business: Business, typed: dict[str, str], fault: Refusal) -> Response:
    """The form once more, with all that was typed but what may not be kept."""
    if business.urgent.step is not Step.CONSULTING:
        return _page("Thank you", said=NOTHING_LEFT, status=410)
    if isinstance(fault, Identifies):
        typed = {**typed, str(fault.field): ""}
    return _page("Your view", business=business, typed=typed, fault=fault, status=422)


def _page(title: str, *, status: int = 200, **shown: Any) -> Response:
    nothing = {"said": "", "business": None, "fault": None, "typed": {"view": "", "words": ""}}
    page = _PAGE.render(**{**nothing, "title": title, "opinions": _OPINIONS, **shown})
    return HTMLResponse(page, status_code=status, headers=_HEADERS)


def _urgent_id(request: Request, links: Links) -> str:
    target = links.read(str(request.path_params["token"]))
    if target.page != PAGE:
        raise Unknown(BROKEN)
    return target.subject_id
