"""The words of a meeting's notices, in Slack and as letters: each says the essential thing, and escapes names."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.mail import quorum as letters
from handlers.renderings import BUILDERS, WRITERS
from handlers.slack.blocks import attendance, quorum_notices
from rules.forecast import forecast
from rules.meetings import Mode, Plan, State
from rules.notice_kinds import NoticeKind
from rules.quorum import DEFAULT
from rules.quorum_count import Present, Standing
from rules.quorum_verdict import evaluate
from rules.rsvp import Answer
from usecases.attendance import CheckedIn
from usecases.forecasts import Outlook
from usecases.kinds import KINDS
from usecases.quorum import Board
from usecases.quorum_told import Asked, Lost
from usecases.told import MeetingTold

STARTS = datetime(2027, 5, 14, 9, 30, tzinfo=UTC)
PLAN = Plan(STARTS, STARTS + timedelta(hours=3), "Europe/London", Mode.VIRTUAL)
TOLD = MeetingTold("m1", "Reviews <all>", PLAN, (), State.PUBLISHED)
NURSES = [Present(f"p{number}", "nurse") for number in range(8)]
BOARD = Board(
    meeting_id="m1",
    group_id="g1",
    group="Reviews <all>",
    theme="",
    mode=Mode.VIRTUAL,
    state=State.OPEN,
    starts_at=STARTS,
    zone="Europe/London",
    opened_at=STARTS,
    closed_at=None,
    present=9,
    to_confirm=0,
    quorate=False,
    reflects=None,
    evaluation=evaluate(DEFAULT, NURSES),
    code="code",
)
OUTLOOK = Outlook(
    "m1",
    "Friday 14 May 2027, 10:30 (UK time)",
    forecast(DEFAULT, [(person, Answer.ATTENDING) for person in NURSES]),
    (("p9", "Ann <b>"),),
)
OURS = (
    *(NoticeKind.QUORUM, NoticeKind.OPENING, NoticeKind.FORECAST, NoticeKind.QUORUM_LOST),
    *(NoticeKind.ASKED_TO_COME, NoticeKind.VIEW_ASKED, NoticeKind.VIEW_GIVEN, NoticeKind.URGENT_RULED),
)


@pytest.mark.parametrize("kind", OURS)
def test_every_kind_is_carried_out_and_shown(kind: NoticeKind) -> None:
    assert KINDS[kind].load is not None
    assert kind in BUILDERS
    # A channel has no mailbox, and the writer of the consultation is made with the public address.
    if kind not in {NoticeKind.QUORUM, NoticeKind.VIEW_ASKED}:
        assert kind in WRITERS


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "Enough members; the chair judges diversity. 8 members, but 8 are nurses (at most half)"),
        ({"quorate": True, "reflects": True}, "Quorate by the chair’s word on diversity: 8 members"),
        ({"reflects": False}, "Not quorate: the chair recorded that the attendance does not reflect"),
        ({"evaluation": evaluate(DEFAULT, NURSES[:3])}, "Not quorate. 3 members"),
        ({"state": State.CLOSED, "closed_at": STARTS + timedelta(hours=2)}, "Closed at 12:30."),
    ],
)
def test_card_says_how_the_meeting_stands_in_its_first_line(changes: dict[str, object], verdict: str) -> None:
    shown = attendance.card(replace(BOARD, **changes))  # type: ignore[arg-type]  # the cases above
    assert verdict in shown.text
    assert verdict in str(shown.blocks)


def test_card_names_sectors_and_nobody() -> None:
    shown = str(attendance.card(BOARD).blocks)
    assert "*Sectors*\\nHealth" in shown
    assert "p0" not in shown


def test_lost_quorum_is_told_with_what_is_missing() -> None:
    assert "8 are nurses" in quorum_notices.lost(Lost(BOARD)).text
    assert "8 are nurses" in letters.lost(Lost(BOARD)).opening[0]


def test_outlook_offers_one_button_for_each_person() -> None:
    shown = quorum_notices.outlook(OUTLOOK)
    assert shown.text.startswith("Friday 14 May 2027, 10:30 (UK time): About 7 members likely")
    assert "Ann &lt;b&gt;" in str(shown.blocks)
    assert "'value': 'm1 p9'" in str(shown.blocks)
    assert letters.outlook(OUTLOOK).facts[0].lines == ("Ann <b>",)


def test_question_to_one_person_is_polite_and_answered_by_button() -> None:
    asked = Asked(TOLD, "Edie", "Owen Pugh")
    shown = quorum_notices.asked_to_come(asked)
    assert "Reviews &lt;all&gt;" in shown.text
    assert "there is no pressure" in shown.text
    assert [element["action_id"] for element in shown.blocks[1]["elements"]] == [
        "attend",
        "apologies",
        "maybe",
    ]
    assert "there is no pressure" in letters.asked_to_come(asked).opening[1]


def test_opening_carries_its_button() -> None:
    assert quorum_notices.opening(TOLD).blocks[1]["elements"][0]["value"] == "m1"
    assert letters.opening(TOLD).subject == "Reviews <all> begins soon"


def test_name_typed_on_the_page_can_not_become_a_mention() -> None:
    checked = CheckedIn("<!channel>", Standing.GUEST, already=False, asks_role=False, board=BOARD)
    assert "<!channel>" not in attendance.checked_in_for(checked).text
    assert "<all>" not in attendance.card(BOARD).text
