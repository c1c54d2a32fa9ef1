"""A Slack that answers everything at once: only what the bots need to believe that they are installed."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks.bots.serving import serve
from benchmarks.load import TEAM


async def _method(request: Request) -> Response:
    method = request.path_params["method"]
    answer: dict[str, object] = {"ok": True}
    if method == "auth.test":
        answer |= {
            "team_id": TEAM,
            "user_id": "U0BOT",
            "bot_id": "B0BOT",
            "user": "convenor",
            "team": "bench",
        }
    elif method == "users.info":
        user = (await request.form())["user"] if request.method == "POST" else request.query_params["user"]
        answer["user"] = {"id": user, "name": str(user).lower(), "profile": {}, "tz": "Europe/London"}
    elif method.startswith("conversations."):
        answer["channel"] = {"id": "D0BENCH", "is_member": True}
    elif method.startswith("chat."):
        answer |= {"channel": "C0BENCH", "ts": "1.2"}
    return JSONResponse(answer)


async def _response_url(_request: Request) -> Response:
    return JSONResponse({"ok": True})


if __name__ == "__main__":
    import uvloop

    routes = [
        Route("/api/{method}", _method, methods=["GET", "POST"]),
        Route("/respond", _response_url, methods=["POST"]),
    ]
    uvloop.run(serve(Starlette(routes=routes)))
