"""The facts of one meeting, as a person sets them: what is refused, and in which words."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from rules.meetings import Mode, Plan
from rules.moments import day_in_words, local, moment_in_words, to_utc
from rules.refusals import Refusal

LONGEST: Mapping[str, int] = {"theme": 120, "venue": 200, "address": 400, "access": 1000, "join_link": 500}
MOST_PLACES = 10_000

# Slack's markup and control characters have no business in a link
_NOT_IN_A_LINK = re.compile(r'[\s<>|"\\\x00-\x1f\x7f]')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def span(day: date, start: time, end: time, zone: str) -> tuple[datetime, datetime]:
    """Start and end of a meeting on one day, in UTC.

    Refuses an end that is not after the start, and times that the clocks skip.
    """
    starts_at, ends_at = to_utc(day, start, zone), to_utc(day, end, zone, field="end")
    _refuse_backwards(starts_at, ends_at)
    return starts_at, ends_at


def settle(plan: Plan, now: datetime) -> Plan:
    """The meeting as it will be kept: checked, its texts tidied.

    A virtual meeting keeps no nation, venue or address. Refuses the past, an end before the start, more
    than a day, a face-to-face meeting without its nation, no places, long texts and unsafe links; each
    refusal names its field.
    """
    _refuse_backwards(plan.starts_at, plan.ends_at)
    _refuse_past(plan, now)
    if plan.ends_at - plan.starts_at > timedelta(days=1):
        raise Refusal("A meeting lasts a day at most. Check the end, or plan two meetings.", field="end")
    if plan.mode is Mode.FACE_TO_FACE and plan.nation is None:
        raise Refusal("Choose the nation that hosts this face-to-face meeting.", field="nation")
    if plan.capacity is not None and not 1 <= plan.capacity <= MOST_PLACES:
        raise Refusal(
            f"Write the number of places as 1 to {MOST_PLACES:,}, or leave it empty for no limit.",
            field="capacity",
        )
    return _tidied(plan)


def _refuse_backwards(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refusal("The meeting ends before it starts. Choose an end after the start.", field="end")


def _refuse_past(plan: Plan, now: datetime) -> None:
    if plan.starts_at > now:
        return
    start, today = local(plan.starts_at, plan.zone), local(now, plan.zone)
    if start.date() == today.date():
        raise Refusal(
            f"{moment_in_words(plan.starts_at, plan.zone)} has passed. Choose a later time.", field="start"
        )
    raise Refusal(f"{day_in_words(start.date())} is in the past. Choose a day from today on.", field="date")


def _tidied(plan: Plan) -> Plan:
    here = plan.mode is Mode.FACE_TO_FACE
    join_link = _text(plan.join_link, "join_link")
    if join_link and not _is_https(join_link):
        raise Refusal("The join link must be a whole address that starts with https://.", field="join_link")
    return replace(
        plan,
        nation=plan.nation if here else None,
        venue=_text(plan.venue, "venue") if here else "",
        address=_text(plan.address, "address") if here else "",
        access=_text(plan.access, "access"),
        theme=_text(plan.theme, "theme"),
        join_link=join_link,
    )


def _text(text: str, name: str) -> str:
    lines = (" ".join(_CONTROL.sub(" ", line).split()) for line in text.splitlines())
    tidy = "\n".join(line for line in lines if line)
    if name in {"theme", "venue"}:
        tidy = tidy.replace("\n", ", ")
    if len(tidy) > LONGEST[name]:
        shown = name.replace("_", " ")
        raise Refusal(f"The {shown} is too long: shorten it to {LONGEST[name]} characters.", field=name)
    return tidy


def _is_https(link: str) -> bool:
    if _NOT_IN_A_LINK.search(link):
        return False
    try:
        parts = urlsplit(link)
        port_is_sound = parts.port is None or parts.port > 0  # reading `port` raises on a bad one
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and port_is_sound
