"""The notice page: the group's programme for everyone, with the price and how to book (source item 6)."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handlers.web.feeds import group_path
from handlers.web.pages import template
from rules import moments, money
from rules.meetings import Kind, Mode, State
from rules.refusals import Unknown
from storage.transaction import Store
from usecases import programme
from usecases.meetings import MeetingShown
from usecases.programme import YearShown

_TEMPLATE = template("notice_board.html")
_MISSING = template("missing.html")
_HEADERS = {"Cache-Control": "public, max-age=300"}


@dataclass(frozen=True)
class Notice:
    """One meeting as the page reads it. `book` is the address that a booking is written to, if there is one."""

    when: str
    machine: str
    title: str
    where: str
    cancelled: bool
    past: bool
    book: str


def path(group_id: str) -> str:
    """The page's path."""
    return f"/g/{group_id}"


def routes(store: Store, public_url: str, *, write_to: str | None) -> list[Route]:
    """The page's route; `write_to` is the address at which people book and ask to join by e-mail."""

    async def board(request: Request) -> Response:
        try:
            year = await store.look(programme.for_everyone, group_id=request.path_params["group"])
        except Unknown as unknown:
            return HTMLResponse(_MISSING.render(said=unknown.sentence), status_code=404)
        return HTMLResponse(_page(year, public_url, write_to), headers=_HEADERS)

    return [Route(path("{group}"), board)]


def _page(year: YearShown, public_url: str, write_to: str | None) -> str:
    feed = f"{public_url}{group_path(year.group_id)}"
    return _TEMPLATE.render(
        name=year.group_name,
        year=year.year,
        zone=moments.zone_in_words(year.zone),
        meetings=[_notice(one, year, write_to) for one in year.meetings],
        member=money.price(year.member_pence),
        non_member=money.price(year.non_member_pence),
        feed=feed,
        webcal=f"webcal://{feed.partition('://')[2]}",
        write_to=write_to,
        join=_letter(write_to, f"I would like to join {year.group_name}"),
    )


def _notice(one: MeetingShown, year: YearShown, write_to: str | None) -> Notice:
    plan = one.plan
    when = moments.span_in_words(plan.starts_at, plan.ends_at, plan.zone)
    cancelled, past = one.state is State.CANCELLED, plan.ends_at <= year.now
    subject = f"{year.group_name}: a place on {when}"
    return Notice(
        when=when,
        machine=moments.local(plan.starts_at, plan.zone).isoformat(),
        title=_title(one),
        where=_where(one),
        cancelled=cancelled,
        past=past,
        book="" if cancelled or past else _letter(write_to, subject),
    )


def _title(one: MeetingShown) -> str:
    kind = "Extraordinary meeting" if one.kind is Kind.EXTRAORDINARY else "Meeting"
    return f"{kind}: {one.plan.theme}" if one.plan.theme else kind


def _where(one: MeetingShown) -> str:
    """Where it is held; the link of a virtual meeting is for those who attend, never on a page."""
    plan = one.plan
    if plan.mode is Mode.VIRTUAL:
        return "Virtual. The link is sent to those who attend."
    nation = plan.nation.label if plan.nation else ""
    parts = [part for part in (plan.venue, plan.address, nation) if part]
    return f"Face to face: {', '.join(parts)}." + (f" {plan.access}" if plan.access else "")


def _letter(write_to: str | None, subject: str) -> str:
    return f"mailto:{write_to}?subject={quote(subject)}" if write_to else ""
