"""The call for support: at once, again after a working day, and the reviewer only if the person said so."""

from datetime import UTC, datetime, timedelta

from rules.learning_support import calls

FRIDAY_EVENING = datetime(2027, 5, 14, 19, tzinfo=UTC)


def test_panel_member_hears_at_once_and_again_after_a_working_day() -> None:
    asked_at = datetime(2027, 5, 12, 10, tzinfo=UTC)
    assert [(call.to, call.message, call.due_at) for call in calls(asked_at, reviewer_too=False)] == [
        ("panel-member", "support-asked", asked_at),
        ("panel-member", "support-again", asked_at + timedelta(days=1)),
    ]


def test_reviewer_hears_only_if_the_person_said_so() -> None:
    assert [call.to for call in calls(FRIDAY_EVENING, reviewer_too=True)] == [
        "panel-member",
        "panel-member",
        "reviewer",
    ]
    assert all(call.to != "reviewer" for call in calls(FRIDAY_EVENING, reviewer_too=False))


def test_request_on_a_friday_evening_is_not_escalated_before_tuesday() -> None:
    at_once, *later = calls(FRIDAY_EVENING, reviewer_too=True)
    assert at_once.due_at == FRIDAY_EVENING
    assert {call.due_at for call in later} == {datetime(2027, 5, 18, 8, tzinfo=UTC)}
