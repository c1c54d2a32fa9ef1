"""A headless person, who types, clicks and fills in by label, and reads."""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.desk import Desk
from sandbox.people import answers
from sandbox.people.acts import Place
from sandbox.people.answers import CannotAnswer
from sandbox.people.render import Reader
from sandbox.people.sight import Spot, inputs, messages_for, pressables, top_modal
from sandbox.state import Channel, Message, View

HOME = "home"


class NotThere(AssertionError):
    """What the person looked for is not to be seen; the message shows what is."""


class Person:
    """Someone in the workspace, acting as they would in Slack.

    Every act returns when the app has acknowledged it and the events it caused have been delivered.
    What is looked for is waited for, `patience` real seconds at most; nothing sleeps.
    """

    def __init__(self, desk: Desk, name: str, *, patience: float = 3.0) -> None:
        self._desk = desk
        self._workspace = desk.workspace
        self.user = desk.workspace.user(name)
        self.reader = Reader(desk.workspace, self.user)
        self.patience = patience
        self.confirmed: list[str] = []
        self.opened: list[str] = []
        self._at_home = False

    @property
    def id(self) -> str:
        """The user id."""
        return self.user.id

    # Seeing

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

    # Writing

    async def types(self, text: str, *, in_: str | Channel, thread: Message | None = None) -> None:
        """Send a message or a slash command in a channel (`"@app"`: the direct messages with the app)."""
        channel, self._at_home = self._channel(in_), False
        if self.id not in channel.members:
            raise NotThere(f"{self.user.real_name} is not in #{channel.name}")
        root = (thread.thread_ts or thread.ts) if thread else ""
        await self._desk.acts.types(self.user, channel, text, thread_ts=root)
        await self._events_delivered()

    async def says_to_app(self, text: str) -> None:
        """Write to the app directly."""
        await self.types(text, in_="@app")

    def _channel(self, where: str | Channel) -> Channel:
        if isinstance(where, Channel):
            return where
        if where == "@app":
            return self._workspace.direct(self.id)
        return self._workspace.channel(where)

    # Pressing

    async def clicks(
        self, label: str, *, in_: str | Channel | None = None, on: str = "", confirm: bool = True
    ) -> None:
        """Press the newest visible button (or overflow choice) with this label.

        `on` narrows it to messages or sections that hold these words; `confirm` answers a
        confirmation dialog.
        """
        spot = await self._spot(pressables, label, f"a button {label!r}", in_, on)
        asked = spot.element.get("confirm")
        if asked:
            self.confirmed.append(
                self.reader.text(asked.get("title")) + "\n" + self.reader.text(asked["text"])
            )
            if not confirm:
                return
        await self._press(spot)
        await self._events_delivered()

    async def _press(self, spot: Spot) -> None:
        link = (spot.option or spot.element).get("url")
        if link:
            self.opened.append(link)
        if spot.option is not None:
            await self._desk.acts.picks(self.user, spot.place, spot.block, spot.element, spot.option)
        else:
            await self._desk.acts.presses(self.user, spot.place, spot.block, spot.element)

    async def _spot(
        self,
        find: Callable[[Place, str, Reader], Iterator[Spot]],
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
        find: Callable[[Place, str, Reader], Iterator[Spot]],
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

    # Filling in

    async def fills(self, label: str, value: Any, *, in_: str | Channel | None = None, on: str = "") -> None:
        """Enter text, a number, a date or a time in the input with this label."""
        spot = await self._spot(inputs, label, f"an input {label!r}", in_, on)
        try:
            entered = answers.typed(spot.element, value, self.user) if value not in ("", None) else None
        except ValueError as wrong:
            raise CannotAnswer(f"{label}: {wrong}") from wrong
        await self._desk.acts.chooses(self.user, spot.place, spot.block, spot.element, entered)

    async def chooses(
        self, label: str, *choices: str, in_: str | Channel | None = None, on: str = ""
    ) -> None:
        """Choose in a menu, tick boxes (all that shall be ticked), or pick a radio button."""
        spot = await self._spot(inputs, label, f"a choice {label!r}", in_, on)
        offers = []
        if "external_select" in spot.element["type"]:
            for choice in choices:
                offers += await self._desk.acts.suggestions(
                    self.user, spot.place, spot.block, spot.element, choice
                )
        value = answers.chosen(spot.element, choices, self._workspace, self.reader, offers)
        await self._desk.acts.chooses(self.user, spot.place, spot.block, spot.element, value)
        await self._events_delivered()

    async def uploads(self, label: str, *files: tuple[str, bytes], mimetype: str = "text/csv") -> None:
        """Give files, as (name, bytes), to the file input with this label."""
        spot = await self._spot(inputs, label, f"a file input {label!r}", None, "")
        brought = []
        for name, content in files:
            self._refuse_type(spot, name)
            file = self._desk.acts.uploads(self.user, name, content, mimetype)
            brought.append({"id": file.id, "name": name})
        self._desk.acts.enters(self.user, spot.place, spot.block, spot.element, brought)

    def _refuse_type(self, spot: Spot, name: str) -> None:
        allowed = spot.element.get("filetypes")
        if allowed and name.rpartition(".")[2].lower() not in allowed:
            raise CannotAnswer(f"{name} can't be chosen; this input takes {', '.join(allowed)}")

    async def submits(self) -> None:
        """Send the open modal off."""
        await self._until(lambda: self.modal is not None, "an open modal")
        if self.modal is None:
            raise NotThere("the modal closed")
        if "submit" not in self.modal.body:
            raise NotThere(f"this modal has nothing to submit:\n{self.reader.view(self.modal)}")
        await self._desk.acts.submits(self.user, self.modal)
        await self._events_delivered()

    async def closes(self, *, everything: bool = False) -> None:
        """Close the uppermost modal (with `everything`, all of them)."""
        if self.modal is None:
            raise NotThere("no modal is open")
        await self._desk.acts.closes(self.user, self.modal, everything=everything)

    # Elsewhere

    async def opens_home(self) -> str:
        """Look at the app's Home tab; the answer is what it says."""
        self._at_home = True
        before = self._workspace.homes.get(self.id)
        seen = before.hash if before else ""
        self._desk.acts.opens_home(self.user)
        await self._events_delivered()
        await self._workspace.bell.until(
            lambda: self._home_hash() != seen, seconds=0.2 if before else self.patience
        )
        return self.home

    def _home_hash(self) -> str:
        view = self._workspace.homes.get(self.id)
        return view.hash if view else ""

    async def uses(self, shortcut: str, *, on: Message | None = None) -> None:
        """Use a shortcut by its name, global or on a message."""
        declared = self._workspace.app.shortcuts
        match = next((s for s in declared if shortcut in (s.name, s.callback_id)), None)
        if match is None:
            raise NotThere(f"no shortcut {shortcut!r}; there is {', '.join(s.name for s in declared)}")
        await self._desk.acts.uses(self.user, match.callback_id, on)

    async def joins(self, channel: str) -> None:
        """Enter a channel."""
        self._desk.acts.joins(self.user, self._channel(channel))
        await self._events_delivered()

    async def invites(self, name: str, to: str) -> None:
        """Let someone (or `"@app"`) into a channel."""
        guest = self._workspace.bot if name == "@app" else self._workspace.user(name)
        self._desk.acts.joins(guest, self._channel(to), inviter=self.user)
        await self._events_delivered()

    async def leaves(self, channel: str) -> None:
        """Go out of a channel."""
        self._desk.acts.leaves(self.user, self._channel(channel))
        await self._events_delivered()

    async def _events_delivered(self) -> None:
        await self._workspace.bell.until(lambda: self._desk.dispatch.idle, seconds=self.patience)
