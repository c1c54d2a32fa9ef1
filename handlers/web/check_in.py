"""The check-in page behind the code, and the screen that shows it: plain forms that need no script."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handlers.web.pages import template
from rules import professions
from rules.moments import span_in_words
from rules.refusals import Refusal, Unknown
from storage.base import new_id
from storage.transaction import Store
from usecases import check_in_page
from usecases.check_in_page import Doorway
from usecases.guardrail import Identifies

_PAGE, _SCREEN = template("check_in.html"), template("check_in_screen.html")
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
_LEAVING = re.compile(r"[\w-]{16,40}", re.ASCII)
_CHOICES = tuple(
    (role.key, role.label if role.sector == role.key else f"{role.label} (health)")
    for role in professions.ROLES.values()
)


def path(code: str) -> str:
    """The page's path."""
    return f"/c/{code}"


def routes(store: Store, public_url: str) -> list[Route]:
    """The page, what its forms send, and the screen with the QR code."""

    async def show(request: Request) -> Response:
        return await _answer(store.look(check_in_page.doorway, code=_code(request)), _form)

    async def check_in(request: Request) -> Response:
        async with request.form(max_fields=8, max_files=0) as form:
            typed = {name: str(form.get(name, "")) for name in ("name", "email", "role", "leaving")}
        typed["leaving"] = _own(typed["leaving"])
        work = store.perform(check_in_page.check_in, code=_code(request), **typed)
        try:
            await work
        except Unknown as unknown:
            return _said(unknown.sentence, status=404)
        except Refusal as refusal:
            if refusal.field is None:
                return _said(refusal.sentence, status=410)
            doorway = await store.look(check_in_page.doorway, code=_code(request))
            return _form(doorway, typed=typed, fault=refusal)
        return _welcome(typed["leaving"], _code(request))

    async def leave(request: Request) -> Response:
        async with request.form(max_fields=4, max_files=0) as form:
            leaving = str(form.get("leaving", ""))
        work = store.perform(check_in_page.check_out, code=_code(request), leaving=leaving)
        return await _answer(work, lambda _doorway: _said("You are checked out. Thank you for coming."))

    async def screen(request: Request) -> Response:
        work = store.look(check_in_page.doorway, code=_code(request))
        return await _answer(work, lambda doorway: _screen(doorway, f"{public_url}{path(_code(request))}"))

    return [
        Route(path("{code}"), show, methods=["GET"]),
        Route(path("{code}"), check_in, methods=["POST"]),
        Route(path("{code}/leave"), leave, methods=["POST"]),
        Route(path("{code}/screen"), screen, methods=["GET"]),
    ]


async def _answer(work: Awaitable[Doorway], shown: Callable[[Doorway], Response]) -> Response:
    try:
        return shown(await work)
    except Unknown as unknown:
        return _said(unknown.sentence, status=404)
    except Refusal as refusal:
        return _said(refusal.sentence, status=410)


def _form(doorway: Doorway, *, typed: dict[str, str] | None = None, fault: Refusal | None = None) -> Response:
    if fault is not None and isinstance(fault, Identifies):
        typed = {**(typed or {}), str(fault.field): ""}
    blank = {"name": "", "email": "", "role": "", "leaving": new_id()}
    status = 422 if fault else 200
    return _page("Check in", doorway=doorway, typed=typed or blank, fault=fault, status=status)


def _welcome(leaving: str, code: str) -> Response:
    """The same words and the same button for everybody, whether or not this address was here before."""
    said = (
        "Thank you. The chair or the secretary will confirm you in a moment; until then you are shown as "
        "“to confirm” and do not count towards the quorum."
    )
    return _page("You are checked in", said=said, leaving=leaving, leave_at=f"{path(code)}/leave")


def _said(said: str, *, status: int = 200) -> Response:
    return _page("Checked out" if status == 200 else "Check-in", said=said, status=status)


def _page(title: str, *, status: int = 200, **shown: Any) -> Response:
    nothing = {"said": "", "doorway": None, "fault": None, "leaving": None, "leave_at": "", "roles": _CHOICES}
    page = _PAGE.render(**{**nothing, "title": title, "typed": {}, **shown})
    return HTMLResponse(page, status_code=status, headers=_HEADERS)


def _screen(doorway: Doorway, address: str) -> Response:
    import segno  # only a screen needs it

    code = segno.make(address, error="m").svg_inline(scale=1, border=4, omitsize=True)
    when = span_in_words(doorway.starts_at, doorway.starts_at, doorway.zone).partition(",")[0]
    page = _SCREEN.render(doorway=doorway, address=address, code=code, when=when)
    return HTMLResponse(page, headers=_HEADERS)


def _own(leaving: str) -> str:
    """What this browser was given with its form: sending the same form twice is checking in once."""
    return leaving if _LEAVING.fullmatch(leaving) else new_id()


def _code(request: Request) -> str:
    return str(request.path_params["code"])
