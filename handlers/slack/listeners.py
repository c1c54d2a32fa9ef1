"""What Slack's requests come to: one listener for each kind, each routing by a dict.

Bolt tries its own listeners one after another, and makes some thirty arguments for each: a quarter of an empty command.
So they hang on one middleware, the last of Bolt's, and are found in a table.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import help as help_
from handlers.slack import home
from handlers.slack.access import REMOVED, Access
from handlers.slack.door import Door, Listener
from handlers.slack.guarding import after_command, in_form
from handlers.slack.replies import Reply, Say
from handlers.slack.routes import Routes
from handlers.slack.surfaces import ClickSurface, CommandSurface, SubmissionSurface, ViewClickSurface
from handlers.slack.visit import STALE, Visit
from handlers.slack.words import hear
from rules.refusals import Refusal
from storage.transaction import Store
from usecases.callers import Caller

Ack = Callable[..., Awaitable[Any]]
Bound = Callable[["Listeners", Ack, AsyncBoltRequest], Awaitable[None]]


class Acknowledgement:
    """What Slack is answered with when the listener returns: nothing, until it is called."""

    def __init__(self) -> None:
        self.response = BoltResponse(status=200)

    async def __call__(self, **answer: Any) -> None:
        """Answer with a message, or with what becomes of a modal."""
        if answer:
            self.response = BoltResponse(status=200, body=orjson.dumps(answer).decode())


@dataclass
class Listeners(AsyncMiddleware):
    """Turns Bolt's requests into visits and hands them to the door."""

    store: Store
    door: Door
    routes: Routes
    access: Access
    public_url: str | None = None
    met: Callable[[AsyncWebClient, Caller], Awaitable[None]] | None = None
    letters: bool = False
    by_letter: bool = False
    tabs: home.Tabs = field(default_factory=home.Tabs)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - the names are Bolt's
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse | None:
        """Bolt's way in. What none of ours is for goes on, and Bolt says so in its log."""
        listener = _listener_for(req.body)
        if listener is None:
            return await next()
        acknowledgement = Acknowledgement()
        await listener(self, acknowledgement, req)
        return acknowledgement.response

    async def command(self, ack: Ack, request: AsyncBoltRequest) -> None:
        """`/sig …`"""
        body = request.body
        visit = self._visit(request, name=body.get("user_name", ""))
        listener = self._meant(visit, body.get("text", ""))
        await self.door.attend(visit, listener, CommandSurface(visit, ack, _respond(request)))

    async def click(self, ack: Ack, request: AsyncBoltRequest) -> None:
        """A button or menu, wherever it is."""
        body = request.body
        action = body["actions"][0]
        if "url" in action:
            await ack()
            return
        visit = self._visit(request)
        visit.action, visit.value = action["action_id"], _value_of(action)
        visit.state = (body.get("view") or body).get("state", {}).get("values", {})
        if visit.action.startswith("group-chosen"):
            await self._again(visit, ClickSurface(visit, ack, _respond(request)))
            return
        listener = self.routes.click(visit.action) or _gone
        view = body.get("view")
        if view is None:
            await self.door.attend(visit, listener, ClickSurface(visit, ack, _respond(request)))
            return
        visit.surface, visit.about = view["type"], view.get("private_metadata", "")
        after = self._redraw_home(visit) if view["type"] == "home" else None
        await self.door.attend(visit, listener, ViewClickSurface(visit, ack, after))

    async def submission(self, ack: Ack, request: AsyncBoltRequest) -> None:
        """A submitted modal."""
        view = request.body["view"]
        visit = self._visit(request)
        visit.surface, visit.about = "modal", view.get("private_metadata", "")
        visit.state = view["state"]["values"]
        listener = in_form(view["callback_id"], self.routes.submissions.get(view["callback_id"], _gone))
        inputs = frozenset(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        surface = SubmissionSurface(visit, ack, self._redraw_home(visit), inputs)
        await self.door.attend(visit, listener, surface)

    async def shortcut(self, ack: Ack, request: AsyncBoltRequest) -> None:
        """A global or message shortcut: its answer is a modal."""
        visit = self._visit(request)
        visit.surface = "shortcut"
        listener = self.routes.shortcuts.get(request.body["callback_id"], _gone)
        await self.door.attend(visit, listener, ViewClickSurface(visit, ack))

    async def home_opened(self, _ack: Ack, request: AsyncBoltRequest) -> None:
        """Someone looks at the Home tab."""
        event = request.body["event"]
        if event.get("tab", "home") == "home":
            self.door.later(self._publish_home(self._visit_of_event(request, event)))

    async def spoken_to(self, _ack: Ack, request: AsyncBoltRequest) -> None:
        """A direct message or a mention: never stored, answered privately with where to go."""
        event = request.body["event"]
        if event.get("bot_id") or event.get("subtype") or not event.get("user"):
            return
        self.door.later(help_.answer_words(self._visit_of_event(request, event), event))

    async def sent_away(self, _ack: Ack, request: AsyncBoltRequest) -> None:
        """The app was removed from the workspace, or its token revoked."""
        event = request.body["event"]
        if event["type"] == REMOVED or event.get("tokens", {}).get("bot"):
            self.access.lost(request.body.get("team_id", ""), event["type"])

    def _visit(self, request: AsyncBoltRequest, *, name: str = "") -> Visit:
        context, body = request.context, request.body
        client, user = context.client, body.get("user") or {}
        return Visit(
            caller=Caller(context.team_id or "", context.user_id or "", name or user.get("username", "")),
            client=client,
            store=self.store,
            key=f"slack:{_digest(request)[:40]}",
            channel_id=context.channel_id,
            trigger_id=body.get("trigger_id", ""),
            body=body,
            public_url=self.public_url,
            letters=self.letters,
            by_letter=self.by_letter,
            met=None if self.met is None else lambda caller: self._meet(client, caller),
        )

    def _visit_of_event(self, request: AsyncBoltRequest, event: dict[str, Any]) -> Visit:
        client, body = request.context.client, request.body
        return Visit(
            caller=Caller(body.get("team_id", ""), event["user"]),
            client=client,
            store=self.store,
            key=f"slack:{body['event_id']}",
            channel_id=event.get("channel"),
            body=body,
            public_url=self.public_url,
            letters=self.letters,
            by_letter=self.by_letter,
            met=None if self.met is None else lambda caller: self._meet(client, caller),
        )

    async def _meet(self, client: AsyncWebClient, caller: Caller) -> None:
        if self.met is not None:
            await self.met(client, caller)

    async def _again(self, visit: Visit, surface: ClickSurface) -> None:
        """A group was chosen: run the command again, now that we know which one it speaks of."""
        group_id, _, text = visit.value.partition(" ")
        visit.group_id = group_id
        await self.door.attend(visit, self._meant(visit, text), surface)

    def _meant(self, visit: Visit, text: str) -> Listener:
        """The listener for words after `/sig`, which are looked at before it hears them."""
        heard = hear(text, self.routes.commands)
        visit.said, visit.words = text, heard.rest
        listener = self.routes.commands[heard.phrase] if heard.phrase else help_.did_you_mean(heard)
        return after_command(listener) if heard.rest else listener

    def _redraw_home(self, visit: Visit) -> Callable[[], Any]:
        return lambda: self._publish_home(visit)

    async def _publish_home(self, visit: Visit) -> None:
        if visit.met is not None:
            await visit.met(visit.caller)
        await self.tabs.publish(visit)


COMMANDS: Mapping[str, Bound] = {"/sig": Listeners.command}
ACTS: Mapping[str, Bound] = {
    "block_actions": Listeners.click,
    "view_submission": Listeners.submission,
    "shortcut": Listeners.shortcut,
    "message_action": Listeners.shortcut,
}
EVENTS: Mapping[str, Bound] = {
    "app_home_opened": Listeners.home_opened,
    "app_mention": Listeners.spoken_to,
    "message": Listeners.spoken_to,
    "app_uninstalled": Listeners.sent_away,
    "tokens_revoked": Listeners.sent_away,
}


def _listener_for(body: dict[str, Any]) -> Bound | None:
    if "command" in body:
        return COMMANDS.get(body["command"])
    if body.get("type") == "event_callback":
        return EVENTS.get(body["event"]["type"])
    return ACTS.get(body.get("type", ""))


def _digest(request: AsyncBoltRequest) -> str:
    """What tells one request from another, and not from itself delivered again.

    By Socket Mode there is no body as it was sent, only what is in it.
    """
    sent = request.raw_body.encode() or orjson.dumps(request.body, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(sent).hexdigest()


def _respond(request: AsyncBoltRequest) -> Callable[..., Awaitable[Any]]:
    """Answering by `response_url`; made when it is used, since most answers are the acknowledgement."""

    async def respond(**answer: Any) -> None:
        by_address = request.context.respond
        if by_address is not None:
            await by_address(**answer)

    return respond


async def _gone(_visit: Visit) -> Reply:
    raise Refusal(STALE)


def _value_of(action: dict[str, Any]) -> str:
    if "selected_option" in action:
        return str((action["selected_option"] or {}).get("value", ""))
    if "selected_user" in action:
        return str(action["selected_user"] or "")
    return str(action.get("value", ""))


__all__ = ["Listener", "Listeners", "Say"]
