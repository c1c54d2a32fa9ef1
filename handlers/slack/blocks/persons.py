"""A person in words: how they are mentioned, what they do, and how they stand with the association."""

from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Choice
from rules import professions
from rules.moments import day_in_words
from rules.nations import Nation
from rules.pricing import Period, Standing

STANDINGS = {
    Standing.MEMBER: "member",
    Standing.EXPIRING: "member until soon",
    Standing.NON_MEMBER: "not a member",
    Standing.UNKNOWN: "standing not known",
}


def called(name: str, slack_id: str | None) -> str:
    """A name as mrkdwn: a mention that notifies nobody in a private answer, or the name itself."""
    return f"<@{slack_id}>" if slack_id else kit.escape(name)


def does(role: str | None, organisation: str) -> str:
    """ "Midwife, Example Trust", or what is known of it, as mrkdwn."""
    label = professions.role(role).label if role else ""
    return kit.escape(", ".join(part for part in (label, organisation) if part))


def period(one: Period) -> str:
    """ "from Tuesday 1 September 2026 until …"."""
    until = f" until {day_in_words(one.ends_on)}" if one.ends_on else ", with no last day"
    return f"from {day_in_words(one.starts_on)}{until}"


def role_choices() -> list[Choice]:
    """Every profession, those of the health sector marked."""
    return [
        Choice(role.key, role.label if role.sector == role.key else f"{role.label} (health)")
        for role in professions.ROLES.values()
    ]


def nation_choices() -> list[Choice]:
    """The four nations."""
    return [Choice(nation.value, nation.label) for nation in Nation]
