"""`auth.*`, `api.test` and `apps.*`: who the token is, leaving, and the address of a socket."""

import secrets

from sandbox.api.call import Call, method
from sandbox.state import Json


@method("api.test", tier=4, caller="anyone")
def api_test(call: Call) -> Json:
    """Echo the arguments."""
    return {"args": call.args}


@method("auth.test", tier=4)
def auth_test(call: Call) -> Json:
    """Say who the token speaks for."""
    workspace, actor = call.workspace, call.actor
    return {
        "url": f"{call.base_url}/",
        "team": workspace.name,
        "user": actor.name,
        "team_id": workspace.team_id,
        "user_id": actor.id,
        "bot_id": actor.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke", tier=3)
def auth_revoke(call: Call) -> Json:
    """Give the token back."""
    call.token.revoked = True
    return {"revoked": True}


@method("apps.connections.open", "connections:write", tier=1, caller="app")
def connections_open(call: Call) -> Json:
    """The address of a WebSocket, good for one connection."""
    ticket = secrets.token_urlsafe(16)
    call.workspace.socket_tickets.add(ticket)
    address = call.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link?ticket={ticket}&app_id={call.workspace.app.id}"}
