"""A meeting in the calendar's words: title, place and notes, for the public or for those who attend."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.calendar.event import Event, Status
from rules.meetings import Mode, Plan
from usecases.feeds import Feed


def meeting_event(
    plan: Plan,
    *,
    group: str,
    uid: str,
    sequence: int,
    created_at: datetime,
    revised_at: datetime,
    public: bool,
    agenda: Sequence[str] = (),
    notes: Sequence[str] = (),
    page: str = "",
    held: bool = False,
    cancelled: bool = False,
    because: str = "",
) -> Event:
    """The meeting as an entry. With `public` the join link is left out; `page` is the notice board's address.

    `notes` are sentences for this reader (price, own answer); `held` marks a place on offer;
    `because` is the reason of a cancelled meeting.
    """
    link = "" if public else plan.join_link
    paragraphs = (
        [f"This meeting is cancelled. {because}".strip()] if cancelled else [],
        list(notes),
        [f"Join: {link}"] if link else [],
        [f"Access: {plan.access}"] if plan.access else [],
        ["Agenda:", *(f"- {item}" for item in agenda)] if agenda else [],
    )
    return Event(
        uid=uid,
        sequence=sequence,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        zone=plan.zone,
        summary=_title(plan, group, cancelled=cancelled, held=held),
        description=_spaced(paragraphs),
        location=place_in_words(plan, link),
        url=link or page,
        status=_status(cancelled=cancelled, held=held),
        created_at=created_at,
        revised_at=revised_at,
    )


def events_of(found: Feed, public_url: str) -> Iterator[Event]:
    """A feed's meetings as entries, with the reader's own answers in a private one."""
    for entry in found.entries:
        yield meeting_event(
            entry.plan,
            group=entry.group,
            uid=entry.uid,
            sequence=entry.sequence,
            created_at=entry.created_at,
            revised_at=entry.revised_at,
            public=found.public,
            agenda=entry.agenda,
            notes=(entry.note,) if entry.note else (),
            page=f"{public_url}/g/{found.group_id}" if found.group_id and public_url else "",
            held=entry.held,
            cancelled=entry.cancelled,
            because=entry.because,
        )


def place_in_words(plan: Plan, link: str = "") -> str:
    """Where people go: the venue with its address, or the link, or "Online" where it is not to be shown."""
    if plan.mode is Mode.VIRTUAL:
        return link or "Online"
    return ", ".join(part for part in (plan.venue, plan.address) if part) or "Place to be announced"


def _title(plan: Plan, group: str, *, cancelled: bool, held: bool) -> str:
    """The state comes first: many calendars show a cancelled entry like any other."""
    state = "Cancelled: " if cancelled else "Place on offer: " if held else ""
    return f"{state}{group}: {plan.theme or 'meeting'}"


def _status(*, cancelled: bool, held: bool) -> Status:
    if cancelled:
        return Status.CANCELLED
    return Status.TENTATIVE if held else Status.CONFIRMED


def _spaced(paragraphs: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The lines, with an empty one between paragraphs."""
    lines: list[str] = []
    for paragraph in filter(None, paragraphs):
        lines += ["", *paragraph] if lines else paragraph
    return tuple(lines)
