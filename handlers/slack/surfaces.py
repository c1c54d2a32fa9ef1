"""How an answer is shown where the request came from: a command, a click, or a submitted modal."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.blocks import common, kit
from handlers.slack.blocks.kit import View
from handlers.slack.replies import Close, Nothing, Open, Redraw, Reply, Say, Upload
from handlers.slack.visit import Visit

log = structlog.get_logger("slack")

Ack = Callable[..., Awaitable[Any]]
Rest = Coroutine[Any, Any, None] | None


class Surface(Protocol):
    """Each method acknowledges first; what it returns is done after the acknowledgement has left."""

    async def at_once(self, reply: Reply) -> Rest:
        """Show an answer that was ready in time."""
        ...

    async def hold(self, *, opening: bool) -> Rest:
        """Say that the work goes on; `opening` if it will end in a modal."""
        ...

    async def afterwards(self, reply: Reply) -> None:
        """Show the answer that came late."""
        ...


@dataclass
class _Conversation:
    """What commands and clicks have in common: a `response_url` and a trigger that lives 3 s."""

    visit: Visit
    ack: Ack
    respond: Callable[..., Awaitable[Any]]
    opened: str | None = None

    async def hold(self, *, opening: bool) -> Rest:
        await self.ack()
        if opening:
            return self._open_loading()
        return self._respond(Say(common.still_working()))

    async def afterwards(self, reply: Reply) -> None:
        if self.opened is not None:
            await self.visit.client.views_update(view_id=self.opened, view=_as_view(reply))
        elif isinstance(reply, Open | Redraw):
            await self._respond(Say(common.too_late_for_a_form()))
        else:
            await self._show(reply)

    async def _open_loading(self) -> None:
        try:
            answer = await self.visit.client.views_open(
                trigger_id=self.visit.trigger_id, view=common.loading().view()
            )
        except SlackApiError as problem:
            # The trigger's 3 s were over: what is done meanwhile is still told, by `response_url`.
            log.warning("no loading view", error=problem.response.get("error"))
        else:
            self.opened = answer["view"]["id"]

    async def _respond(self, reply: Say) -> None:
        await self.respond(response_type="ephemeral", replace_original=False, **reply.message.payload())

    async def _show(self, reply: Reply) -> None:
        if isinstance(reply, Say):
            await self._respond(reply)
        elif isinstance(reply, Open | Redraw):
            await self.visit.client.views_open(trigger_id=self.visit.trigger_id, view=reply.view)
        elif isinstance(reply, Upload):
            await _upload(self.visit.client, self.visit.caller.slack_id, reply)
            await self._respond(Say(common.file_sent(reply.title)))


@dataclass
class CommandSurface(_Conversation):
    """A slash command: a message can be the acknowledgement itself."""

    async def at_once(self, reply: Reply) -> Rest:
        if isinstance(reply, Say):
            await self.ack(response_type="ephemeral", **reply.message.payload())
            return None
        await self.ack()
        return self._show(reply)


@dataclass
class ClickSurface(_Conversation):
    """A button of a message: acknowledged with nothing, answered by `response_url`."""

    async def at_once(self, reply: Reply) -> Rest:
        await self.ack()
        return None if isinstance(reply, Nothing | Close) else self._show(reply)


@dataclass
class ViewClickSurface:
    """A button of the Home tab or of a modal: there is no `response_url`, so a modal answers."""

    visit: Visit
    ack: Ack
    after: Callable[[], Coroutine[Any, Any, None]] | None = None
    opened: str | None = None

    async def at_once(self, reply: Reply) -> Rest:
        await self.ack()
        return self._show(reply)

    async def hold(self, *, opening: bool) -> Rest:  # noqa: ARG002 - here everything ends in a modal
        await self.ack()
        return self._open_loading()

    async def afterwards(self, reply: Reply) -> None:
        if self.opened is not None:
            await self.visit.client.views_update(view_id=self.opened, view=_as_view(reply))
        if self.after is not None:
            await self.after()

    async def _open_loading(self) -> None:
        answer = await self._open(common.loading().view())
        self.opened = answer["view"]["id"]

    async def _show(self, reply: Reply) -> None:
        if isinstance(reply, Upload):
            await _upload(self.visit.client, self.visit.caller.slack_id, reply)
            await self._open(_as_view(Say(common.file_sent(reply.title))))
        elif isinstance(reply, Redraw) and self.visit.surface == "modal":
            view = self.visit.body["view"]
            await self.visit.client.views_update(view_id=view["id"], view=reply.view)
        elif not isinstance(reply, Nothing | Close):
            await self._open(_as_view(reply))
        if self.after is not None:
            await self.after()

    async def _open(self, view: View) -> Any:
        client, trigger = self.visit.client, self.visit.trigger_id
        if self.visit.surface == "modal":
            return await client.views_push(trigger_id=trigger, view=view)
        return await client.views_open(trigger_id=trigger, view=view)


@dataclass
class SubmissionSurface:
    """A submitted modal: the acknowledgement says what becomes of it.

    A refusal about one input is shown beside it; any other is laid on top of the form, so that what was
    typed is still there. `external_id` finds a view that was pushed as part of the acknowledgement.
    """

    visit: Visit
    ack: Ack
    after: Callable[[], Coroutine[Any, Any, None]] | None = None
    inputs: frozenset[str] = field(default_factory=frozenset)

    async def at_once(self, reply: Reply) -> Rest:
        if isinstance(reply, Say):
            await self._say(reply)
        elif isinstance(reply, Open):
            await self.ack(response_action="push", view=reply.view)
        elif isinstance(reply, Redraw):
            await self.ack(response_action="update", view=reply.view)
        elif isinstance(reply, Close):
            await self.ack(response_action="clear")
        else:
            await self.ack()
        if isinstance(reply, Upload):
            return _upload(self.visit.client, self.visit.caller.slack_id, reply)
        return self.after() if self.after is not None else None

    async def hold(self, *, opening: bool) -> Rest:  # noqa: ARG002 - a modal is open already
        await self.ack(
            response_action="push", view={**common.loading().view(), "external_id": self._external}
        )
        return None

    async def afterwards(self, reply: Reply) -> None:
        if isinstance(reply, Upload):
            await _upload(self.visit.client, self.visit.caller.slack_id, reply)
        view = {**_as_view(reply, clears=not _refused(reply)), "external_id": self._external}
        await self.visit.client.views_update(external_id=self._external, view=view)
        if self.after is not None:
            await self.after()

    @property
    def _external(self) -> str:
        return self.visit.key[-40:]

    async def _say(self, reply: Say) -> None:
        about = reply.message.about_field
        if about in self.inputs:
            # Beside an input Slack shows plain text.
            await self.ack(response_action="errors", errors={about: kit.unmarked(reply.message.text)})
        elif _refused(reply):
            await self.ack(response_action="push", view=_as_view(reply))
        else:
            await self.ack(response_action="update", view=_as_view(reply, clears=True))


def _refused(reply: Reply) -> bool:
    return isinstance(reply, Say) and reply.message.refused


def _as_view(reply: Reply, *, clears: bool = False) -> View:
    """Any answer as a modal."""
    if isinstance(reply, Open | Redraw):
        return reply.view
    if isinstance(reply, Say):
        return common.notice(reply.message, clears=clears).view()
    if isinstance(reply, Upload):
        return common.notice(common.file_sent(reply.title), clears=clears).view()
    return common.notice(common.done(), clears=clears).view()


async def _upload(client: AsyncWebClient, slack_id: str, file: Upload) -> None:
    conversation = await client.conversations_open(users=slack_id)
    await client.files_upload_v2(
        channel=conversation["channel"]["id"],
        filename=file.name,
        title=file.title,
        content=file.content,
        initial_comment=file.comment,
    )
