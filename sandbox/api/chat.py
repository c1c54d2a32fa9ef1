"""`chat.*`: posting, changing and deleting messages."""

from collections.abc import Sequence

from sandbox.api.call import Call, method
from sandbox.errors import SlackError
from sandbox.ids import with_ids
from sandbox.limits.messages import refuse_bad_blocks, refuse_bad_metadata, refuse_bad_text
from sandbox.objects import message_json
from sandbox.state import Channel, Json, Message
from sandbox.workspace import Workspace


def content(workspace: Workspace, args: Json, *, before: Sequence[Json] = ()) -> tuple[str, list[Json]]:
    """The text and blocks of a message, refused when Slack would refuse them."""
    blocks, text = args.get("blocks") or [], args.get("text") or ""
    if blocks:
        refuse_bad_blocks(blocks)
    refuse_bad_text(text, needed=not blocks)
    return text, with_ids(workspace, blocks, before=before)


def metadata_in(args: Json) -> Json | None:
    """The message's metadata, if there is any."""
    metadata: Json | None = args.get("metadata") or None
    if metadata is not None:
        refuse_bad_metadata(metadata)
    return metadata


def _target(call: Call) -> Channel:
    """Where to post: a channel by id or name, a person by id."""
    wanted, workspace = call.need("channel"), call.workspace
    if wanted in workspace.users:
        user = workspace.users[wanted]
        if user.deleted:
            raise SlackError("account_inactive" if user.id == workspace.bot.id else "user_disabled")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        return workspace.direct(wanted)
    by_name = [c.id for c in workspace.channels.values() if not c.is_im and f"#{c.name}" == wanted]
    call.args["channel"] = by_name[0] if by_name else wanted
    return call.channel()


def _writable(call: Call) -> Channel:
    channel = _target(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    may_enter = not channel.is_private and "chat:write.public" in call.token.scopes
    if call.token.user not in channel.members and not may_enter:
        raise SlackError("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel) -> str:
    ts = call.maybe("thread_ts")
    if not ts:
        return ""
    parent = channel.messages.get(ts)
    if parent is None or parent.only_for:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


@method("chat.postMessage", "chat:write", tier=4)
def post_message(call: Call) -> Json:
    """Say something in a channel, or to a person."""
    channel = _writable(call)
    text, blocks = content(call.workspace, call.args)
    message = Message(call.workspace.next_ts(), channel.id, call.token.user, text, blocks)
    message.thread_ts = _thread(call, channel)
    message.metadata = metadata_in(call.args)
    message.reply_broadcast = call.flag("reply_broadcast")
    call.workspace.post(message)
    shown = message_json(call.workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


@method("chat.postEphemeral", "chat:write", tier=4)
def post_ephemeral(call: Call) -> Json:
    """Say something that only one person in the channel sees."""
    channel = _writable(call)
    user_id = call.need("user")
    if user_id not in call.workspace.users:
        raise SlackError("user_not_found")
    if user_id not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = content(call.workspace, call.args)
    message = Message(call.workspace.next_ts(), channel.id, call.token.user, text, blocks, only_for=user_id)
    message.thread_ts = _thread(call, channel)
    call.workspace.post(message)
    return {"message_ts": message.ts}


def _own(call: Call, refusal: str) -> Message:
    message = call.channel().messages.get(call.need("ts"))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if message.user != call.token.user:
        raise SlackError(refusal)
    return message


@method("chat.update", "chat:write", tier=3)
def update(call: Call) -> Json:
    """Change a message of the bot's own. Text without blocks takes the blocks away."""
    message = _own(call, "cant_update_message")
    if call.workspace.channels[message.channel].is_archived:
        raise SlackError("is_archived")
    text, blocks = content(call.workspace, call.args, before=message.blocks)
    if call.args.get("metadata") is not None:
        message.metadata = metadata_in(call.args) if call.args["metadata"] else None
    message.text, message.blocks, message.edited = text, blocks, call.workspace.next_ts()
    call.workspace.bell.ring()
    shown = message_json(call.workspace, message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": text, "message": shown}


@method("chat.delete", "chat:write", tier=3)
def delete(call: Call) -> Json:
    """Take back a message of the bot's own."""
    message = _own(call, "cant_delete_message")
    del call.workspace.channels[message.channel].messages[message.ts]
    call.workspace.bell.ring()
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink", tier=4)
def permalink(call: Call) -> Json:
    """The address of a message."""
    channel, ts = call.channel(), call.need("message_ts")
    message = channel.messages.get(ts)
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    anchor = f"p{ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": f"{call.base_url}/archives/{channel.id}/{anchor}{thread}"}
