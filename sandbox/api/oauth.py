"""`oauth.v2.access`: the code that installing brings is changed for a token, once."""

from sandbox.api.call import Call, method
from sandbox.errors import SlackError
from sandbox.state import Json


@method("oauth.v2.access", tier=4, caller="anyone")
def access(call: Call) -> Json:
    """Change a code for the workspace's bot token."""
    workspace, app = call.workspace, call.workspace.app
    if call.maybe("client_id") != app.client_id:
        raise SlackError("invalid_client_id")
    if call.maybe("client_secret") != app.client_secret:
        raise SlackError("bad_client_secret")
    installer = workspace.oauth_codes.pop(call.maybe("code"), None)
    if installer is None:
        raise SlackError("invalid_code")
    token = workspace.install()
    return {
        "app_id": app.id,
        "authed_user": {"id": installer},
        "scope": ",".join(token.scopes),
        "token_type": "bot",
        "access_token": token.value,
        "bot_user_id": workspace.bot.id,
        "team": {"id": workspace.team_id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
