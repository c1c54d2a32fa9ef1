"""What the page's forms do: each becomes an act of the person who is played."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from sandbox.desk import Desk
from sandbox.limits.blocks import elements_of
from sandbox.pages.extras import Extras
from sandbox.pages.fields import field_name, find, take_fields
from sandbox.pages.look import Look, look_from
from sandbox.people.acts import Place
from sandbox.state import Json, User, View


class NoSuchPlace(Exception):
    """The message or view has gone meanwhile."""


class Acting:
    """The page's POST requests. With `x-live` they answer 204, for the live connection shows the rest."""

    def __init__(self, desk: Desk, extras: Extras) -> None:
        self._desk = desk
        self._extras = extras
        self._offers: dict[tuple[str, str], dict[str, list[Json]]] = {}

    def _look(self, request: Request) -> Look:
        return look_from(self._desk.workspace, self._extras, request.query_params)

    def _done(self, request: Request, href: str = "") -> Response:
        if "x-live" in request.headers:
            return Response(status_code=204, headers={"x-go": href} if href else {})
        return RedirectResponse(href or "/?" + self._look(request).query, status_code=303)

    # In messages, modals and the Home tab

    async def act(self, request: Request) -> Response:
        """A button, a choice, a submission or a closing, with everything that stands in the form."""
        look, key = self._look(request), request.query_params.get("place", "")
        try:
            place = self._place(key, look.user)
        except NoSuchPlace:
            return PlainTextResponse("This has gone meanwhile.", status_code=410)
        async with request.form() as form:
            offers = self._offers.get((look.user.id, key), {})
            await take_fields(self._desk.acts, look.user, place, form, offers)
            await self._carry_out(look.user, place, str(form.get("do", "")))
        return self._done(request)

    def _place(self, key: str, user: User) -> Place:
        kind, _, rest = key.partition(":")
        workspace = self._desk.workspace
        if kind == "view" and rest in workspace.views and workspace.views[rest].user == user.id:
            return workspace.views[rest]
        channel_id, _, ts = rest.partition(":")
        channel = workspace.channels.get(channel_id)
        message = channel.messages.get(ts) if channel is not None and user.id in channel.members else None
        if message is None or message.only_for not in ("", user.id):
            raise NoSuchPlace(key)
        return message

    async def _carry_out(self, user: User, place: Place, do: str) -> None:
        acts, (verb, _, name) = self._desk.acts, do.partition(":")
        if isinstance(place, View) and verb == "submit":
            await acts.submits(user, place)
        elif isinstance(place, View) and verb == "close":
            await acts.closes(user, place, everything=name == "all")
        elif verb in ("press", "pick"):
            await self._press(user, place, name)
        elif verb == "choose":
            await self._choose(user, place, name)

    async def _press(self, user: User, place: Place, name: str) -> None:
        name, _, index = name.partition("#")
        for block in place.blocks:
            for element in elements_of(block):
                if "action_id" not in element or field_name(block, element) != name:
                    continue
                if element["type"] == "overflow":
                    option = element["options"][int(index)]
                    await self._desk.acts.picks(user, place, block, element, option)
                else:
                    await self._desk.acts.presses(user, place, block, element)

    async def _choose(self, user: User, place: Place, name: str) -> None:
        found = find(place.blocks, name)
        if found is None:
            return
        block, element = found
        state = self._desk.acts.values(user, place)[block["block_id"]][element["action_id"]]
        value: Any = next(state[key] for key in state if key not in ("type", "timezone"))
        await self._desk.acts.chooses(user, place, block, element, value)

    async def suggest(self, request: Request) -> Response:
        """What the app offers for what is being typed in an external select."""
        look, key = self._look(request), request.query_params.get("place", "")
        name = request.query_params.get("name", "")
        try:
            place = self._place(key, look.user)
        except NoSuchPlace:
            return JSONResponse([])
        found = find(place.blocks, name)
        if found is None:
            return JSONResponse([])
        typed = request.query_params.get("q", "")
        options = await self._desk.acts.suggestions(look.user, place, *found, typed)
        self._remember((look.user.id, key), name, options)
        return JSONResponse([option["text"]["text"] for option in options])

    def _remember(self, whose: tuple[str, str], name: str, options: list[Json]) -> None:
        """Keep what has been offered, for the choice comes back by its words."""
        known = self._offers.setdefault(whose, {}).setdefault(name, [])
        known += [option for option in options if option not in known]

    # Around them

    async def say(self, request: Request) -> Response:
        """What was written in the message box."""
        look = self._look(request)
        async with request.form() as form:
            text = str(form.get("text", "")).replace("\r\n", "\n").strip()
        channel = self._desk.workspace.channels.get(look.at)
        if text and channel is not None:
            await self._desk.acts.types(look.user, channel, text, thread_ts=look.thread)
        return self._done(request)

    async def shortcut(self, request: Request) -> Response:
        """A shortcut, global or on a message."""
        look = self._look(request)
        async with request.form() as form:
            callback_id, ts = str(form.get("callback_id", "")), str(form.get("ts", ""))
        channel = self._desk.workspace.channels.get(look.at)
        message = channel.messages.get(ts) if channel is not None and ts else None
        await self._desk.acts.uses(look.user, callback_id, message)
        return self._done(request)

    async def jump(self, request: Request) -> Response:
        """Move the clock."""
        async with request.form() as form:
            key, moment = str(form.get("key", "")), str(form.get("moment", ""))
        if key:
            await self._extras.jump(key)
        elif moment and self._extras.jump_to is not None:
            zone = ZoneInfo(self._look(request).user.tz)
            await self._extras.jump_to(datetime.fromisoformat(moment).replace(tzinfo=zone))
        self._desk.anything.ring()
        return self._done(request)

    async def dismiss(self, request: Request) -> Response:
        """Take away the passing notices."""
        self._desk.workspace.troubles.pop(self._look(request).user.id, None)
        self._desk.workspace.bell.ring()
        return self._done(request)
