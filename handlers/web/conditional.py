"""Answers that a reader may have already: entity tags, dates, and HEAD (RFC 9110, 13)."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response


def answer(
    request: Request,
    body: bytes,
    *,
    etag: str,
    changed_at: datetime,
    media_type: str,
    headers: dict[str, str],
) -> Response:
    """The body, or 304 for a reader who has it. The tag decides; the date only where no tag was sent."""
    about = {**headers, "ETag": etag, "Last-Modified": _written(changed_at)}
    if _has_it(request, etag, changed_at):
        return Response(status_code=304, headers=about)
    about |= {"Content-Type": media_type, "Content-Length": str(len(body))}
    return Response(b"" if request.method == "HEAD" else body, headers=about)


def _has_it(request: Request, etag: str, changed_at: datetime) -> bool:
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return bool(known & {etag, "*"})
    since = _date(request.headers.get("If-Modified-Since", ""))
    return since is not None and changed_at.replace(microsecond=0) <= since


@lru_cache(maxsize=1024)
def _written(date: datetime) -> str:
    return format_datetime(date, usegmt=True)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
