"""`conversations.*`: channels, their members and what was said in them."""

from sandbox.api.call import Call, method, page, scope_for
from sandbox.api.users import kind_of, wanted_kinds
from sandbox.errors import SlackError, bad_arguments
from sandbox.objects import channel_json, message_json, replies
from sandbox.state import Channel, Json, Message


@method("conversations.info", tier=3)
def info(call: Call) -> Json:
    """One conversation."""
    channel = call.channel()
    call.grant(scope_for(channel, "read"))
    return {"channel": channel_json(channel, for_user=call.token.user)}


@method("conversations.list", tier=2)
def everything(call: Call) -> Json:
    """The conversations the bot may know of."""
    kinds, me = wanted_kinds(call), call.token.user
    known = [c for c in call.workspace.channels.values() if not c.is_private or me in c.members]
    kept = [c for c in known if kind_of(c) in kinds and not (call.flag("exclude_archived") and c.is_archived)]
    shown, more = page(call, kept)
    return {"channels": [channel_json(c, for_user=me) for c in shown], **more}


@method("conversations.members", tier=4)
def members(call: Call) -> Json:
    """Who is in it."""
    channel = call.channel()
    call.grant(scope_for(channel, "read"))
    shown, more = page(call, list(channel.members))
    return {"members": shown, **more}


@method("conversations.open", "im:write", tier=3)
def open_direct(call: Call) -> Json:
    """Open a direct conversation with one person."""
    if call.maybe("channel"):
        return {"channel": channel_json(call.channel(), for_user=call.token.user)}
    wanted = call.args.get("users") or []
    ids = wanted.split(",") if isinstance(wanted, str) else list(wanted)
    if not ids:
        raise SlackError("users_list_not_supplied")
    if len(ids) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    user = call.workspace.users.get(ids[0])
    if user is None:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    channel = call.workspace.direct(user.id)
    known = {"id": channel.id}
    shown = channel_json(channel, for_user=call.token.user) if call.flag("return_im") else known
    return {"channel": shown, "no_op": True, "already_open": True}


@method("conversations.join", "channels:join", tier=3)
def join(call: Call) -> Json:
    """Enter a public channel."""
    channel = call.channel()
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.token.user in channel.members:
        call.warnings.append("already_in_channel")
    else:
        channel.members.append(call.token.user)
        call.workspace.bell.ring()
    return {"channel": channel_json(channel, for_user=call.token.user)}


@method("conversations.leave", tier=3)
def leave(call: Call) -> Json:
    """Go out of a channel."""
    channel = call.channel()
    if call.token.user not in channel.members:
        return {"not_in_channel": True}
    channel.members.remove(call.token.user)
    call.workspace.bell.ring()
    return {}


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.grant(scope_for(channel, "history"))
    if call.token.user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _moment(call, "oldest", 0.0), _moment(call, "latest", float("inf"))
    if call.flag("inclusive"):
        return [m for m in messages if oldest <= float(m.ts) <= latest]
    return [m for m in messages if oldest < float(m.ts) < latest]


def _moment(call: Call, name: str, default: float) -> float:
    try:
        return float(call.maybe(name) or default)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _told(call: Call, messages: list[Message]) -> list[Json]:
    full = call.flag("include_all_metadata")
    return [message_json(call.workspace, m, metadata=full) for m in messages]


@method("conversations.history", tier=3)
def history(call: Call) -> Json:
    """What was said, newest first; replies only where they were sent to the channel too."""
    channel = _readable(call)
    top = [m for m in channel.messages.values() if not m.thread_ts or m.reply_broadcast]
    public = [m for m in top if not m.only_for]
    shown, more = page(call, sorted(_within(call, public), key=lambda m: m.ts, reverse=True), most=999)
    following = more["response_metadata"]["next_cursor"]
    return {
        "messages": _told(call, shown),
        "has_more": bool(following),
        "pin_count": 0,
        **(more if following else {}),
    }


@method("conversations.replies", tier=3)
def thread(call: Call) -> Json:
    """A message and the replies in its thread, oldest first."""
    channel = _readable(call)
    ts = call.maybe("ts")
    if not ts:
        raise bad_arguments("missing required field: ts [json-pointer:/ts]")
    parent = channel.messages.get(ts)
    if parent is None or parent.only_for:
        raise SlackError("thread_not_found")
    shown, more = page(call, [parent, *_within(call, replies(call.workspace, parent))])
    return {
        "messages": _told(call, shown),
        "has_more": bool(more["response_metadata"]["next_cursor"]),
        **more,
    }
