"""One request from Slack, the same whatever it came by: who, where, what they said, and what they may use."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from rules.refusals import Refusal
from storage.transaction import Store
from usecases import groups
from usecases.callers import Caller
from usecases.groups import GroupHere

T = TypeVar("T")

STALE = "That button belongs to an older message. `/sig programme` shows how things stand now."


class Verb(Protocol):
    """A use case or a query: a plain function whose first argument is the transaction."""

    def __call__(self, tx: Any, /, **facts: Any) -> Any: ...


@dataclass
class Visit:
    """What a listener is given. `words` follow the command; `value` is the button's; `about` the modal's."""

    caller: Caller
    client: AsyncWebClient
    store: Store
    key: str
    channel_id: str | None = None
    said: str = ""
    words: str = ""
    value: str = ""
    about: str = ""
    action: str = ""
    trigger_id: str = ""
    surface: str = "message"
    state: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    group_id: str | None = None
    public_url: str | None = None
    letters: bool = False  # whether a mail server is set up
    by_letter: bool = False  # whether people without Slack can be written to about an event, and answer
    met: Callable[[Caller], Awaitable[None]] | None = None
    _performed: int = 0

    @property
    def reference(self) -> str:
        """What this request is called in the log, and to a person for whom something broke."""
        return self.key[-8:]

    @property
    def now(self) -> datetime:
        """The instant (UTC) of this request."""
        return self.store.clock()

    async def perform(self, verb: Callable[..., T], /, **facts: Any) -> T:
        """Run a use case for the caller, once for this request however often it is delivered."""
        self._performed += 1
        return await self.store.perform_once(
            f"{self.key}:{self._performed}", verb, caller=self.caller, **facts
        )

    async def look(self, query: Callable[..., T], /, **facts: Any) -> T:
        """Ask a question on behalf of the caller; nothing is written."""
        return await self.store.look(query, caller=self.caller, **facts)

    async def group(self) -> GroupHere:
        """The group that a command speaks of: the channel's, or the workspace's only one."""
        return await self.look(groups.here, channel_id=self.channel_id, group_id=self.group_id)

    def ids(self, count: int) -> list[str]:
        """The ids in a button's value (or a modal's `about`); one that doesn't fit is an old button."""
        parts = (self.value or self.about).split(" ")
        if len(parts) != count or not all(parts):
            raise Refusal(STALE)
        return parts

    def typed(self, name: str) -> str:
        """What was typed, picked or chosen in the modal's input with this `block_id`; empty if nothing."""
        chosen = self.chosen(name)
        return chosen[0] if chosen else ""

    def chosen(self, name: str) -> list[str]:
        """Everything that was chosen in the modal's input with this `block_id`."""
        found: list[str] = []
        for element in self.state.get(name, {}).values():
            found.extend(_values(element))
        return found


def _values(element: dict[str, Any]) -> list[str]:
    """The values of one element of `view.state`, whichever kind it is."""
    for single in ("value", "selected_date", "selected_time", "selected_user", "selected_conversation"):
        if element.get(single) is not None:
            return [str(element[single])]
    if element.get("selected_option"):
        return [str(element["selected_option"]["value"])]
    if element.get("selected_options"):
        return [str(option["value"]) for option in element["selected_options"]]
    if element.get("files"):
        return [str(one["id"]) for one in element["files"]]
    return [str(one) for one in element.get("selected_users") or []]
