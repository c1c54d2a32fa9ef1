"""`POST /api/<method>`: reading a call, finding out who makes it, carrying it out, recording it."""

import base64
import json
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.api.call import METHODS, Call, Method
from sandbox.desk import Desk
from sandbox.errors import SlackError
from sandbox.faults import ConnectionReset
from sandbox.inspector import Record
from sandbox.state import Json, Token

NESTED = ("blocks", "metadata", "view", "files", "attachments")


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


def desk_for(desk: Desk, value: str, args: Json) -> Desk:
    """The desk of the workspace that a token (or an installation's code) belongs to; else the first one."""
    code = str(args.get("code", ""))
    mine = (d for d in desk.desks if value in d.workspace.tokens or code in d.workspace.oauth_codes)
    return next(mine, desk)


def authenticate(desk: Desk, method: Method, value: str) -> Token:
    """The token's record; SlackError when it is missing, wrong, revoked or of the wrong kind."""
    if method.caller == "anyone":
        return Token("", "bot", desk.workspace.bot.id, ())
    if not value:
        raise SlackError("not_authed")
    token = desk.workspace.find_token(value)
    if token.revoked:
        raise SlackError("account_inactive" if desk.workspace.bot.deleted else "token_revoked")
    if token.kind != method.caller:
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

    def _close(self, record: Record, started: float, status: int, body: Any, error: str) -> None:
        took = (time.perf_counter() - started) * 1000
        self._desk.inspector.close(record, status=status, answer=body, took_ms=took, error=error)

    def _carry_out(self, name: str, args: Json, value: str, headers: dict[str, str]) -> Json:
        desk, method = desk_for(self._desk, value, args), METHODS.get(name)
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
