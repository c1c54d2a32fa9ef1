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
            await _fill(self.visit, self.opened, reply)
        elif isinstance(reply, Open | Redraw):
            await self._respond(Say(common.too_late_for_a_form()))
        else:
            await self._show(reply)

    async def _open_loading(self) -> None:
        self.opened = await _opened(self.visit, common.loading().view())

    async def _respond(self, reply: Say) -> None:
        await self.respond(response_type="ephemeral", replace_original=False, **reply.message.payload())

    async def _show(self, reply: Reply) -> None:
        if isinstance(reply, Say):
            await self._respond(reply)
        elif isinstance(reply, Open | Redraw):
            if await _opened(self.visit, reply.view) is None:
                await self._respond(Say(common.too_late_for_a_form()))
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
    """A button of the Home tab or of a modal: there is no `response_url`, so a modal answers.

    Where Slack opens none any more, the person is told in a direct message.
    """

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
            await _fill(self.visit, self.opened, reply)
        elif isinstance(reply, Upload):
            await _upload(self.visit.client, self.visit.caller.slack_id, reply)
        else:
            await self._write(reply)
        if self.after is not None:
            await self.after()

    async def _open_loading(self) -> None:
        self.opened = await _opened(self.visit, common.loading().view())

    async def _show(self, reply: Reply) -> None:
        if isinstance(reply, Upload):
            await _upload(self.visit.client, self.visit.caller.slack_id, reply)
            await _opened(self.visit, _as_view(reply))  # the file itself says the same
        elif isinstance(reply, Redraw) and self.visit.surface == "modal":
            view = self.visit.body["view"]
            await self.visit.client.views_update(view_id=view["id"], view=reply.view)
        elif not isinstance(reply, Nothing | Close) and not await _opened(self.visit, _as_view(reply)):
            await self._write(reply)
        if self.after is not None:
            await self.after()

    async def _write(self, reply: Reply) -> None:
        """The sentence of an answer that no modal shows; a form can only be asked for again."""
        if isinstance(reply, Nothing | Close):
            return
        message = reply.message if isinstance(reply, Say) else common.too_late_for_a_form()
        conversation = await self.visit.client.conversations_open(users=self.visit.caller.slack_id)
        await self.visit.client.chat_postMessage(channel=conversation["channel"]["id"], **message.payload())


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


async def _opened(visit: Visit, view: View) -> str | None:
    """The id of the view that was opened, on top of one that is open; None where Slack refuses.

    It does once the trigger's 3 s are over: what is done meanwhile has to be told in another way.
    """
    try:
        show = visit.client.views_push if visit.surface == "modal" else visit.client.views_open
        answer = await show(trigger_id=visit.trigger_id, view=view)
    except SlackApiError as problem:
        log.warning("no view was opened", error=problem.response.get("error"))
        return None
    return str(answer["view"]["id"])


async def _fill(visit: Visit, view_id: str, reply: Reply) -> None:
    """Show the answer in the loading view; a file goes its own way."""
    if isinstance(reply, Upload):
        await _upload(visit.client, visit.caller.slack_id, reply)
    await visit.client.views_update(view_id=view_id, view=_as_view(reply))


async def _upload(client: AsyncWebClient, slack_id: str, file: Upload) -> None:
    conversation = await client.conversations_open(users=slack_id)
    await client.files_upload_v2(
        channel=conversation["channel"]["id"],
        filename=file.name,
        title=file.title,
        content=file.content,
        initial_comment=file.comment,
    )
