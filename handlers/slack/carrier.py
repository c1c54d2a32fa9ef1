"""The carrier to Slack: posts, redraws, and looks for what may have arrived.

Every message carries its notice's id as metadata, so that after a crash it can be found where it would
stand. The client must not repeat calls by itself: it would send twice what it does not know to have arrived.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.carriers import TryAgain, Undeliverable
from handlers.pacing import Pacing
from handlers.slack.access import EVERY_SECONDS, Access
from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Message
from handlers.slack.troubles import trouble
from storage.leases import Taken
from usecases.delivery import Address

EVENT_TYPE = "convenor_notice"
SKEW = timedelta(minutes=2)  # between our clock and Slack's
PAGE = 200
PAGES = 25

ClientFor = Callable[[str], Awaitable[AsyncWebClient]]
Builder = Callable[[Any], Message]


def http_session(timeout_seconds: float) -> aiohttp.ClientSession:
    """One pool of connections for all calls; the SDK takes the timeout from the session it is given."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout_seconds))


def client(token: str, *, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that makes every call once (the SDK's default repeats one whose connection broke)."""
    return AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])


class SlackCarrier:
    """Carries notices to channels and people. `client_for` gives a workspace's client."""

    def __init__(
        self, client_for: ClientFor, builders: Mapping[str, Builder], pacing: Pacing, access: Access
    ) -> None:
        self._client_for = client_for
        self._builders = builders
        self._pacing = pacing
        self._access = access
        self._conversations: dict[tuple[str, str], str] = {}

    def pause(self, notice: Taken, address: Address) -> float:
        """How long Slack wants us to wait before this call, and before opening a new conversation."""
        if wait := self._access.wait(address.team_id):
            return wait
        is_new = address.slack_id and (address.team_id, address.slack_id) not in self._conversations
        opening = self._pacing.take(address.team_id, "conversations.open") if is_new else 0.0
        return opening or self._pacing.take(address.team_id, _method(notice))

    async def find(self, notice: Taken, address: Address) -> dict[str, Any] | None:
        """Look through what was posted since the notice was first tried, for its id."""
        closed = self._access.wait(address.team_id)
        if wait := closed or self._pacing.take(address.team_id, "conversations.history"):
            raise TryAgain("Slack takes no more looks for now", after=wait, uncertain=True)
        web = await self._client_for(address.team_id)
        channel = await self._channel(web, address)
        oldest = f"{(notice.first_tried_at - SKEW).timestamp():.6f}"
        cursor = ""
        for _ in range(PAGES):
            answer = await self._call(
                web,
                address.team_id,
                "conversations.history",
                channel=channel,
                oldest=oldest,
                include_all_metadata=True,
                limit=PAGE,
                **({"cursor": cursor} if cursor else {}),
            )
            for message in answer.get("messages", []):
                if _notice_of(message) == notice.id:
                    return {"channel": channel, "ts": message["ts"]}
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return None
        raise TryAgain("the conversation is too long to look through", uncertain=True)

    async def send(self, notice: Taken, address: Address, value: Any) -> dict[str, Any]:
        """Post the notice, redraw it where it stands, or take it back from there."""
        message = self._builders[notice.kind](value)
        if message is kit.GONE:
            return await self._take_back(notice, address)
        payload = message.payload()
        payload["metadata"] = {"event_type": EVENT_TYPE, "event_payload": {"notice": notice.id}}
        web = await self._client_for(address.team_id)
        if notice.remote:
            where = {"channel": notice.remote["channel"], "ts": notice.remote["ts"]}
            await self._call(web, address.team_id, "chat.update", **where, **payload)
            return where
        channel = await self._channel(web, address)
        payload |= {"unfurl_links": False, "unfurl_media": False}
        answer = await self._call(web, address.team_id, "chat.postMessage", channel=channel, **payload)
        return {"channel": answer["channel"], "ts": answer["ts"]}

    async def _take_back(self, notice: Taken, address: Address) -> dict[str, Any]:
        """Delete the message; one that somebody deleted already is as good."""
        web, where = await self._client_for(address.team_id), notice.remote
        try:
            await self._call(web, address.team_id, "chat.delete", channel=where["channel"], ts=where["ts"])
        except Undeliverable as problem:
            refused = problem.__cause__
            if not isinstance(refused, SlackApiError) or refused.response.get("error") != "message_not_found":
                raise
        return where

    async def _channel(self, web: AsyncWebClient, address: Address) -> str:
        """The channel, or the direct conversation with a person, which Slack opens once."""
        if address.channel_id:
            return address.channel_id
        who = (address.team_id, address.slack_id)
        if who not in self._conversations:
            answer = await self._call(web, address.team_id, "conversations.open", users=address.slack_id)
            self._conversations[who] = answer["channel"]["id"]
        return self._conversations[who]

    async def _call(self, web: AsyncWebClient, team_id: str, method: str, **arguments: Any) -> Any:
        try:
            answer = await getattr(web, method.replace(".", "_"))(**arguments)
        except SlackApiError as refused:
            problem = trouble(refused)
            if self._access.refused(team_id, refused):
                problem = TryAgain(str(problem), after=EVERY_SECONDS)
            if isinstance(problem, TryAgain) and problem.after:
                self._pacing.hold(team_id, method, problem.after)
            if isinstance(problem, TryAgain) and method == "conversations.open":
                problem.uncertain = False  # nothing was sent yet
            raise problem from refused
        except aiohttp.ClientConnectorError as broken:
            raise TryAgain("Slack could not be reached") from broken
        except (TimeoutError, aiohttp.ClientError) as broken:
            raise TryAgain(
                f"the connection to Slack failed ({type(broken).__name__})",
                uncertain=method == "chat.postMessage",
            ) from broken
        self._access.granted(team_id)
        return answer


def _method(notice: Taken) -> str:
    return "chat.update" if notice.remote else "chat.postMessage"


def _notice_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return str((metadata.get("event_payload") or {}).get("notice", ""))
