"""The stand-in's own web application: Web API, files, response URLs, the socket, installing."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.calls import WebApi, arguments, bearer
from sandbox.desk import Desk
from sandbox.errors import SlackError
from sandbox.faults import ConnectionReset
from sandbox.responses import by_url

ABORT = "sandbox.abort"


async def cut(request: Request, _reset: Exception) -> Response:
    """Cut the connection of a request that ended in `ConnectionReset`, as a broken network would."""
    request.scope.get("extensions", {})[ABORT]()
    return Response()


def create_app(desk: Desk, *, pages: list[Any] | None = None) -> Starlette:
    """The ASGI application of the stand-in; `pages` are further routes, such as the browser page's."""

    async def respond(request: Request) -> Response:
        try:
            await desk.faults.strike("response_url", {}, "before")
            by_url(
                desk.at(request.path_params["team"]).workspace,
                request.path_params["url_id"],
                await arguments(request),
            )
            await desk.faults.strike("response_url", {}, "after")
        except SlackError as refused:
            return JSONResponse(refused.body(), status_code=refused.status)
        return PlainTextResponse("ok")

    async def upload(request: Request) -> Response:
        return await take_upload(desk, request)

    async def download(request: Request) -> Response:
        return give_file(desk, request)

    async def socket(websocket: WebSocket) -> None:
        await desk.sockets.serve(websocket)

    async def authorize(request: Request) -> Response:
        return grant_install(desk, request)

    routes = [
        Route("/api/{method}", WebApi(desk).answer, methods=["GET", "POST"]),
        Route("/actions/{team}/{url_id}", respond, methods=["POST"]),
        Route("/upload/v1/{team}/{file_id}", upload, methods=["POST", "PUT"]),
        Route("/files-pri/{key}/{name}", download),
        Route("/files-pri/{key}/download/{name}", download),
        Route("/oauth/v2/authorize", authorize),
        WebSocketRoute("/link", socket),
    ]
    return Starlette(routes=[*routes, *(pages or [])], exception_handlers={ConnectionReset: cut})


async def take_upload(desk: Desk, request: Request) -> Response:
    """The bytes of a file whose address was given by `files.getUploadURLExternal`."""
    workspace = desk.at(request.path_params["team"]).workspace
    file = workspace.files.get(request.path_params["file_id"])
    if file is None or file.complete:
        return PlainTextResponse("not found", status_code=404)
    content = await request.body()
    if "multipart/form-data" in request.headers.get("content-type", ""):
        async with request.form() as form:
            sent = next((part for part in form.values() if not isinstance(part, str)), None)
            content = await sent.read() if sent is not None else b""
    if file.expected is not None and len(content) != file.expected:
        return PlainTextResponse("length does not match", status_code=400)
    file.content, file.length = content, len(content)
    return PlainTextResponse(f"OK - {file.length}")


def give_file(desk: Desk, request: Request) -> Response:
    """A file's bytes; whoever comes without a token is sent to a sign-in page, as Slack does."""
    team_id, _, file_id = request.path_params["key"].rpartition("-")
    workspace = desk.at(team_id).workspace
    file = workspace.files.get(file_id)
    try:
        token = workspace.find_token(bearer(request, {}))
    except SlackError:
        token = None
    if token is None or token.revoked or "files:read" not in token.scopes:
        return Response("<!DOCTYPE html><title>Sign in | Slack</title>", media_type="text/html")
    if file is None or not file.complete:
        return PlainTextResponse("not found", status_code=404)
    return Response(file.content, media_type=file.mimetype)


def grant_install(desk: Desk, request: Request) -> Response:
    """The consent page, agreed to at once: back to the app with a code that is good once.

    `team` chooses the workspace where there are several.
    """
    query, workspace = request.query_params, desk.at(request.query_params.get("team", "")).workspace
    if query.get("client_id") != workspace.app.client_id:
        return PlainTextResponse("invalid_client_id", status_code=400)
    code = f"{workspace.team_id}.{workspace.new_id('code')}"
    owners = [u.id for u in workspace.users.values() if u.is_owner or u.is_admin]
    workspace.oauth_codes[code] = owners[0] if owners else workspace.bot.id
    back = query.get("redirect_uri", "")
    joint = "&" if "?" in back else "?"
    return RedirectResponse(f"{back}{joint}code={code}&state={query.get('state', '')}")
