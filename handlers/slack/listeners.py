"""The few listeners that Bolt knows: one for each kind of request, each routing by a dict.

Bolt tries its listeners one after another, so a listener for each button would cost time at every click.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
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

ANYTHING = re.compile("")
Ack = Callable[..., Awaitable[Any]]


@dataclass
class Listeners:
    """Turns Bolt's requests into visits and hands them to the door."""

    store: Store
    door: Door
    routes: Routes
    access: Access
    public_url: str | None = None
    met: Callable[[AsyncWebClient, Caller], Awaitable[None]] | None = None
    letters: bool = False
    by_letter: bool = False

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt about them."""
        app.command("/sig")(self.command)
        app.action(ANYTHING)(self.click)
        app.view(ANYTHING)(self.submission)
        app.shortcut(ANYTHING)(self.shortcut)
        app.event("app_home_opened")(self.home_opened)
        app.event("app_mention")(self.spoken_to)
        app.event("message")(self.spoken_to)
        app.event("app_uninstalled")(self.sent_away)
        app.event("tokens_revoked")(self.sent_away)

    async def command(
        self, ack: Ack, body: dict[str, Any], respond: Any, client: AsyncWebClient, request: AsyncBoltRequest
    ) -> None:
        """`/sig …`"""
        visit = self._visit(body, client, request, name=body.get("user_name", ""))
        listener = self._meant(visit, body.get("text", ""))
        await self.door.attend(visit, listener, CommandSurface(visit, ack, respond))

    async def click(
        self, ack: Ack, body: dict[str, Any], respond: Any, client: AsyncWebClient, request: AsyncBoltRequest
    ) -> None:
        """A button or menu, wherever it is."""
        action = body["actions"][0]
        if "url" in action:
            await ack()
            return
        visit = self._visit(body, client, request)
        visit.action, visit.value = action["action_id"], _value_of(action)
        visit.state = (body.get("view") or body).get("state", {}).get("values", {})
        if visit.action.startswith("group-chosen"):
            await self._again(visit, ClickSurface(visit, ack, respond))
            return
        listener = self.routes.click(visit.action) or _gone
        view = body.get("view")
        if view is None:
            await self.door.attend(visit, listener, ClickSurface(visit, ack, respond))
            return
        visit.surface, visit.about = view["type"], view.get("private_metadata", "")
        after = self._redraw_home(visit) if view["type"] == "home" else None
        await self.door.attend(visit, listener, ViewClickSurface(visit, ack, after))

    async def submission(
        self, ack: Ack, body: dict[str, Any], client: AsyncWebClient, request: AsyncBoltRequest
    ) -> None:
        """A submitted modal."""
        view = body["view"]
        visit = self._visit(body, client, request)
        visit.surface, visit.about = "modal", view.get("private_metadata", "")
        visit.state = view["state"]["values"]
        listener = in_form(view["callback_id"], self.routes.submissions.get(view["callback_id"], _gone))
        inputs = frozenset(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        surface = SubmissionSurface(visit, ack, self._redraw_home(visit), inputs)
        await self.door.attend(visit, listener, surface)

    async def shortcut(
        self, ack: Ack, body: dict[str, Any], client: AsyncWebClient, request: AsyncBoltRequest
    ) -> None:
        """A global or message shortcut: its answer is a modal."""
        visit = self._visit(body, client, request)
        visit.surface = "shortcut"
        listener = self.routes.shortcuts.get(body["callback_id"], _gone)
        await self.door.attend(visit, listener, ViewClickSurface(visit, ack))

    async def home_opened(self, event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        """Someone looks at the Home tab."""
        if event.get("tab", "home") == "home":
            visit = self._visit_of_event(body, event, client)
            self.door.later(self._publish_home(visit))

    async def spoken_to(self, event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        """A direct message or a mention: never stored, answered privately with where to go."""
        if event.get("bot_id") or event.get("subtype") or not event.get("user"):
            return
        visit = self._visit_of_event(body, event, client)
        self.door.later(help_.answer_words(visit, event))

    async def sent_away(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        """The app was removed from the workspace, or its token revoked."""
        if event["type"] == REMOVED or event.get("tokens", {}).get("bot"):
            self.access.lost(body.get("team_id", ""), event["type"])

    def _visit(
        self, body: dict[str, Any], client: AsyncWebClient, request: AsyncBoltRequest, *, name: str = ""
    ) -> Visit:
        digest = hashlib.sha256(request.raw_body.encode()).hexdigest()
        context: AsyncBoltContext = request.context
        user = body.get("user") or {}
        return Visit(
            caller=Caller(context.team_id or "", context.user_id or "", name or user.get("username", "")),
            client=client,
            store=self.store,
            key=f"slack:{digest[:40]}",
            channel_id=context.channel_id,
            trigger_id=body.get("trigger_id", ""),
            body=body,
            public_url=self.public_url,
            letters=self.letters,
            by_letter=self.by_letter,
            met=None if self.met is None else lambda caller: self._meet(client, caller),
        )

    def _visit_of_event(self, body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient) -> Visit:
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
        view = await home.drawn(visit)
        await visit.client.views_publish(user_id=visit.caller.slack_id, view=view)


async def _gone(_visit: Visit) -> Reply:
    raise Refusal(STALE)


def _value_of(action: dict[str, Any]) -> str:
    if "selected_option" in action:
        return str((action["selected_option"] or {}).get("value", ""))
    if "selected_user" in action:
        return str(action["selected_user"] or "")
    return str(action.get("value", ""))


__all__ = ["Listener", "Listeners", "Say"]
