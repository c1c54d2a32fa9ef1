"""Slack's door: acknowledge in time, act once, answer privately.

Slack waits 3 s. A listener's work is given 2 s; if it is not done by then Slack is told that it goes on,
and the answer follows by `response_url` (or in the modal that was opened meanwhile). The work itself runs
on, shielded: nothing is done twice. No exception leaves a listener.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from structlog.contextvars import bound_contextvars

from handlers.slack.blocks import common
from handlers.slack.replies import Nothing, Open, Redraw, Reply, Say
from handlers.slack.surfaces import Surface
from handlers.slack.troubles import trouble
from handlers.slack.visit import Visit
from rules.refusals import Refusal
from storage.inbox import AlreadyHandled
from usecases.groups import WhichGroup

Listener = Callable[[Visit], Awaitable[Reply]]

PATIENCE_SECONDS = 2.0

log = structlog.get_logger("slack")


def opens_modal(listener: Listener) -> Listener:
    """Mark a listener that answers with a modal: when it is slow, a loading view is opened first."""
    listener.opens_modal = True  # type: ignore[attr-defined]  # a mark on the function
    return listener


def instant(listener: Listener) -> Listener:
    """Mark a listener that only says something: it waits for nothing and needs to know nobody."""
    listener.instant = True  # type: ignore[attr-defined]  # a mark on the function
    return listener


@dataclass
class Door:
    """Runs listeners. What still goes on after its acknowledgement is kept until it is finished.

    `acknowledged` is told how long each acknowledgement took, in seconds.
    """

    patience: float = PATIENCE_SECONDS
    acknowledged: Callable[[float], None] = lambda _seconds: None
    _going_on: set[asyncio.Task[Any]] = field(default_factory=set)

    async def attend(self, visit: Visit, listener: Listener, surface: Surface) -> None:
        """Let a listener answer a visit on the surface it came from, inside Slack's 3 seconds."""
        asked = asyncio.get_running_loop().time()
        with bound_contextvars(request=visit.reference):
            if hasattr(listener, "instant"):
                self.later(await surface.at_once(await _outcome(visit, listener)))
            else:
                await self._within_patience(visit, listener, surface)
        self.acknowledged(asyncio.get_running_loop().time() - asked)

    def later(self, rest: Coroutine[Any, Any, None] | None) -> None:
        """Go on with something after the acknowledgement has left."""
        if rest is None:
            return
        task = asyncio.ensure_future(_without_raising(rest))
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)

    async def close(self) -> None:
        """Finish what goes on."""
        while self._going_on:
            await asyncio.gather(*self._going_on)

    async def _within_patience(self, visit: Visit, listener: Listener, surface: Surface) -> None:
        work = asyncio.ensure_future(_outcome(visit, listener))
        done, _ = await asyncio.wait({work}, timeout=self.patience)
        if done:
            self.later(await surface.at_once(work.result()))
        else:
            self.later(
                self._follow_up(work, surface, await surface.hold(opening=hasattr(listener, "opens_modal")))
            )

    @staticmethod
    async def _follow_up(
        work: asyncio.Future[Reply], surface: Surface, held: Coroutine[Any, Any, None] | None
    ) -> None:
        if held is not None:
            await held
        await surface.afterwards(await work)


async def _outcome(visit: Visit, listener: Listener) -> Reply:
    try:
        if visit.met is not None and not hasattr(listener, "instant"):
            await visit.met(visit.caller)
        return await listener(visit)
    except AlreadyHandled:
        return Nothing()
    except WhichGroup as choice:
        return Say(common.which_group(choice.groups, visit.said))
    except Refusal as refusal:
        return Say(common.refusal(refusal))
    except SlackApiError as problem:
        log.warning("slack refused a call", error=problem.response.get("error"))
        return Say(common.slack_refused(trouble(problem)))
    except Exception:
        log.exception("listener failed")
        return Say(common.our_fault(visit.reference))


async def _without_raising(rest: Coroutine[Any, Any, None]) -> None:
    try:
        await rest
    except SlackApiError as problem:
        log.warning("slack refused an answer", error=problem.response.get("error"))
    except Exception:
        log.exception("an answer could not be delivered")


__all__ = ["Door", "Listener", "Open", "Redraw", "opens_modal"]
