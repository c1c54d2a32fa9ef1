"""Where a visitor stands: as whom, in which place, with what at the side. It is all in the address."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from sandbox.pages.extras import Extras
from sandbox.people.sight import messages_for
from sandbox.state import Channel, User
from sandbox.workspace import Workspace

HOME = "home"
SIDES = ("story", "letters", "inspector")


@dataclass(frozen=True)
class Look:
    """The person played, the place (a channel id or `home`), and the panel (a name, or a thread's ts)."""

    user: User
    at: str
    side: str = ""
    thread: str = ""

    def href(self, *, at: str = "", side: str | None = None, thread: str | None = None) -> str:
        """The address after a change; moving elsewhere closes the thread."""
        kept_thread = "" if at else self.thread
        look = replace(
            self,
            at=at or self.at,
            side=self.side if side is None else side,
            thread=kept_thread if thread is None else thread,
        )
        return look._address(look.user.id)

    def as_(self, user_id: str, at: str = "") -> str:
        """The address of the same place (or another) as someone else."""
        return replace(self, at=at or self.at, thread="")._address(user_id)

    def _address(self, user_id: str) -> str:
        named = {"as": user_id, "at": self.at, "side": self.side, "thread": self.thread}
        return "/?" + urlencode({name: value for name, value in named.items() if value})

    @property
    def query(self) -> str:
        """The address's query, for forms and for the live connection."""
        return self._address(self.user.id)[2:]


def players(workspace: Workspace, extras: Extras) -> list[tuple[User, str]]:
    """Who can be played: the cast that was handed in, or every person."""
    if extras.cast:
        return [(workspace.users[role.user_id], role.label) for role in extras.cast]
    return [(u, u.title) for u in workspace.users.values() if not u.is_bot and not u.deleted]


def look_from(workspace: Workspace, extras: Extras, query: QueryParams) -> Look:
    """The look that an address asks for; where it asks for nothing (or nonsense), the first that fits."""
    user = workspace.users.get(query.get("as", "")) or players(workspace, extras)[0][0]
    at = query.get("at", "")
    if at != HOME and not _may_stand(workspace, user, at):
        at = first_place(workspace, user)
    side = query.get("side", "")
    return Look(user, at, side if side in SIDES else "", query.get("thread", ""))


def _may_stand(workspace: Workspace, user: User, channel_id: str) -> bool:
    channel = workspace.channels.get(channel_id)
    return channel is not None and user.id in channel.members


def first_place(workspace: Workspace, user: User) -> str:
    """The channel where most is going on for this person; the Home tab when they are in none."""
    mine = [c for c in workspace.visible_channels(user.id) if not c.is_im]
    busiest = sorted(mine, key=lambda c: len(c.messages), reverse=True)
    return busiest[0].id if busiest else HOME


def unread(workspace: Workspace, user: User, channel: Channel) -> int:
    """How many messages by others came since this person last looked."""
    seen = workspace.last_read.get((user.id, channel.id), "")
    return sum(m.ts > seen and m.user != user.id for m in messages_for(workspace, user, channel))


def mark_read(workspace: Workspace, user: User, channel: Channel) -> None:
    """Everything that stands in the channel has now been seen."""
    if channel.messages:
        workspace.last_read[user.id, channel.id] = max(channel.messages)
