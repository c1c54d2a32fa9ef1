"""A meeting to build calendars from, with the characters that break careless ones."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handlers.calendar import Event, Party

MEETING = Event(
    uid="5f0c9e1ab2@convenor",
    sequence=0,
    starts_at=datetime(2027, 5, 13, 9, 30, tzinfo=UTC),
    ends_at=datetime(2027, 5, 13, 14, 30, tzinfo=UTC),
    zone="Europe/London",
    summary='Case review: "what, when; who" 🎉 Ŵyl y Môr',
    created_at=datetime(2027, 1, 4, 9, tzinfo=UTC),
    revised_at=datetime(2027, 1, 5, 9, tzinfo=UTC),
    description=(
        "Theme: listening, hearing; acting",
        "",
        "and \\ or",
        "ŵ" * 200,
        "Free for members",
    ),
    location="Tŷ Hywel, Cathedral Road; Cardiff",
    url="https://meet.example/j/1?a=b,c;d",
)
ORGANIZER = Party("SIG Secretary", "sig@example.org")
GUEST = Party('Dr Siân "Jo" O’Neil, RN; QPM', "sian@example.org")


def meeting(**changes: Any) -> Event:
    return replace(MEETING, **changes)
