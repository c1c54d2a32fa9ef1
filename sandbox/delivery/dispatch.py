"""Takes what happened to the app, by socket or by HTTP, and keeps count of what is under way."""

import asyncio
from typing import Any

from sandbox.delivery.answers import Answer, Kind
from sandbox.delivery.http import HttpDoor, signed
from sandbox.delivery.socket import Sockets
from sandbox.faults import Faults
from sandbox.inspector import Inspector
from sandbox.state import Json
from sandbox.workspace import Workspace


class Dispatch:
    """One way to the app for the whole stand-in."""

    def __init__(
        self, workspace: Workspace, *, inspector: Inspector, faults: Faults, http: HttpDoor, sockets: Sockets
    ) -> None:
        self.workspace = workspace
        self._inspector = inspector
        self._faults = faults
        self._http = http
        self._sockets = sockets
        self._under_way = 0
        self._events: set[asyncio.Task[Answer]] = set()

    @property
    def idle(self) -> bool:
        """Nothing is on its way to the app."""
        return self._under_way == 0 and not self._events

    async def send(self, kind: Kind, name: str, payload: Json, *, retry: int = 0, reason: str = "") -> Answer:
        """Deliver one request and return what the app answered."""
        record = self._inspector.open("delivery", name, self.workspace.clock().isoformat(), payload)
        self._under_way += 1
        try:
            answer = await self._carry(kind, payload, retry=retry, reason=reason)
        finally:
            self._under_way -= 1
        self._inspector.close(
            record,
            status=answer.status,
            answer=answer.payload if answer.payload is not None else answer.text,
            took_ms=answer.took_ms,
            error=answer.error,
        )
        self.workspace.bell.ring()
        return answer

    async def _carry(self, kind: Kind, payload: Json, *, retry: int, reason: str) -> Answer:
        copies = max(1, self._faults.copies)
        if self._sockets.connected:
            sends = (self._sockets.send(kind, payload, attempt=retry, reason=reason) for _ in range(copies))
            return (await asyncio.gather(*sends))[0]
        if not self.workspace.app.request_url:
            return Answer(text="the app has no request URL and no open socket", error="dispatch_failed")
        body, headers = signed(self.workspace.app.signing_secret, kind, payload)
        if retry:
            headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": reason}
        answers = await self._http.post_many(self.workspace.app.request_url, body, headers, copies=copies)
        return answers[0]

    async def bulk(self, kind: Kind, payloads: list[Json], *, copies: int = 1) -> list[Answer]:
        """For load: sign each payload once and post all of them at once, `copies` times each."""
        secret, url = self.workspace.app.signing_secret, self.workspace.app.request_url
        bodies = [signed(secret, kind, payload) for payload in payloads]
        sent = await asyncio.gather(
            *(self._http.post_many(url, body, headers, copies=copies) for body, headers in bodies)
        )
        return [answer for answers in sent for answer in answers]

    def event(self, event: dict[str, Any]) -> None:
        """Tell the app of an event it has subscribed to; goes on by itself, with Slack's retries."""
        name = "message.im" if event.get("channel_type") == "im" else event["type"]
        if name not in self.workspace.app.events or self.workspace.bot.deleted:
            return
        self._spawn(name, self._envelope(event))

    def goodbye(self, event_type: str, **more: Any) -> None:
        """The last events that an app still gets: `app_uninstalled`, `tokens_revoked`."""
        if event_type in self.workspace.app.events:
            self._spawn(event_type, self._envelope({"type": event_type, **more}))

    def _envelope(self, event: Json) -> Json:
        workspace = self.workspace
        return {
            "token": workspace.app.verification_token,
            "team_id": workspace.team_id,
            "api_app_id": workspace.app.id,
            "type": "event_callback",
            "event": {**event, "event_ts": workspace.next_ts()},
            "event_id": workspace.new_id("Ev"),
            "event_time": workspace.now_epoch(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team_id,
                    "user_id": workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def _spawn(self, name: str, envelope: Json) -> None:
        task = asyncio.create_task(self._with_retries(name, envelope))
        self._events.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[Answer]) -> None:
        self._events.discard(task)
        self.workspace.bell.ring()

    async def _with_retries(self, name: str, envelope: Json) -> Answer:
        answer = await self.send("events_api", name, envelope)
        for number, pause in enumerate(self.workspace.app.event_retries, start=1):
            if not answer.error:
                break
            await asyncio.sleep(pause)
            reason = "http_timeout" if answer.error == "operation_timeout" else "http_error"
            answer = await self.send("events_api", name, envelope, retry=number, reason=reason)
        return answer

    async def close(self) -> None:
        """Give up what is still on its way."""
        for task in list(self._events):
            task.cancel()
        await asyncio.gather(*self._events, return_exceptions=True)
