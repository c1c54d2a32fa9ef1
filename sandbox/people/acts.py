"""What a person can do, and what Slack then does with the app's answer."""

from dataclasses import dataclass
from typing import Any

from sandbox.delivery import payloads
from sandbox.delivery.answers import Answer
from sandbox.delivery.dispatch import Dispatch
from sandbox.errors import SlackError
from sandbox.forms import complaints, kept_values, state_of
from sandbox.objects import message_json, view_json
from sandbox.people.submissions import TROUBLE, carry_out
from sandbox.responses import respond
from sandbox.screens import close_all, close_top
from sandbox.state import Channel, File, Json, Message, ResponseUrl, User, View
from sandbox.workspace import Workspace

Place = Message | View


@dataclass
class Acts:
    """Everything a person does goes through here."""

    workspace: Workspace
    dispatch: Dispatch

    # Writing

    async def types(self, user: User, channel: Channel, text: str, *, thread_ts: str = "") -> None:
        """Send what is in the message box: a message, or a slash command (which threads don't have)."""
        word, _, rest = text.partition(" ")
        if text.startswith("/") and not thread_ts:
            await self._command(user, channel, word, rest.strip())
        else:
            self._say(user, channel, text, thread_ts)

    async def _command(self, user: User, channel: Channel, word: str, rest: str) -> None:
        workspace = self.workspace
        known = any(command.name == word for command in workspace.app.commands)
        if not known or workspace.bot.deleted:
            workspace.whisper(channel.id, user.id, f"{word} is not a valid command.")
            return
        payload = payloads.slash_command(workspace, user, channel, word, rest)
        answer = await self.dispatch.send("slash_commands", word, payload)
        if answer.error:
            workspace.whisper(channel.id, user.id, f'{word} failed with the error "{answer.error}"')
            return
        self._show_answer(user, channel, word, answer)

    def _show_answer(self, user: User, channel: Channel, word: str, answer: Answer) -> None:
        body: Json | None = answer.payload if isinstance(answer.payload, dict) else None
        if body is None and answer.words:
            body = {"text": answer.words}
        if not body:
            return
        url = ResponseUrl("", user.id, channel.id, self.workspace.clock())
        try:
            respond(self.workspace, url, body)
        except SlackError as refused:
            note = f'{word} failed with the error "invalid_command_response" ({refused.code})'
            self.workspace.whisper(channel.id, user.id, note)

    def _say(self, user: User, channel: Channel, text: str, thread_ts: str) -> None:
        message = self.workspace.say(channel.id, user.id, text, thread_ts=thread_ts)
        self._tell_of(channel, message)

    def _tell_of(self, channel: Channel, message: Message) -> None:
        event = {**message_json(self.workspace, message), "channel": channel.id}
        bot = self.workspace.bot.id
        if channel.is_im and bot in channel.members:
            self.dispatch.event({**event, "channel_type": "im"})
        elif f"<@{bot}>" in message.text and bot in channel.members:
            self.dispatch.event({**event, "type": "app_mention"})

    def uploads(self, user: User, name: str, content: bytes, mimetype: str) -> File:
        """Bring a file along, for a `file_input` or a message."""
        workspace = self.workspace
        file = File(workspace.new_id("F"), name, user.id, workspace.now_epoch(), length=len(content))
        file.mimetype, file.content, file.complete, file.title = mimetype, content, True, name
        workspace.files[file.id] = file
        return file

    # Clicking and filling in

    def values(self, user: User, place: Place) -> Json:
        """What this person has entered on a message or in a view."""
        if isinstance(place, View):
            return place.values
        key = (user.id, f"{place.channel}:{place.ts}")
        fresh = kept_values(place.blocks, self.workspace.drafts.get(key, {}))
        self.workspace.drafts[key] = fresh
        return fresh

    def enters(self, user: User, place: Place, block: Json, element: Json, value: Any) -> Json:
        """Set an element's value; the answer is its state."""
        state = state_of(element, value)
        self.values(user, place).setdefault(block["block_id"], {})[element["action_id"]] = state
        if isinstance(place, View):
            place.errors.pop(block["block_id"], None)
        self.workspace.bell.ring()
        return state

    async def chooses(self, user: User, place: Place, block: Json, element: Json, value: Any) -> None:
        """Set a value, and tell the app where the element stands alone or asks for it."""
        state = self.enters(user, place, block, element, value)
        if block["type"] != "input" or block.get("dispatch_action"):
            await self._act(user, place, block, element, state)

    async def presses(self, user: User, place: Place, block: Json, button: Json) -> None:
        """Press a button."""
        said: Json = {name: button[name] for name in ("text", "value", "style", "url") if name in button}
        await self._act(user, place, block, button, {"type": "button", **said})

    async def picks(self, user: User, place: Place, block: Json, overflow: Json, option: Json) -> None:
        """Pick from an overflow menu."""
        state = {"type": "overflow", "selected_option": option}
        await self._act(user, place, block, overflow, state)

    async def _act(self, user: User, place: Place, block: Json, element: Json, state: Json) -> None:
        action = {**state, "action_id": element["action_id"], "block_id": block["block_id"]}
        payload = payloads.block_actions(self.workspace, user, place, action, self.values(user, place))
        answer = await self.dispatch.send("interactive", f"block_actions {element['action_id']}", payload)
        if answer.error:
            self.workspace.warn(user.id, f"This app did not respond ({answer.error}).")

    async def suggestions(
        self, user: User, place: Place, block: Json, element: Json, typed: str
    ) -> list[Json]:
        """What the app offers for what has been typed in an external select."""
        action_id = element["action_id"]
        payload = payloads.block_suggestion(
            self.workspace, user, place, block_id=block["block_id"], action_id=action_id, typed=typed
        )
        answer = await self.dispatch.send("interactive", f"block_suggestion {action_id}", payload)
        body = answer.payload if isinstance(answer.payload, dict) else {}
        grouped = [o for group in body.get("option_groups", []) for o in group["options"]]
        return list(body.get("options", [])) + grouped

    async def submits(self, user: User, view: View) -> None:
        """Send a modal off, if Slack itself has nothing to say about what is in it."""
        view.errors, view.trouble = complaints(view.blocks, view.values), ""
        self.workspace.bell.ring()
        if view.errors:
            return
        payload = payloads.view_submission(self.workspace, user, view)
        name = f"view_submission {view.body.get('callback_id', '')}"
        answer = await self.dispatch.send("interactive", name, payload)
        if answer.error:
            view.trouble = TROUBLE
        else:
            carry_out(self.workspace, user, view, answer)
        self.workspace.bell.ring()

    async def closes(self, user: User, view: View, *, everything: bool = False) -> None:
        """Close a modal (or, with `everything`, all of them)."""
        everything = everything or bool(view.body.get("clear_on_close"))
        if everything:
            gone = close_all(self.workspace, user.id)
        else:
            top = close_top(self.workspace, user.id)
            gone = [top] if top else []
        for closed in reversed(gone):
            if closed.body.get("notify_on_close"):
                payload = payloads.view_closed(self.workspace, user, closed, cleared=everything)
                await self.dispatch.send("interactive", "view_closed", payload)

    # Elsewhere

    async def uses(self, user: User, callback_id: str, message: Message | None = None) -> None:
        """Use a shortcut, global or on a message."""
        if message is None:
            payload = payloads.shortcut(self.workspace, user, callback_id)
        else:
            payload = payloads.message_shortcut(self.workspace, user, callback_id, message)
        answer = await self.dispatch.send("interactive", f"shortcut {callback_id}", payload)
        if answer.error:
            self.workspace.warn(user.id, f"This app did not respond ({answer.error}).")

    def opens_home(self, user: User) -> None:
        """Look at the app's Home tab."""
        channel = self.workspace.direct(user.id)
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": "home"}
        home = self.workspace.homes.get(user.id)
        if home is not None:
            event["view"] = view_json(self.workspace, home)
        self.dispatch.event(event)

    def opens_messages(self, user: User) -> None:
        """Look at the direct messages with the app."""
        channel = self.workspace.direct(user.id)
        self.dispatch.event(
            {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": "messages"}
        )

    def joins(self, user: User, channel: Channel, *, inviter: User | None = None) -> None:
        """Enter a channel, or be let in."""
        if user.id in channel.members:
            return
        channel.members.append(user.id)
        self.workspace.bell.ring()
        event: Json = {
            "type": "member_joined_channel",
            "user": user.id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": user.team_id,
        }
        if inviter is not None:
            event["inviter"] = inviter.id
        if self.workspace.bot.id in channel.members:
            self.dispatch.event(event)

    def leaves(self, user: User, channel: Channel) -> None:
        """Go out of a channel, or be taken out."""
        if user.id not in channel.members:
            return
        heard = self.workspace.bot.id in channel.members
        channel.members.remove(user.id)
        self.workspace.bell.ring()
        if heard:
            event = {"type": "member_left_channel", "user": user.id, "channel": channel.id}
            self.dispatch.event({**event, "channel_type": "C", "team": user.team_id})

    def uninstalls(self) -> None:
        """Take the app out of the workspace: its tokens end, and it is told."""
        workspace = self.workspace
        for token in workspace.tokens.values():
            token.revoked = True
        workspace.bot.deleted = True
        self.dispatch.goodbye("tokens_revoked", tokens={"oauth": [], "bot": [workspace.bot.id]})
        self.dispatch.goodbye("app_uninstalled")
        workspace.bell.ring()
