"""The letters of news about meetings: the same facts as in Slack, for people without it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handlers.mail import meeting_news
from rules.meetings import Kind, Mode, Plan, State
from rules.rsvp import Answer, Place
from usecases.meeting_told import News, Request
from usecases.meetings import MeetingShown

STARTS = datetime(2027, 5, 12, 12, 0, tzinfo=UTC)
PLAN = Plan(STARTS, STARTS + timedelta(hours=2), "Europe/London", Mode.VIRTUAL, theme="Neglect")
MEETING = MeetingShown(
    id="m",
    group_id="g",
    programme_id=None,
    kind=Kind.ORDINARY,
    state=State.PUBLISHED,
    plan=PLAN,
    agenda=(),
    planning_notes=(),
    uid="uid@convenor",
    sequence=1,
    created_at=STARTS,
    revised_at=STARTS,
    cancelled_because="",
)
NEWS = News(
    meeting=MEETING,
    group="Practice Learning Reviews",
    zone="Europe/Paris",
    answer=Answer.ATTENDING,
    place=Place.BOOKED,
    owed_pence=0,
    charged=False,
    before=replace(PLAN, starts_at=STARTS - timedelta(days=7), ends_at=PLAN.ends_at - timedelta(days=7)),
)


def test_letter_of_a_move_gives_both_days_and_the_readers_own_time() -> None:
    letter = meeting_news.moved(NEWS)
    assert letter.subject == "Moved to Wednesday 12 May 2027: Meeting of Practice Learning Reviews: Neglect"
    assert "no longer on Wednesday 5 May 2027, 13:00 to 15:00 (UK time)" in letter.opening[0]
    assert letter.facts[0].lines == (
        "Wednesday 12 May 2027, 13:00 to 15:00 (UK time)",
        "For you: Wednesday 12 May 2027, 14:00 to 16:00 (Paris time)",
    )


def test_reader_in_the_meetings_zone_reads_its_time_once() -> None:
    assert len(meeting_news.moved(replace(NEWS, zone="Europe/London")).facts[0].lines) == 1


def test_letter_of_a_cancellation_gives_the_reason_and_what_is_owed() -> None:
    meeting = replace(MEETING, state=State.CANCELLED, cancelled_because="The venue has flooded")
    paid = meeting_news.cancelled(replace(NEWS, meeting=meeting, owed_pence=-5000, charged=True))
    [opening] = paid.opening
    assert opening.startswith(
        "The meeting of Practice Learning Reviews (“Neglect”) on Wednesday 12 May 2027,"
    )
    assert opening.endswith("is cancelled. The venue has flooded.")
    assert paid.closing == ("£50 is owed to you; the treasurer will return it.",)
    unpaid = meeting_news.cancelled(replace(NEWS, meeting=meeting, charged=True))
    assert unpaid.closing == ("Nothing is owed for it any more.",)
    assert meeting_news.cancelled(replace(NEWS, meeting=meeting)).closing == ()


def test_answer_to_a_request_says_what_became_of_it() -> None:
    request = Request(
        id="r",
        group_id="g",
        group="Practice Learning Reviews",
        asked_by="Sara Lloyd",
        purpose="The new guidance",
        binding=False,
        granted=False,
        answer="It is on the agenda for January",
        meeting=None,
    )
    declined = meeting_news.request_answered(request).opening[0]
    assert declined.endswith("The chair has declined it. It is on the agenda for January.")
    granted = meeting_news.request_answered(replace(request, granted=True, answer="")).opening[0]
    assert granted.endswith("It will be held, and you will be told the day.")
    dated = meeting_news.request_answered(replace(request, granted=True, meeting=MEETING)).opening[0]
    assert dated.endswith("It is called for Wednesday 12 May 2027, 13:00 to 15:00 (UK time).")
