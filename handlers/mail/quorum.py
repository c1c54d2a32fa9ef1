"""The letters of a meeting's quorum, for people who prefer letters or have no Slack."""

from handlers.mail.letter import Fact, Letter
from rules.moments import span_in_words
from usecases.forecasts import Outlook
from usecases.quorum_told import Asked, Lost
from usecases.told import MeetingTold
from usecases.urgent import Business


def opening(told: MeetingTold) -> Letter:
    """To those who run the meeting: it is about to begin."""
    return Letter(
        subject=f"{_name(told)} begins soon",
        opening=("The meeting is about to begin, and nobody has opened it yet.",),
        facts=_facts(told),
        closing=("In Slack, /sig open puts the check-in card into the channel.",),
    )


def outlook(outlook: Outlook) -> Letter:
    """To the officers: who is likely to come, and whom to ask."""
    names = ", ".join(name for _, name in outlook.ask[:10])
    return Letter(
        subject=f"Who is likely to come: {outlook.when}",
        opening=(outlook.forecast.sentence,),
        facts=(Fact("Whom to ask", (names,)),) if names else (),
        closing=("In Slack, /sig forecast asks each of them with one click.",) if names else (),
    )


def lost(told: Lost) -> Letter:
    """To those who run the meeting: the quorum is lost."""
    return Letter(
        subject=f"The meeting of {told.board.group} has lost its quorum",
        opening=(told.board.evaluation.sentence, "What was decided stands."),
        closing=("In Slack, /sig quorum shows what the terms allow now.",),
    )


def asked_to_come(asked: Asked) -> Letter:
    """A personal question."""
    return Letter(
        subject=f"Could you come? {_name(asked.meeting)}",
        opening=(
            f"{asked.by} asks whether you could come to this meeting of {asked.meeting.group}.",
            "Your field would otherwise be missing; there is no pressure.",
        ),
        facts=_facts(asked.meeting),
        closing=("Please answer in Slack, or by writing to the secretary.",),
    )


def view_given(business: Business) -> Letter:
    """To the Chair: the view is here."""
    kept = business.urgent.consultation
    said = (kept.words,) if kept is not None and kept.words else ()
    view = kept.view.label if kept is not None else "gave no view"
    return Letter(
        subject=f"Urgent business of {business.group}",
        opening=(f"{business.independent} {view}.", *said),
        facts=(Fact("Business", (business.urgent.text,)),),
        closing=("The message in Slack has the buttons with which you decide.",),
    )


def _facts(told: MeetingTold) -> tuple[Fact, ...]:
    return (Fact("When", (span_in_words(told.plan.starts_at, told.plan.ends_at, told.plan.zone),)),)


def _name(told: MeetingTold) -> str:
    return told.plan.theme or told.group
