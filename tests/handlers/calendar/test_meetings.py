"""The words of a meeting in a calendar, public and private."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers.calendar import Status, meeting_event
from rules.meetings import Mode, Plan

FACE_TO_FACE = Plan(
    starts_at=datetime(2027, 5, 13, 9, 30, tzinfo=UTC),
    ends_at=datetime(2027, 5, 13, 14, 30, tzinfo=UTC),
    zone="Europe/London",
    mode=Mode.FACE_TO_FACE,
    venue="Tŷ Hywel",
    address="Cathedral Road, Cardiff",
    access="Step-free from the car park",
    theme="listening to children",
)
VIRTUAL = replace(
    FACE_TO_FACE, mode=Mode.VIRTUAL, venue="", address="", access="", join_link="https://meet.example/1"
)


def event(plan, **facts):
    stamp = datetime(2027, 1, 4, tzinfo=UTC)
    known = {"group": "Case Reviews", "uid": "u", "sequence": 0, "created_at": stamp, "revised_at": stamp}
    return meeting_event(plan, **{**known, "public": False, **facts})


def test_face_to_face_meeting_says_where_and_how_to_get_in():
    entry = event(FACE_TO_FACE, agenda=("Apologies", "Quorum"), notes=("Free for you.",))
    assert entry.summary == "Case Reviews: listening to children"
    assert entry.location == "Tŷ Hywel, Cathedral Road, Cardiff"
    assert entry.description == (
        *("Free for you.", "", "Access: Step-free from the car park", ""),
        *("Agenda:", "- Apologies", "- Quorum"),
    )


def test_join_link_is_for_those_who_attend_and_never_public():
    private, public = event(VIRTUAL), event(VIRTUAL, public=True, page="https://sig.example/g/1")
    assert (private.location, private.url) == ("https://meet.example/1", "https://meet.example/1")
    assert "Join: https://meet.example/1" in private.description
    assert "meet.example" not in repr(public)
    assert (public.location, public.url) == ("Online", "https://sig.example/g/1")


def test_cancelled_meeting_says_so_first_and_gives_the_reason():
    entry = event(FACE_TO_FACE, cancelled=True, because="The venue is flooded.")
    assert entry.status is Status.CANCELLED
    assert entry.summary.startswith("Cancelled: ")
    assert entry.description[0] == "This meeting is cancelled. The venue is flooded."


def test_place_on_offer_is_tentative():
    entry = event(FACE_TO_FACE, held=True)
    assert (entry.status, entry.summary) == (
        Status.TENTATIVE,
        "Place on offer: Case Reviews: listening to children",
    )


def test_place_not_yet_known_is_not_left_blank():
    assert event(replace(FACE_TO_FACE, venue="", address="")).location == "Place to be announced"
