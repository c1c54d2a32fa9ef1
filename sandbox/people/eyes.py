"""What a headless person sees: conversations, the Home tab, the modal; and how they look for a label on it."""

from collections.abc import Callable, Iterator

from sandbox.desk import Desk
from sandbox.people.acts import Place
from sandbox.people.render import Reader
from sandbox.people.sight import Spot, messages_for, top_modal
from sandbox.state import Channel, Message, View

HOME = "home"
Find = Callable[[Place, str, Reader], Iterator[Spot]]


class NotThere(AssertionError):
    """What the person looked for is not to be seen; the message shows what is."""


class Eyes:
    """Sees what one person sees. What is looked for is waited for, `patience` real seconds at most."""

    def __init__(self, desk: Desk, name: str, *, patience: float = 3.0) -> None:
        self._desk = desk
        self._workspace = desk.workspace
        self.user = desk.workspace.user(name)
        self.reader = Reader(desk.workspace, self.user)
        self.patience = patience
        self._at_home = False

    @property
    def id(self) -> str:
        """The user id."""
        return self.user.id

    @property
    def modal(self) -> View | None:
        """The uppermost open modal."""
        return top_modal(self._workspace, self.user)

    @property
    def home(self) -> str:
        """The Home tab as text; empty before the app has published one."""
        view = self._workspace.homes.get(self.id)
        return self.reader.view(view) if view else ""

    def messages(self, in_: str | Channel | None = None) -> list[Message]:
        """The messages this person can read, oldest first."""
        return messages_for(self._workspace, self.user, self._channel(in_) if in_ else None)

    def reads(self, in_: str | Channel | None = None) -> str:
        """Everything before this person's eyes: conversations, then Home, then the modal."""
        parts = [self.reader.message(message) for message in self.messages(in_)]
        if in_ is None:
            parts += [self.home] if self.home else []
            parts += self._workspace.troubles.get(self.id, [])
            parts += [self.reader.view(self.modal)] if self.modal else []
        return "\n".join(parts)

    def sees(self, words: str, in_: str | Channel | None = None) -> bool:
        """Whether these words stand anywhere before them."""
        return words in self.reads(in_)

    def sees_privately(self, words: str) -> bool:
        """Whether these words stand in something that only this person sees."""
        private = [m for m in self.messages() if m.only_for or self._workspace.channels[m.channel].is_im]
        shown = [self.reader.message(m) for m in private]
        return any(words in text for text in [*shown, self.home, *self._modal_text()])

    def _modal_text(self) -> list[str]:
        return [self.reader.view(self.modal)] if self.modal else []

    async def awaits(self, words: str, *, in_: str | Channel | None = None) -> str:
        """Wait until these words can be seen; the answer is everything that is then seen."""
        await self._until(lambda: self.sees(words, in_), f"the words {words!r}", in_)
        return self.reads(in_)

    async def _until(self, holds: Callable[[], bool], what: str, in_: str | Channel | None = None) -> None:
        if not await self._workspace.bell.until(holds, seconds=self.patience):
            seen = self.reads(in_) or "(nothing)"
            raise NotThere(f"{self.user.real_name} looks for {what}, but sees:\n{seen}")

    def _channel(self, where: str | Channel) -> Channel:
        if isinstance(where, Channel):
            return where
        if where == "@app":
            return self._workspace.direct(self.id)
        return self._workspace.channel(where)

    async def _spot(
        self,
        find: Find,
        label: str,
        what: str,
        in_: str | Channel | None,
        on: str,
    ) -> Spot:
        found: list[Spot] = []

        def look() -> bool:
            found[:] = self._spots(find, label, in_, on)
            return bool(found)

        await self._until(look, what + (f" beside {on!r}" if on else ""), in_ if in_ != HOME else None)
        return found[0]

    def _spots(
        self,
        find: Find,
        label: str,
        in_: str | Channel | None,
        on: str,
    ) -> list[Spot]:
        spots = [spot for place in self._places(in_) for spot in find(place, label, self.reader)]
        if not on:
            return spots
        near = [spot for spot in spots if on in self.reader.blocks([spot.block])]
        return near or [spot for spot in spots if on in self._place_text(spot.place)]

    def _place_text(self, place: Place) -> str:
        return self.reader.view(place) if isinstance(place, View) else self.reader.message(place)

    def _places(self, in_: str | Channel | None) -> list[Place]:
        """Where to look, in order: an open modal covers the rest; the Home tab when they are there."""
        if self.modal is not None:
            return [self.modal]
        home = self._workspace.homes.get(self.id)
        tab: list[Place] = [home] if home else []
        if in_ == HOME:
            return tab
        talk: list[Place] = list(reversed(self.messages(in_)))
        if in_ is not None:
            return talk
        return tab + talk if self._at_home else talk + tab
