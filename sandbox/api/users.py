"""`users.*`: who is in the workspace."""

from sandbox.api.call import Call, method, page
from sandbox.errors import SlackError
from sandbox.objects import channel_json, user_json
from sandbox.state import Channel, Json, User


def _shown(call: Call, user: User) -> Json:
    return user_json(call.workspace, user, email="users:read.email" in call.token.scopes)


@method("users.info", "users:read", tier=4)
def info(call: Call) -> Json:
    """One person."""
    return {"user": _shown(call, call.person())}


@method("users.list", "users:read", tier=2)
def everyone(call: Call) -> Json:
    """Everyone, guests and leavers included, a page at a time."""
    here = [u for u in call.workspace.users.values() if not u.is_stranger]
    shown, more = page(call, here, default=200)
    return {"members": [_shown(call, user) for user in shown], **more}


@method("users.lookupByEmail", "users:read.email", tier=3)
def by_email(call: Call) -> Json:
    """The person with this address, if they are still here."""
    address = call.need("email").casefold()
    for user in call.workspace.users.values():
        if user.email.casefold() == address and not user.deleted and not user.is_stranger:
            return {"user": _shown(call, user)}
    raise SlackError("users_not_found")


def kind_of(channel: Channel) -> str:
    """The word that `types` has for this conversation."""
    return "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"


def wanted_kinds(call: Call) -> set[str]:
    """What `types` asks for; public channels by default."""
    kinds = set((call.maybe("types") or "public_channel").replace(" ", "").split(","))
    if kinds - {"public_channel", "private_channel", "im", "mpim"}:
        raise SlackError("invalid_types")
    families = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
    for kind in sorted(kinds):
        call.grant(f"{families[kind]}:read")
    return kinds


@method("users.conversations", tier=3)
def conversations(call: Call) -> Json:
    """The conversations that a person (by default the bot itself) is in."""
    user_id = call.person().id if call.maybe("user") else call.token.user
    kinds = wanted_kinds(call)
    mine = [c for c in call.workspace.visible_channels(user_id) if kind_of(c) in kinds]
    known = [c for c in mine if not c.is_private or call.token.user in c.members]
    kept = [c for c in known if not (call.flag("exclude_archived") and c.is_archived)]
    shown, more = page(call, kept)
    return {"channels": [channel_json(c, for_user=call.token.user) for c in shown], **more}
