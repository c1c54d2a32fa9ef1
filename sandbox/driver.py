"""A headless person, who types, clicks and fills in by label, and reads."""

from typing import Any

from sandbox.desk import Desk
from sandbox.objects import file_json
from sandbox.people import answers
from sandbox.people.answers import CannotAnswer
from sandbox.people.eyes import Eyes, NotThere
from sandbox.people.sight import Spot, inputs, pressables
from sandbox.state import Channel, Message


class Person(Eyes):
    """Someone in the workspace, acting as they would in Slack.

    Every act returns when the app has acknowledged it and the events it caused have been delivered.
    What is looked for is waited for, `patience` real seconds at most; nothing sleeps.
    """

    def __init__(self, desk: Desk, name: str, *, patience: float = 3.0) -> None:
        super().__init__(desk, name, patience=patience)
        self.confirmed: list[str] = []
        self.opened: list[str] = []

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
            brought.append(file_json(self._workspace, file))
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
        await self._workspace.bell.until(lambda: self._home_hash() != seen, seconds=self.patience)
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
