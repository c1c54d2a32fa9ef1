"""The pages behind the links of letters about learning events: each for one person, with nothing else to find.

Opening a page changes nothing and shows no list: mail scanners open every link. Nothing here is logged.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handlers.learning_words import in_touch, passed_on
from handlers.links import BROKEN, Links, Target
from handlers.mail.learning import PANEL_MEMBER, PRACTITIONER, REQUEST
from handlers.texts import library
from handlers.web.pages import template
from rules.learning_support import Preparation
from rules.moments import span_in_words
from rules.refusals import Refusal, Unknown
from storage.transaction import Store
from usecases import learning_home, learning_notes, learning_people, learning_report, learning_support
from usecases.learning_access import Holder

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
Page = tuple[str, dict[str, Any]]


def routes(store: Store, links: Links) -> list[Route]:
    """The route of all personal pages."""
    pages: dict[str, _Personal] = {
        PRACTITIONER: _Practitioner(store),
        PANEL_MEMBER: _PanelMember(store),
        REQUEST: _Request(store),
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
    async def shows(self, target: Target, said: str) -> Page: ...


class _Practitioner:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._acts: dict[str, Callable[[Holder, str, FormData], Awaitable[str]]] = {
            "prepare": self._prepare,
            "talk": self._talk,
            "hard": self._hard,
            "pause": self._pause,
            "go-on": self._go_on,
            "needs": self._needs,
            "leave": self._leave,
        }

    async def does(self, target: Target, form: FormData) -> str:
        act = self._acts.get(str(form.get("act", "")))
        if act is None:
            raise Refusal("Please choose one of the buttons.")
        text = await act(Holder(target.person_id), target.subject_id, form)
        return await self._said(target, text) if text else "Kept. Nobody else sees it."

    async def shows(self, target: Target, said: str) -> Page:
        if said and not await self._still_there(target):
            return "learning_said.html", {"said": said}
        own = await self._store.look(
            learning_support.own, caller=Holder(target.person_id), practitioner_id=target.subject_id
        )
        return "learning_practitioner.html", {
            "own": own,
            "when": span_in_words(own.starts_at, own.ends_at, own.zone),
            "items": [(item.value, item.label, item in own.ticks) for item in Preparation],
            "languages": library.LANGUAGES,
            "said": said,
        }

    async def _still_there(self, target: Target) -> bool:
        try:
            await self._store.look(
                learning_support.own, caller=Holder(target.person_id), practitioner_id=target.subject_id
            )
        except Unknown:
            return False
        return True

    async def _said(self, target: Target, text: str) -> str:
        note = await self._store.look(
            learning_notes.reply,
            caller=Holder(target.person_id),
            practitioner_id=target.subject_id,
            text=text,
        )
        message = library.compose(note.text, note.values, note.language)
        return "\n".join((message.opening, *message.paragraphs))

    async def _prepare(self, holder: Holder, part: str, form: FormData) -> str:
        ticked = frozenset(item for item in Preparation if item.value in form.getlist("ticks"))
        await self._store.perform(learning_support.tick, caller=holder, practitioner_id=part, ticked=ticked)
        return ""

    async def _talk(self, holder: Holder, part: str, form: FormData) -> str:
        await self._store.perform(
            learning_support.ask_to_talk,
            caller=holder,
            practitioner_id=part,
            reviewer_too=form.get("reviewer") == "yes",
        )
        return "support-asked"

    async def _hard(self, holder: Holder, part: str, _form: FormData) -> str:
        await self._store.perform(
            learning_support.ask_to_talk, caller=holder, practitioner_id=part, hard=True
        )
        return "hard"

    async def _pause(self, holder: Holder, part: str, _form: FormData) -> str:
        await self._store.perform(learning_support.pause, caller=holder, practitioner_id=part)
        return "paused"

    async def _go_on(self, holder: Holder, part: str, _form: FormData) -> str:
        await self._store.perform(learning_support.resume, caller=holder, practitioner_id=part)
        return "resumed"

    async def _needs(self, holder: Holder, part: str, form: FormData) -> str:
        await self._store.perform(
            learning_support.say_needs,
            caller=holder,
            practitioner_id=part,
            needs=str(form.get("needs", "")),
            language=str(form.get("language", "")),
        )
        return "needs"

    async def _leave(self, holder: Holder, part: str, _form: FormData) -> str:
        await self._store.perform(learning_support.not_taking_part, caller=holder, practitioner_id=part)
        return "withdrawn"


class _PanelMember:
    """The list is shown only after a button was pressed, so that every look at it is a person's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def does(self, target: Target, form: FormData) -> str:
        holder, part = Holder(target.person_id), str(form.get("part", ""))
        match form.get("act"):
            case "told":
                await self._store.perform(
                    learning_people.told,
                    caller=holder,
                    panel_member_id=target.subject_id,
                    practitioner_id=part,
                )
            case "take-off":
                await self._store.perform(learning_people.withdraw, caller=holder, practitioner_id=part)
            case "answer":
                told = await self._store.perform(learning_support.answer, caller=holder, request_id=part)
                return in_touch(told)
            case "pass-on":
                count = await self._store.perform(
                    learning_report.pass_on, caller=holder, panel_member_id=target.subject_id, text=part
                )
                return passed_on(count)
        return "Here is your list."

    async def shows(self, target: Target, said: str) -> Page:
        holder = Holder(target.person_id)
        part = await self._store.look(
            learning_home.panel_part, caller=holder, panel_member_id=target.subject_id
        )
        listed = None
        if said:
            listed = await self._store.perform(
                learning_people.own_list, caller=holder, panel_member_id=target.subject_id
            )
        event = part.event
        return "learning_panel.html", {
            "part": part,
            "when": span_in_words(event.starts_at, event.ends_at, event.zone),
            "list": listed,
            "draft": await self._draft(holder, target.subject_id, part.to_pass_on),
            "said": said,
        }

    async def _draft(self, holder: Holder, panel_member_id: str, text: str) -> str:
        if not text:
            return ""
        note = await self._store.look(
            learning_notes.draft_for, caller=holder, panel_member_id=panel_member_id, text=text
        )
        return library.compose(note.text, note.values, note.language).as_text()


class _Request:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def does(self, target: Target, _form: FormData) -> str:
        told = await self._store.perform(
            learning_support.answer, caller=Holder(target.person_id), request_id=target.subject_id
        )
        return in_touch(told)

    async def shows(self, target: Target, said: str) -> Page:  # noqa: ARG002 - it says nothing of the request
        return ("learning_said.html", {"said": said}) if said else ("learning_request.html", {})


def _rendered(name: str, facts: dict[str, Any], status: int) -> Response:
    return HTMLResponse(template(name).render(**facts), status_code=status, headers=_HEADERS)
