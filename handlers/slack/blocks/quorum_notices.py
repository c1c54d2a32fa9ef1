"""The words of what the bot says about a quorum on its own initiative, each to one person or the officers."""

from handlers.slack.blocks import kit
from handlers.slack.blocks.attendance import verdict
from handlers.slack.blocks.kit import Message
from rules.moments import span_in_words
from usecases.forecasts import Outlook
from usecases.quorum_told import Asked, Lost
from usecases.told import MeetingTold


def opening(told: MeetingTold) -> Message:
    """To those who run the meeting: it is about to begin."""
    text = f"{_name(told)} begins soon. Opening it puts the check-in card into the channel."
    return Message(
        text,
        (
            kit.section(text),
            kit.actions(kit.button("Open the meeting", "open-meeting", told.id, style="primary")),
        ),
    )


def lost(told: Lost) -> Message:
    """To those who run the meeting: the quorum is lost."""
    text = (
        f"The meeting has lost its quorum. {verdict(told.board)} What was decided stands; "
        "`/sig quorum` shows what the terms allow now."
    )
    return Message(text)


def outlook(outlook: Outlook) -> Message:
    """To the officers: who is likely to come, and whom to ask."""
    text = f"{outlook.when}: {outlook.forecast.sentence}"
    if not outlook.ask:
        return Message(text)
    intro = "These would mend it; one click asks them in a personal message."
    rows = [
        kit.section(
            kit.escape(name),
            accessory=kit.button(
                "Ask",
                f"ask-to-come-{number}",
                f"{outlook.meeting_id} {person_id}",
                says=f"Ask {name} to come",
            ),
        )
        for number, (person_id, name) in enumerate(outlook.ask[:10])
    ]
    return Message(text, (kit.section(text), kit.context(intro), *rows))


def asked_to_come(asked: Asked) -> Message:
    """A personal question."""
    plan = asked.meeting.plan
    when = span_in_words(plan.starts_at, plan.ends_at, plan.zone)
    text = (
        f"{kit.escape(asked.by)} asks whether you could come to {_name(asked.meeting)} on {when}. "
        "Your field would otherwise be missing; there is no pressure."
    )
    answers = [
        kit.button("Attend", "attend", asked.meeting.id, style="primary"),
        kit.button("Apologies", "apologies", asked.meeting.id),
        kit.button("Maybe", "maybe", asked.meeting.id),
    ]
    return Message(text, (kit.section(text), kit.actions(*answers)))


def asked(name: str) -> Message:
    """To the officer who asked."""
    return Message(f"{kit.escape(name)} is asked in a personal message.")


def _name(told: MeetingTold) -> str:
    return kit.escape(told.plan.theme or told.group)
