"""Instants that each reader sees in their own zone."""

from handlers import meeting_words
from handlers.slack.blocks import kit
from rules.meetings import Plan


def for_reader(plan: Plan) -> str:
    """From when to when a meeting lasts, as mrkdwn that Slack shows in the reader's zone."""
    starts = kit.date_time(plan.starts_at, meeting_words.when(plan))
    return f"{starts} to {kit.date_time(plan.ends_at, 'the end', '{time}')}"
