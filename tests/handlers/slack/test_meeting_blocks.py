"""What the channel is shown of meetings: within Slack's limits, escaped, and telling nobody's secrets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.slack.blocks import card as card_words
from handlers.slack.blocks import home as home_words
from handlers.slack.blocks import meetings as meeting_words
from handlers.slack.blocks import programme as programme_words
from rules import agenda
from rules.charter import Charter
from rules.meetings import Kind, Mode, Plan, State
from rules.nations import Nation
from rules.offices import Office
from rules.rsvp import Answer, Place
from sandbox.limits.blocks import check_blocks
from sandbox.limits.views import check_view
from usecases.cards import Card, MyMeeting
from usecases.groups import GroupHere
from usecases.home import GroupHome, Overview
from usecases.meeting_told import Request
from usecases.meetings import MeetingShown
from usecases.officer_needs import Asking, Needs
from usecases.programme import YearShown

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
STARTS = datetime(2027, 5, 12, 9, 30, tzinfo=UTC)
LINK = "https://meet.example/secret"
PLAN = Plan(
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=5),
    zone="Europe/London",
    mode=Mode.FACE_TO_FACE,
    nation=Nation.WALES,
    venue="City Hall <!channel>",
    address="x" * 400,
    access="y" * 1000,
    join_link=LINK,
    theme="Neglect & <!here> " + "z" * 100,
    capacity=40,
)


def _meeting(state: State = State.PUBLISHED, number: int = 0) -> MeetingShown:
    return MeetingShown(
        id=f"meeting{number:09}",
        group_id="group-0000000001",
        programme_id=None,
        kind=Kind.ORDINARY,
        state=state,
        plan=PLAN,
        agenda=agenda.standing(PLAN.theme),
        planning_notes=("Moved from Mon 3 May: early May bank holiday in every nation.",),
        uid="uid@convenor",
        sequence=0,
        created_at=NOW,
        revised_at=NOW,
        cancelled_because="w" * 500 if state is State.CANCELLED else "",
    )


def _card(**facts: Any) -> Card:
    given: dict[str, Any] = {
        "meeting": _meeting(),
        "group": "Practice <Learning> Reviews",
        "sectors": ("Health", "Police"),
        "places_left": 12,
        "queue": False,
        "member_pence": 0,
        "non_member_pence": 5000,
        "over": False,
        **facts,
    }
    return Card(**given)


def _year(*meetings: MeetingShown) -> YearShown:
    return YearShown(
        group_id="group-0000000001",
        group_name="Practice Learning Reviews",
        zone="Europe/London",
        year=2027,
        programme_id="programme-000001",
        published=True,
        meetings=meetings,
        targets=(),
        may_plan=True,
        member_pence=0,
        non_member_pence=5000,
        card_days=28,
        now=NOW,
    )


@pytest.mark.parametrize(
    "card",
    [
        _card(),
        _card(sectors=(), places_left=None),
        _card(places_left=0, queue=True),
        _card(over=True),
        _card(meeting=_meeting(State.CANCELLED)),
    ],
)
def test_card_is_what_slack_takes_and_never_shows_the_link(card: Card) -> None:
    message = card_words.card(card)
    assert check_blocks(list(message.blocks), "message") == []
    assert LINK not in str(message)
    spoken = [
        message.text,
        *(block["text"]["text"] for block in message.blocks if block["type"] == "section"),
    ]
    assert "<!" not in "".join(spoken).replace("<!date^", "")


def test_card_reads_the_same_without_its_blocks() -> None:
    text = card_words.card(_card()).text
    for essential in (
        "Wednesday 12 May 2027, 10:30 to 15:30 (UK time)",
        "City Hall",
        "non-members £50",
        "Health and Police",
    ):
        assert essential in text


def test_card_of_a_cancelled_or_past_meeting_has_no_buttons() -> None:
    for card in (_card(over=True), _card(meeting=_meeting(State.CANCELLED))):
        assert "actions" not in [block["type"] for block in card_words.card(card).blocks]


def test_full_meeting_points_to_the_waiting_list() -> None:
    assert "None left; *Attend* puts you on the waiting list." in card_words.card(_card(places_left=0)).text
    assert "None left" in card_words.card(_card(places_left=1, queue=True)).text


@pytest.mark.parametrize("count", [1, 8, 44, 45, 120])
def test_year_of_any_length_fits_into_one_post_and_one_desk(count: int) -> None:
    year = _year(*(_meeting(number=number) for number in range(count)))
    assert check_blocks(list(programme_words.post(year).blocks), "message") == []
    assert check_blocks(list(programme_words.for_reader(year).blocks), "message") == []
    assert check_view(programme_words.desk(replace(year, planned_before=True), "Saved."), "modal") == []


def test_forms_are_what_slack_takes() -> None:
    found = _meeting()
    for view in (
        meeting_words.form(found),
        meeting_words.agenda_form(found),
        meeting_words.cancel_form(found),
        meeting_words.remove_form(found),
        meeting_words.new_form(PLAN, "group-0000000001"),
    ):
        assert check_view(view, "modal") == []


def test_home_with_much_to_do_is_what_slack_takes() -> None:
    request = Request("r", "g", "Reviews", "Sara <b>", "p" * 500, False, None, "", None)
    needs = Needs(
        drafts=tuple((year, 8) for year in range(2027, 2037)),
        requests=(request,) * 20,
        joining=tuple(Asking(f"p{n}", "n" * 120) for n in range(50)),
        to_settle=3,
        undelivered=1,
        review=2027,
    )
    group = GroupHere("g", "Reviews", Nation.WALES, "Europe/London", "C1", Charter(), frozenset(Office), "p")
    mine = MyMeeting(_card(), Answer.ATTENDING, Place.BOOKED, None, 5000)
    home = GroupHome(group, 2027, mine, needs)
    assert check_view(home_words.tab(Overview((home,) * 4), {}), "home") == []
