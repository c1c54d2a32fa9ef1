"""The pages behind the links of letters about learning events: each for one person, with nothing else to find.

Opening a page changes nothing and shows no list: mail scanners open every link. Nothing here is logged.
"""

from typing import Any, Protocol

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handlers.links import BROKEN, Links, Target
from handlers.mail.learning import PANEL_MEMBER, PRACTITIONER, REQUEST, REVIEWER
from handlers.web.learning_panel import PanelMembersPage, RequestsPage, ReviewersPage
from handlers.web.learning_practitioner import PractitionersPage
from handlers.web.pages import Shown, template
from rules.refusals import Refusal, Unknown
from storage.transaction import Store

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


def routes(store: Store, links: Links) -> list[Route]:
    """The route of all personal pages."""
    pages: dict[str, _Personal] = {
        PRACTITIONER: PractitionersPage(store),
        PANEL_MEMBER: PanelMembersPage(store),
        REVIEWER: ReviewersPage(store),
        REQUEST: RequestsPage(store),
    }

    async def personal(request: Request) -> Response:
        try:
            target = links.read(request.path_params["token"])
            page = pages.get(target.page)
            if page is None:  # a link of ours, but to another door
                raise Unknown(BROKEN)
            said = ""
            if request.method == "POST":
                said = await page.does(target, await request.form())
            name, facts = await page.shows(target, said)
        except Unknown as unknown:
            return _rendered("learning_said.html", {"said": unknown.sentence}, 404)
        except Refusal as refusal:
            return _rendered("learning_said.html", {"said": refusal.sentence, "back": True}, 422)
        return _rendered(name, facts, 200)

    return [Route("/l/{token}", personal, methods=["GET", "POST"])]


class _Personal(Protocol):
    """One kind of page: what a press on it does (answered in words), and what it then shows."""

    async def does(self, target: Target, form: FormData) -> str: ...
    async def shows(self, target: Target, said: str) -> Shown: ...


def _rendered(name: str, facts: dict[str, Any], status: int) -> Response:
    return HTMLResponse(template(name).render(**facts), status_code=status, headers=_HEADERS)
