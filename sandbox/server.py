"""The stand-in's own web application: Web API, files, response URLs, the socket, installing."""

import base64
import json
import time
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.api.call import METHODS, Call, Method
from sandbox.desk import Desk
from sandbox.errors import SlackError
from sandbox.faults import ConnectionReset
from sandbox.responses import by_url
from sandbox.state import Json, Token

ABORT = "sandbox.abort"
NESTED = ("blocks", "metadata", "view", "files", "attachments")


async def cut(request: Request, _reset: Exception) -> Response:
    """Cut the connection of a request that ended in `ConnectionReset`, as a broken network would."""
    request.scope.get("extensions", {})[ABORT]()
    return Response()


async def arguments(request: Request) -> Json:
    """The arguments of a call, from the query, a form or JSON."""
    args: Json = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    if "json" in content_type:
        try:
            args |= json.loads(await request.body() or b"{}")
        except (json.JSONDecodeError, TypeError, ValueError):
            raise SlackError("invalid_json") from None
        return args
    async with request.form() as form:
        args |= {name: value for name, value in form.items() if isinstance(value, str)}
    for name in NESTED:
        if isinstance(args.get(name), str):
            args[name] = _decoded(name, args[name])
    return args


def _decoded(name: str, text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        refusals = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise SlackError(refusals.get(name, "invalid_arguments")) from None


def bearer(request: Request, args: Json) -> str:
    """The token, from the header or the arguments; a client's Basic secret becomes arguments."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        args["client_id"], _, args["client_secret"] = base64.b64decode(value).decode().partition(":")
    found = value if scheme.lower() == "bearer" else str(args.pop("token", ""))
    args.pop("token", None)
    return found


def authenticate(desk: Desk, method: Method, value: str) -> Token:
    """The token's record; SlackError when it is missing, wrong, revoked or of the wrong kind."""
    if method.token == "none":  # noqa: S105 - a kind of token, not one
        return Token("", "bot", desk.workspace.bot.id, ())
    if not value:
        raise SlackError("not_authed")
    token = desk.workspace.find_token(value)
    if token.revoked:
        raise SlackError("account_inactive" if desk.workspace.bot.deleted else "token_revoked")
    if token.kind != method.token:
        raise SlackError("not_allowed_token_type")
    return token


class WebApi:
    """`POST /api/<method>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: Request) -> Response:
        """Carry out one call, with whatever fault has been ordered, and record it."""
        desk, name = self._desk, request.path_params["method"]
        started = time.perf_counter()
        record = desk.inspector.open("call", name, desk.workspace.clock().isoformat(), {})
        headers: dict[str, str] = {}
        status, error = 200, ""
        try:
            args = await arguments(request)
            value = bearer(request, args)
            record.request = args
            await desk.faults.strike(name, args, "before")
            body = self._carry_out(name, args, value, headers)
            await desk.faults.strike(name, args, "after")
        except SlackError as refused:
            body, status, error = refused.body(), refused.status, refused.code
            headers |= refused.headers
        except ConnectionReset:
            self._close(record, started, 0, None, "connection reset")
            raise
        self._close(record, started, status, body, error)
        return JSONResponse(body, status_code=status, headers=headers)

    def _close(self, record: Any, started: float, status: int, body: Any, error: str) -> None:
        took = (time.perf_counter() - started) * 1000
        self._desk.inspector.close(record, status=status, answer=body, took_ms=took, error=error)

    def _carry_out(self, name: str, args: Json, value: str, headers: dict[str, str]) -> Json:
        desk, method = self._desk, METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        token = authenticate(desk, method, value)
        headers["x-oauth-scopes"] = ",".join(token.scopes)
        headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
        desk.limits.take(name, method.tier, args, desk.workspace.team_id)
        call = Call(desk.workspace, token, args, desk.workspace.base_url)
        call.grant(*method.scopes)
        body = {"ok": True, **method.handle(call)}
        if call.warnings:
            body["warning"] = ",".join(call.warnings)
            body.setdefault("response_metadata", {})["warnings"] = call.warnings
        return body


def create_app(desk: Desk, *, pages: list[Any] | None = None) -> Starlette:
    """The ASGI application of the stand-in; `pages` are further routes, such as the browser page's."""

    async def respond(request: Request) -> Response:
        try:
            await desk.faults.strike("response_url", {}, "before")
            by_url(desk.workspace, request.path_params["url_id"], await arguments(request))
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
        Route("/upload/v1/{file_id}", upload, methods=["POST", "PUT"]),
        Route("/files-pri/{key}/{name}", download),
        Route("/files-pri/{key}/download/{name}", download),
        Route("/oauth/v2/authorize", authorize),
        WebSocketRoute("/link", socket),
    ]
    return Starlette(routes=[*routes, *(pages or [])], exception_handlers={ConnectionReset: cut})


async def take_upload(desk: Desk, request: Request) -> Response:
    """The bytes of a file whose address was given by `files.getUploadURLExternal`."""
    file = desk.workspace.files.get(request.path_params["file_id"])
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
    file_id = request.path_params["key"].rpartition("-")[2]
    file = desk.workspace.files.get(file_id)
    try:
        token = desk.workspace.find_token(bearer(request, {}))
    except SlackError:
        token = None
    if token is None or token.revoked or "files:read" not in token.scopes:
        return Response("<!DOCTYPE html><title>Sign in | Slack</title>", media_type="text/html")
    if file is None or not file.complete:
        return PlainTextResponse("not found", status_code=404)
    return Response(file.content, media_type=file.mimetype)


def grant_install(desk: Desk, request: Request) -> Response:
    """The consent page, agreed to at once: back to the app with a code that is good once."""
    query = request.query_params
    if query.get("client_id") != desk.workspace.app.client_id:
        return PlainTextResponse("invalid_client_id", status_code=400)
    code = desk.workspace.new_id("code")
    owners = [u.id for u in desk.workspace.users.values() if u.is_owner or u.is_admin]
    desk.workspace.oauth_codes[code] = owners[0] if owners else desk.workspace.bot.id
    back = query.get("redirect_uri", "")
    joint = "&" if "?" in back else "?"
    return RedirectResponse(f"{back}{joint}code={code}&state={query.get('state', '')}")
